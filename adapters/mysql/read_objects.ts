import type { Row } from "../../core/adapter.ts";
import { compare } from "../../core/schema_order.ts";
import type { Dependency, OpaqueObject, Sequence } from "../../core/schema.ts";
import { isAbsent, showCreate } from "./digest.ts";
import { namesIn, relationNamesIn } from "./expression.ts";
import { withoutDatabase } from "./qualifier.ts";
import { text } from "./row.ts";
import { parseSequence } from "./sequence.ts";
import { withPlace } from "./trigger_order.ts";
import type { MysqlSession } from "./session.ts";

/** A table or object whose definition is still to be asked for. */
export interface NamedObject {
  /** `table`, `view`, `trigger`, `procedure`, `function`, `event`, `sequence`, `package`. */
  readonly kind: string;
  readonly name: string;
  /** The table that a trigger is on. */
  readonly table?: string;
  /** The trigger of the same event behind which a trigger runs. */
  readonly follows?: string;
}

/** What the definitions of a database's objects say. */
export interface ObjectDefinitions {
  readonly objects: readonly OpaqueObject[];
  readonly sequences: readonly Sequence[];
}

/**
 * Reads objects out of their definitions as the server writes them. Those without one are left out.
 *
 * @param tables names that definitions may refer to, beside the objects themselves.
 */
export function readObjects(
  named: readonly NamedObject[],
  { definitions, tables, database, quote }: {
    readonly definitions: ReadonlyMap<NamedObject, string>;
    readonly tables: readonly string[];
    readonly database: string;
    readonly quote: (name: string) => string;
  },
): ObjectDefinitions {
  const sequences = named.filter(({ kind }) => kind === "sequence");
  const targets = new Map<string, Dependency>([
    ...named.filter(({ kind }) => kind !== "trigger" && kind !== "event")
      .map(({ kind, name }) => [name, { kind, name }] as const),
    ...tables.map((name) => [name, { kind: "table", name }] as const),
  ]);
  return {
    sequences: sequences.flatMap((sequence) => {
      const definition = definitions.get(sequence);
      return definition === undefined ? [] : [parseSequence(sequence.name, definition)];
    }),
    objects: named.filter(({ kind }) => kind !== "sequence").flatMap((object) => {
      const definition = definitions.get(object);
      if (definition === undefined) return [];
      const text = withoutDatabase(withoutDefiner(definition), database);
      return [opaque(object, text, { targets, quote })];
    }),
  };
}

/**
 * Asks for the definitions of tables and objects as the server writes them, in one round trip. Those
 * that the account may not see, or that went meanwhile, are left out.
 *
 * @throws {StatementError}
 */
export async function readDefinitions(
  { attempt, dialect }: Pick<MysqlSession, "attempt" | "dialect">,
  named: readonly NamedObject[],
): Promise<ReadonlyMap<NamedObject, string>> {
  const found = new Map<NamedObject, string>();
  let rest = named;
  while (rest.length > 0) {
    const { rows, error } = await attempt(
      rest.map(({ kind, name }) => showCreate(dialect, { kind, parts: [name] })),
    );
    for (const [index, [row]] of rows.entries()) {
      const definition = definitionIn(row);
      if (definition !== undefined) found.set(rest[index]!, definition);
    }
    if (error === undefined) break;
    if (!isAbsent(error) && !hidden.has(error.serverCode ?? "")) throw error;
    rest = rest.slice(rows.length + 1);
  }
  return found;
}

/** Server errors by which a definition is kept from an account. */
const hidden = new Set(["1044", "1142", "1143", "1227", "1370"]);

/** MySQL keeps the terminator of a body that came in one request with other statements. */
function definitionIn(row: Row | undefined): string | undefined {
  const column = Object.keys(row ?? {}).find((name) =>
    /^(?:sql original statement|create (?!d$).+)$/i.test(name)
  );
  return column === undefined ? undefined : text(row, column)?.replace(/[\s;]+$/, "");
}

function opaque(
  { kind, name, table, follows }: NamedObject,
  definition: string,
  { targets, quote }: {
    readonly targets: ReadonlyMap<string, Dependency>;
    readonly quote: (name: string) => string;
  },
): OpaqueObject {
  const names = kind === "view" ? relationNamesIn(definition) : namesIn(definition);
  const dependsOn = [...names].flatMap((word) => {
    const target = targets.get(word);
    return target === undefined || target.kind === kind && target.name === name ? [] : [target];
  });
  if (follows !== undefined) dependsOn.push({ kind: "trigger", name: follows });
  return {
    kind,
    name,
    ...(table === undefined ? {} : { table: { name: table } }),
    definition: follows === undefined
      ? definition
      : withPlace(definition, `FOLLOWS ${quote(follows)}`),
    dependsOn: dependsOn.sort((one, other) => compare(one.name, other.name)),
  };
}

/**
 * Takes out who made it, because who runs the migration makes it anew, and what a view has anyway:
 * `ALGORITHM=UNDEFINED`, `SQL SECURITY DEFINER`.
 */
function withoutDefiner(definition: string): string {
  return definition.replace(
    head,
    (_head, algorithm = "", security = "") =>
      `CREATE ${/undefined/i.test(algorithm) ? "" : algorithm}${
        /definer/i.test(security) ? "" : security
      }`,
  );
}

const account = "(?:`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[\\w.%-]+)";
const head = new RegExp(
  `^CREATE (ALGORITHM=\\w+ )?DEFINER\\s*=\\s*${account}(?:@${account})? (SQL SECURITY \\w+ )?`,
  "i",
);
