import { type Session, StatementError, type StoreTables } from "../../core/adapter.ts";
import { WhimbrelError } from "../../core/errors.ts";
import { generated } from "../../core/statement.ts";
import { type MysqlSession, own } from "./session.ts";

/**
 * Refuses a server on which nothing can be applied: one that is read-only (which the servers
 * themselves do not tell an administrator), and a database in which no table may be made.
 *
 * @throws {WhimbrelError} `preflight`.
 */
export async function preflight(given: Session, tables: StoreTables): Promise<void> {
  const session = own(given);
  const { dialect } = session;
  // The server checks a statement that is prepared against the account's rights.
  const probes = Object.values(tables).map((name) => {
    const probe = `CREATE TABLE IF NOT EXISTS ${dialect.quote(name)} (id int)`;
    return generated(`PREPARE whimbrel_probe FROM ${dialect.literal(probe)}`);
  });
  const { rows, error } = await session.attempt([
    generated(
      `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('${readOnlySettings.join("', '")}') ` +
        "AND Value NOT IN ('OFF', '0', 'NO_LOCK')",
    ),
    ...probes,
    generated("DEALLOCATE PREPARE whimbrel_probe"),
  ]);
  const found = (rows[0] ?? []).map((row) => String(row["Variable_name"]));
  const setting = readOnlySettings.find((name) => found.includes(name));
  if (setting !== undefined) throw await readOnlyError(session, setting);
  if (error !== undefined) throw rightsError(session, error);
}

/** The strictest first. */
const readOnlySettings = ["innodb_read_only", "super_read_only", "read_only"] as const;

/**
 * Switching `read_only` off switches `super_read_only` off as well
 * (https://dev.mysql.com/doc/refman/9.4/en/server-system-variables.html#sysvar_super_read_only).
 */
const waysOut: Readonly<Record<(typeof readOnlySettings)[number], string>> = {
  innodb_read_only: "start it without --innodb-read-only",
  super_read_only: "let an administrator run: SET GLOBAL read_only = OFF",
  read_only: "let an administrator run: SET GLOBAL read_only = OFF",
};

async function readOnlyError(
  session: MysqlSession,
  setting: keyof typeof waysOut,
): Promise<WhimbrelError> {
  const source = await sourceOf(session);
  return new WhimbrelError(
    "preflight",
    `Cannot change database "${session.database}": the server is read-only (${setting})`,
    {
      notes: source === undefined ? [] : [`it is a replica of ${source}`],
      hint: source === undefined
        ? `use the primary server, or ${waysOut[setting]}`
        : `use ${source}`,
    },
  );
}

/** Where a replica gets its changes from, as far as the account may know. */
async function sourceOf({ facts, run }: MysqlSession): Promise<string | undefined> {
  const [major, minor] = facts.release;
  const replica = facts.isMariadb || major > 8 || major === 8 && minor >= 4;
  try {
    const [rows = []] = await run([
      generated(replica ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS"),
    ]);
    const [row] = rows;
    const host = row?.["Source_Host"] ?? row?.["Master_Host"];
    if (host === undefined || host === null) return undefined;
    return `${host}:${row?.["Source_Port"] ?? row?.["Master_Port"]}`;
  } catch (error) {
    if (error instanceof StatementError && !error.connectionLost) return undefined;
    throw error;
  }
}

const missingRights = new Set(["1044", "1049", "1142"]);

function rightsError({ database }: MysqlSession, error: StatementError): Error {
  if (!missingRights.has(error.serverCode ?? "")) return error;
  return new WhimbrelError("preflight", `Cannot make tables in "${database}": ${error.message}`, {
    serverCode: error.serverCode!,
    hint: "let an administrator grant the rights to create, alter and drop tables",
    cause: error,
  });
}
