import type { Options } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { refused } from "./words.ts";

/**
 * Options of a table that are no storage parameters, by the names that they have in the schema:
 * `unlogged`, `tablespace`, `access_method`, `row_level_security`, `force_row_level_security`,
 * `replica_identity` (`full`, `nothing`), `replica_identity_index` and `cluster_index`.
 */
const clauses: Readonly<Record<string, (value: string | boolean | undefined) => string>> = {
  unlogged: (value) => value === true ? "SET UNLOGGED" : "SET LOGGED",
  tablespace: (value) => `SET TABLESPACE ${quote(String(value ?? "pg_default"))}`,
  access_method: (value) => `SET ACCESS METHOD ${quote(String(value ?? "heap"))}`,
  row_level_security: (value) => `${value === true ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`,
  force_row_level_security: (value) => `${value === true ? "" : "NO "}FORCE ROW LEVEL SECURITY`,
  replica_identity: (value) =>
    `REPLICA IDENTITY ${value === "full" || value === "nothing" ? value.toUpperCase() : "DEFAULT"}`,
  replica_identity_index: (value) =>
    value === undefined
      ? "REPLICA IDENTITY DEFAULT"
      : `REPLICA IDENTITY USING INDEX ${quote(String(value))}`,
  cluster_index: (value) =>
    value === undefined ? "SET WITHOUT CLUSTER" : `CLUSTER ON ${quote(String(value))}`,
};

/** The options of a table that CREATE TABLE takes in words of their own. */
const inCreate: ReadonlySet<string> = new Set(["unlogged", "tablespace", "access_method"]);

/** Options of a table that name one of its indexes, and go with it. */
export const indexOptions: readonly string[] = ["replica_identity_index", "cluster_index"];

/** Storage parameters and the tablespace of a table or an index. */
export function storageOf(options: Options): {
  readonly parameters: Options;
  readonly tablespace: string | undefined;
} {
  const { tablespace } = options;
  return {
    parameters: Object.fromEntries(
      Object.entries(options).filter(([name]) => !(name in clauses)),
    ),
    tablespace: typeof tablespace === "string" ? tablespace : undefined,
  };
}

/** `fillfactor = '70', toast.autovacuum_enabled = 'false'`. */
export function parameterList(parameters: Options): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${parameterName(name)} = ${literal(String(value))}`)
    .join(", ");
}

/** `RESET (...)` and `SET (...)` from some parameters to others. */
export function changeParameters(from: Options, to: Options): readonly string[] {
  const changed = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => from[name] !== to[name]);
  const gone = changed.filter((name) => to[name] === undefined).map(parameterName);
  const set = changed.filter((name) => to[name] !== undefined);
  return [
    ...(gone.length === 0 ? [] : [`RESET (${gone.join(", ")})`]),
    ...(set.length === 0
      ? []
      : [`SET (${parameterList(Object.fromEntries(set.map((name) => [name, to[name]!])))})`]),
  ];
}

function parameterName(name: string): string {
  if (/^[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)?$/.test(name)) return name;
  throw refused(
    `set an option "${name}"`,
    "options have the names of storage parameters: `fillfactor`",
  );
}

/** Clauses of ALTER TABLE that put in force what CREATE TABLE cannot say. */
export function laterOptions(options: Options): readonly string[] {
  return Object.entries(options)
    .filter(([name]) => name in clauses && !inCreate.has(name))
    .map(([name, value]) => clauses[name]!(value));
}

/** Clauses of ALTER TABLE from some options to others, but for those of {@linkcode changeToastOptions}. */
export function changeOptions(from: Options, to: Options): readonly string[] {
  const changed = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((name) => from[name] !== to[name] && name in clauses);
  // A replica identity taken away must not undo the one that takes its place.
  const words = changed
    .sort((one, other) => Number(to[one] !== undefined) - Number(to[other] !== undefined));
  const ofTable = (name: string) => !(name in clauses) && !isToast(name);
  return [
    ...changeParameters(only(from, ofTable), only(to, ofTable)),
    ...words.map((name) => clauses[name]!(to[name])),
  ];
}

/** Clauses for the table that keeps large values, which is there only after columns have them. */
export function changeToastOptions(from: Options, to: Options): readonly string[] {
  return changeParameters(only(from, isToast), only(to, isToast));
}

function isToast(name: string): boolean {
  return name.startsWith("toast.");
}

function only(options: Options, isMeant: (name: string) => boolean): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => isMeant(name)));
}
