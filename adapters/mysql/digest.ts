import type { Dialect, Digest, Row, Session, StatementError } from "../../core/adapter.ts";
import { sha256 } from "../../core/checksum.ts";
import {
  generated,
  type ObjectName,
  type Statement,
  type StatementTraits,
} from "../../core/statement.ts";
import { own } from "./session.ts";

/** Whether a SHOW CREATE failed because there is no such thing. */
export function isAbsent(error: StatementError): boolean {
  return absent.has(error.serverCode ?? "");
}

const absent = new Set([
  "1049", // database
  "1133", // user, MariaDB
  "1146", // table, view, sequence
  "1305", // procedure, function, package
  "1347", // a table that is not a view, or not a sequence
  "1360", // trigger
  "1396", // user, MySQL
  "1539", // event
  "4089", // a table that is not a sequence
]);

/**
 * The words behind SHOW CREATE for a kind of object; others cannot be observed. An index is a part
 * of its table, which its statements name, too.
 */
const shown: Readonly<Record<string, string>> = {
  table: "TABLE",
  view: "VIEW",
  sequence: "SEQUENCE",
  trigger: "TRIGGER",
  procedure: "PROCEDURE",
  function: "FUNCTION",
  package: "PACKAGE",
  "package body": "PACKAGE BODY",
  event: "EVENT",
  database: "DATABASE",
  schema: "DATABASE",
  user: "USER",
};

/**
 * Hashes of what SHOW CREATE says of the objects that a statement names, in one round trip, and one
 * more for each missing one that is not the last. Waits while another session changes one of them.
 * An object whose definition the account may not see is left out.
 *
 * @throws {StatementError}
 */
export async function digest(
  session: Session,
  { objects }: Pick<StatementTraits, "objects">,
): Promise<Digest> {
  const { attempt, dialect } = own(session);
  const result: Record<string, string | null> = {};
  let rest = objects.filter(({ kind }) => shown[kind] !== undefined);
  while (rest.length > 0) {
    const { rows, error } = await attempt(rest.map((object) => showCreate(dialect, object)));
    rows.forEach(([row = {}], index) => {
      const hash = hashOf(row);
      if (hash !== undefined) result[keyOf(rest[index]!)] = hash;
    });
    if (error === undefined) break;
    if (!isAbsent(error)) throw error;
    result[keyOf(rest[rows.length]!)] = null;
    rest = rest.slice(rows.length + 1);
  }
  return result;
}

/** The statement that shows the definition of an object of a kind that can be observed. */
export function showCreate(dialect: Dialect, { kind, parts }: ObjectName): Statement {
  const name = kind === "user"
    ? parts.map((part) => dialect.literal(part)).join("@")
    : dialect.quote(parts);
  return generated(`SHOW CREATE ${shown[kind]} ${name}`);
}

/** Undefined where the account may not see the definition: routines show NULL then. */
function hashOf(row: Row): string | undefined {
  const definitions = Object.keys(row).filter((column) =>
    /^(?:create|sql original) /i.test(column)
  );
  if (!definitions.every((column) => typeof row[column] === "string")) return undefined;
  // How many rows were inserted is not the table's definition.
  const values = Object.values(row)
    .map((value) => String(value).replace(/^(\).*?)AUTO_INCREMENT=\d+ ?/m, "$1"));
  return sha256(JSON.stringify(values));
}

function keyOf({ kind, parts }: ObjectName): string {
  return `${kind} ${parts.join(".")}`;
}
