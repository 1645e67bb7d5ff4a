import type { Command } from "commander";
import type { Standing, StatusRow } from "../core/status.ts";
import type { App } from "./app.ts";
import { statusJson } from "./json.ts";

/** `whimbrel status`: the full outer join of files and history. */
export function define(command: Command, app: () => App): void {
  command
    .option("--pending", "only what is not simply applied")
    .addHelpText(
      "after",
      `
Examples:
  whimbrel status
  whimbrel status --pending
  whimbrel status --json | jq '.migrations[] | select(.state == "pending")'`,
    )
    .action((options: { readonly pending?: boolean }) => run(app(), options.pending === true));
}

async function run(app: App, onlyPending: boolean): Promise<void> {
  const status = await app.use((whimbrel) => whimbrel.status());
  const rows = onlyPending
    ? status.rows.filter(({ standing }) => standing !== "applied" && standing !== "stamped")
    : status.rows;
  if (app.json) {
    app.printJson({
      database: status.database,
      server: status.server,
      running: status.holder ?? null,
      migrations: rows.map(statusJson),
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
