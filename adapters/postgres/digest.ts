import type { Digest } from "../../core/adapter.ts";
import { sha256 } from "../../core/checksum.ts";
import { generated, type Statement, type StatementTraits } from "../../core/statement.ts";
import { definition, indexDefinition, indexOf, relation } from "./definitions.ts";
import { literal, quote } from "./quoting.ts";
import type { PostgresSession } from "./session.ts";

const partialMark = "partial:";

/**
 * The state of every object that a statement names, in one round trip. `partial:` stands in front
 * of an index that is not valid, of a table with a partition that is only half detached, and of the
 * leftovers of a `REINDEX CONCURRENTLY`.
 */
export async function digest(session: PostgresSession, traits: StatementTraits): Promise<Digest> {
  const watched = observed(traits);
  if (watched.length === 0) return {};
  const columns = watched.map(({ expression }, index) => `${expression} AS d${index}`);
  const [rows] = await session.run([generated(`SELECT ${columns.join(", ")}`)]);
  return Object.fromEntries(watched.map(({ key }, index) => {
    const text = rows![0]![`d${index}`];
    if (typeof text !== "string") return [key, null];
    const isPartial = text.startsWith(partialMark);
    return [key, `${isPartial ? partialMark : ""}${sha256(text)}`];
  }));
}

/**
 * Statements that take away what an interrupted statement left behind: the invalid index of
 * `CREATE INDEX CONCURRENTLY`, the copies of `REINDEX CONCURRENTLY`; and that finish a
 * `DETACH PARTITION CONCURRENTLY`. `DROP INDEX CONCURRENTLY` just runs again. What another session
 * builds at this moment is left alone.
 */
export async function cleanUp(
  session: PostgresSession,
  traits: StatementTraits,
): Promise<readonly Statement[]> {
  const words = traits.refusesTransaction ?? "";
  const table = traits.objects.find(({ kind }) => kind === "table")?.parts;
  if (words.startsWith("REINDEX")) return await dropIndexes(session, reindexLeftovers);
  if (words.startsWith("CREATE INDEX") && table !== undefined) {
    const index = indexName(traits);
    const condition = index === undefined
      ? `x.indrelid = ${relation(table)}`
      : `x.indexrelid = ${indexOf(index, table)}`;
    return await dropIndexes(session, condition);
  }
  return words.startsWith("ALTER TABLE") && table !== undefined
    ? await finishDetaching(session, table)
    : [];
}

interface Observed {
  readonly key: string;
  readonly expression: string;
}

function observed(traits: StatementTraits): readonly Observed[] {
  const words = traits.refusesTransaction ?? "";
  if (words.startsWith("REINDEX")) {
    return [{ key: "copies of indexes", expression: namesOf(reindexLeftovers) }];
  }
  const table = traits.objects.find(({ kind }) => kind === "table")?.parts;
  const found: Observed[] = [];
  for (const object of traits.objects) {
    const index = object.kind === "index" && object.parts.length === 1
      ? object.parts[0]
      : undefined;
    const expression = table !== undefined && index !== undefined
      ? indexDefinition(indexOf(index, table))
      : definition(object);
    if (expression !== undefined) {
      found.push({ key: `${object.kind} ${object.parts.join(".")}`, expression });
    }
  }
  const [only] = found;
  // An index that the server names itself can only be found as one that is not valid.
  if (words.startsWith("CREATE INDEX") && table !== undefined && found.length === 1) {
    const unfinished = namesOf(`x.indrelid = ${relation(table)}`);
    return [{ key: only!.key, expression: `coalesce(${unfinished}, ${only!.expression})` }];
  }
  return found;
}

function indexName({ objects }: StatementTraits): string | undefined {
  return objects.find(({ kind }) => kind === "index")?.parts.at(-1);
}

/** The names that the server gives to the copies it makes. */
const reindexLeftovers = "c.relname ~ '_cc(new|old)[0-9]*$'";

/** Indexes that are not valid and that nobody builds now: `c`, with `x` and the schema `n`. */
function unusable(condition: string): string {
  return "FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_class AS c ON c.oid = x.indexrelid " +
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace " +
    `WHERE NOT x.indisvalid AND c.relkind = 'i' AND ${condition} AND NOT EXISTS (` +
    "SELECT 1 FROM pg_catalog.pg_stat_progress_create_index AS p " +
    "WHERE p.index_relid = x.indexrelid AND p.pid <> pg_backend_pid())";
}

function namesOf(condition: string): string {
  return `(SELECT ${literal(partialMark)} || string_agg(n.nspname || '.' || c.relname, ' ' ` +
    `ORDER BY c.oid) ${unusable(condition)})`;
}

async function dropIndexes(
  session: PostgresSession,
  condition: string,
): Promise<readonly Statement[]> {
  const [rows] = await session.run([
    generated(
      `SELECT n.nspname AS schema, c.relname AS name ${unusable(condition)} ORDER BY c.oid`,
    ),
  ]);
  return rows!.map((row) =>
    generated(
      `DROP INDEX CONCURRENTLY ${quote([String(row["schema"]), String(row["name"])])}`,
    )
  );
}

async function finishDetaching(
  session: PostgresSession,
  table: readonly string[],
): Promise<readonly Statement[]> {
  const [rows] = await session.run([
    generated(
      "SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_inherits AS h " +
        "JOIN pg_catalog.pg_class AS c ON c.oid = h.inhrelid " +
        "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace " +
        `WHERE h.inhparent = ${relation(table)} AND to_json(h) ->> 'inhdetachpending' = 'true'`,
    ),
  ]);
  return rows!.map((row) =>
    generated(
      `ALTER TABLE ${quote(table)} DETACH PARTITION ${
        quote([String(row["schema"]), String(row["name"])])
      } FINALIZE`,
    )
  );
}
