import type { Command } from "commander";
import { describe } from "../core/describe.ts";
import type { Operation } from "../core/operation.ts";
import type { Standing, StatusRow } from "../core/status.ts";
import type { Whimbrel } from "../project/whimbrel.ts";
import type { App } from "./app.ts";
import { statusJson } from "./json.ts";

/** `whimbrel status`: the full outer join of files and history. */
export function define(command: Command, app: () => App): void {
  command
    .option("--pending", "only what is not simply applied")
    .option("--drift", "also compare the database's schema with what its migrations make")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel status
  whimbrel status --pending
  whimbrel status --drift
  whimbrel status --json | jq '.migrations[] | select(.state == "pending")'`,
    )
    .action((options: StatusOptions) => runStatus(app(), options));
}

/** What `status` may be told. */
export interface StatusOptions {
  readonly pending?: boolean;
  readonly drift?: boolean;
}

/** Compares files and history. */
async function runStatus(app: App, { pending, drift }: StatusOptions): Promise<void> {
  const [status, operations] = await app.use(async (whimbrel) => [
    await whimbrel.status(),
    drift === true ? await driftOf(whimbrel, app.io.signal) : undefined,
  ]);
  const rows = pending === true
    ? status.rows.filter(({ standing }) => standing !== "applied" && standing !== "stamped")
    : status.rows;
  if (app.json) {
    app.printJson({
      database: status.database,
      server: status.server,
      running: status.holder ?? null,
      migrations: rows.map(statusJson),
      ...(operations === undefined ? {} : { drift: operations.map(describe) }),
    });
    return;
  }
  app.say(`${status.server}, ${status.database}`);
  if (status.holder !== undefined) app.say(`running now: ${status.holder.description}`);
  const { printTable } = await import("./table.ts");
  printTable(
    app,
    ["revision", "state", "applied", "name"],
    rows.map((row) => [
      row.revision,
      paint(app, row.standing),
      row.entry?.appliedAt.slice(0, 19).replace("T", " ") ?? "",
      row.name,
    ]),
  );
  app.print(summary(status.rows));
  if (operations === undefined) return;
  app.print(
    operations.length === 0
      ? "The schema is what the applied migrations make"
      : "The schema is not what the applied migrations make; one would have to",
  );
  for (const operation of operations) app.print(`  ${describe(operation)}`);
}

async function driftOf(
  { project }: Whimbrel,
  signal: AbortSignal,
): Promise<readonly Operation[]> {
  const { findDriftOperations } = await import("../project/drift.ts");
  return await findDriftOperations(project, signal);
}

/** A state in its colour. */
export function paint({ colors }: App, standing: Standing): string {
  if (standing === "applied" || standing === "stamped") return colors.green(standing);
  return standing === "pending" ? colors.yellow(standing) : colors.red(standing);
}

function summary(rows: readonly StatusRow[]): string {
  const count = (standings: readonly Standing[]) =>
    rows.filter(({ standing }) => standings.includes(standing)).length;
  const parts = [`${count(["applied", "stamped"])} applied`, `${count(["pending"])} pending`];
  for (const standing of ["changed", "missing", "interrupted"] as const) {
    const found = count([standing]);
    if (found > 0) parts.push(`${found} ${standing}`);
  }
  return parts.join(", ");
}
