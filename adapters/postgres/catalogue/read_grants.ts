import type { Row } from "../../../core/adapter.ts";
import type { Dependency, OpaqueObject, QualifiedName } from "../../../core/schema.ts";
import { nameInStatements } from "../ddl/object.ts";
import { quote } from "../quoting.ts";
import { spell } from "../ddl/words.ts";
import { isMade, type Names } from "./names.ts";
import { list, text } from "./row.ts";

/** Rows of rights, and those of what they are on that has no name among the others. */
export interface GrantRows {
  readonly namespaces: readonly Row[];
  readonly relations: readonly Row[];
  readonly sequences: readonly Row[];
  readonly routines: readonly Row[];
  readonly grants: readonly Row[];
  readonly defaultPrivileges: readonly Row[];
}

/** What rights are on. */
interface Target {
  /** As GRANT spells it: `TABLE "users"`. */
  readonly spelled: string;
  /** As a name of the right has it, which tells columns apart. */
  readonly name: string;
  /** What stands before GRANT where rights are given to what is made later. */
  readonly start?: string;
  readonly table?: QualifiedName;
  readonly dependsOn: readonly Dependency[];
  /** The rights that everybody has without a word. */
  readonly usual: readonly string[];
}

type Privilege = readonly [name: string, isGrantable: boolean];

/** Rights of one grantee on one target, as they come from the server. */
interface Rights {
  readonly row: Row;
  readonly target: Target;
  readonly grantee: string;
  readonly privileges: readonly Privilege[];
  /** The column that they are on, where they are on one. */
  readonly column?: string;
}

/**
 * Reads what others than the owners may do, now and with what is made later: an object for each target
 * and grantee, one more for what may be handed on, and one for what everybody would be allowed without
 * a word and is not.
 */
export function readGrants(rows: GrantRows, names: Names): readonly OpaqueObject[] {
  const find = targetFinder(rows, names);
  const rights = rows.grants.flatMap((row): readonly Rights[] => {
    const target = find(row);
    return target === undefined ? [] : [rightsOf(row, target)];
  });
  const ofTables = new Map(
    rights.filter(({ column }) => column === undefined).map((each) => [keyOf(each), each]),
  );
  const given = rights.flatMap((each) => {
    if (each.column === undefined) return [...grantsOf(each), ...refusalsOf(each)];
    const whole = ofTables.get(keyOf(each));
    return whole === undefined ? grantsOf(each) : grantsOf(withoutCovered(each, whole), whole);
  });
  return [...given, ...readDefaults(rows)];
}

function keyOf({ row, grantee }: Rights): string {
  return `${text(row, "catalogue") === "pg_attribute" ? "pg_class" : text(row, "catalogue")} ${
    text(row, "oid")
  } ${grantee}`;
}

function rightsOf(row: Row, target: Target): Rights {
  return {
    row,
    target,
    grantee: row["grantee"] === null ? "PUBLIC" : quote(text(row, "grantee")),
    privileges: list<Privilege>(row, "privileges"),
    ...(text(row, "column") === "" ? {} : { column: text(row, "column") }),
  };
}

/** A right on the whole table is one on each of its columns, said again or not. */
function withoutCovered(rights: Rights, whole: Rights): Rights {
  const covered = new Map(whole.privileges);
  return {
    ...rights,
    privileges: rights.privileges.filter(([name, isGrantable]) => {
      const hasIt = covered.get(name);
      return hasIt === undefined || isGrantable && !hasIt;
    }),
  };
}

const grantable = " WITH GRANT OPTION";

/** The statement and name of rights that may be handed on, or may not. */
function grantsOf(
  { row, target, grantee, privileges, column }: Rights,
  whole?: Rights,
): readonly OpaqueObject[] {
  const named = (each: Target, option: boolean) =>
    `${each.name} TO ${grantee}${option ? grantable : ""}`;
  // REVOKE takes a right in every form that it was given in, so what is given later comes after it.
  const siblings: string[] = [];
  if (whole !== undefined) {
    for (const option of [true, false]) {
      if (whole.privileges.some((each) => each[1] === option)) {
        siblings.push(named(whole.target, option));
      }
    }
  }
  return [true, false].flatMap((option): readonly OpaqueObject[] => {
    const given = privileges.filter(([name, isGrantable]) =>
      isGrantable === option && (grantee !== "PUBLIC" || !target.usual.includes(name))
    ).map(([name]) => column === undefined ? name : `${name} (${quote(column)})`);
    if (given.length === 0) return [];
    // The word for all means the same on releases that know different ones.
    const isAll = row["is_all"] === true && given.length === privileges.length && given.length > 1;
    const name = named(target, option);
    const dependsOn = [
      ...target.dependsOn,
      ...siblings.map((name) => ({ kind: kindOf(target, "grant"), name })),
    ];
    siblings.push(name);
    const list = isAll ? "ALL" : given.join(", ");
    const right = `GRANT ${list} ON ${target.spelled} TO ${grantee}${option ? grantable : ""}`;
    return [{
      kind: kindOf(target, "grant"),
      name,
      ...(target.table === undefined ? {} : { table: target.table }),
      definition: `${target.start ?? ""}${right}`,
      dependsOn,
    }];
  });
}

/** What PUBLIC may do by itself and was denied. */
function refusalsOf({ target, grantee, privileges }: Rights): readonly OpaqueObject[] {
  const has = new Set(privileges.map(([name]) => name));
  const denied = target.usual.filter((name) => !has.has(name));
  if (grantee !== "PUBLIC" || denied.length === 0) return [];
  return [{
    kind: kindOf(target, "revoke"),
    name: `${target.name} FROM PUBLIC`,
    ...(target.table === undefined ? {} : { table: target.table }),
    definition: `${target.start ?? ""}REVOKE ${denied.join(", ")} ON ${target.spelled} FROM PUBLIC`,
    dependsOn: target.dependsOn,
  }];
}

function kindOf({ start }: Target, kind: string): string {
  return start === undefined ? kind : "default privileges";
}

const plurals: Readonly<Record<string, string>> = {
  r: "TABLES",
  S: "SEQUENCES",
  f: "FUNCTIONS",
  T: "TYPES",
  n: "SCHEMAS",
  L: "LARGE OBJECTS",
};

/** What everybody may do with new things of a class, unless that is said of one schema only. */
const usualOfAll: Readonly<Record<string, readonly string[]>> = { f: ["EXECUTE"], T: ["USAGE"] };

/** What ALTER DEFAULT PRIVILEGES said, without the role's name where it is the one that reads. */
function readDefaults(rows: GrantRows): readonly OpaqueObject[] {
  const made = new Set(rows.namespaces.filter(isMade).map((row) => text(row, "name")));
  return rows.defaultPrivileges.flatMap((row) => {
    const schema = row["schema"] === null ? undefined : text(row, "schema");
    const words = [
      ...(row["is_own"] === true ? [] : [`FOR ROLE ${quote(text(row, "role"))} `]),
      ...(schema === undefined ? [] : [`IN SCHEMA ${quote(schema)} `]),
    ].join("");
    const spelled = plurals[text(row, "class")]!;
    const rights = rightsOf(row, {
      spelled,
      name: `${words}ON ${spelled}`,
      start: `ALTER DEFAULT PRIVILEGES ${words}`,
      dependsOn: schema !== undefined && made.has(schema) ? [{ kind: "schema", name: schema }] : [],
      usual: schema === undefined ? usualOfAll[text(row, "class")] ?? [] : [],
    });
    return [...grantsOf(rights), ...refusalsOf(rights)];
  });
}

/** Finds what a row is on; undefined for what the schema does not hold. */
function targetFinder(
  { namespaces, sequences, routines }: GrantRows,
  names: Names,
): (row: Row) => Target | undefined {
  const byOid = (rows: readonly Row[]) => new Map(rows.map((row) => [Number(row["oid"]), row]));
  const [spaces, numbers, functions] = [namespaces, sequences, routines].map(byOid);
  return (row) => {
    const catalogue = text(row, "catalogue");
    const oid = Number(row["oid"]);
    if (catalogue === "pg_namespace") return namespaceTarget(spaces!.get(oid));
    const sequence = catalogue === "pg_class" ? numbers!.get(oid) : undefined;
    if (sequence !== undefined) return sequenceTarget(sequence, names);
    const isColumn = catalogue === "pg_attribute";
    const needed = names.object(isColumn ? "pg_class" : catalogue, oid);
    if (needed === undefined) return undefined;
    if (catalogue === "pg_proc") return routineTarget(functions!.get(oid)!, needed);
    const { kind, ...name } = needed;
    const target = (spelled: string, usual: readonly string[] = []): Target => ({
      spelled,
      name: spelled,
      dependsOn: [needed],
      usual,
    });
    if (catalogue === "pg_type") {
      return target(`${kind === "domain" ? "DOMAIN" : "TYPE"} ${spell(name)}`, ["USAGE"]);
    }
    if (catalogue !== "pg_class" && !isColumn) {
      return target(`${kind === "server" ? "FOREIGN SERVER" : kind.toUpperCase()} ${spell(name)}`);
    }
    const spelled = `TABLE ${spell(name)}`;
    return {
      ...target(spelled),
      name: isColumn ? `COLUMN ${spell(name)}.${quote(text(row, "column"))}` : spelled,
      table: name,
    };
  };
}

/**
 * Everybody may use the schema `public`. Before release 15 everybody could also make things there,
 * which means nothing on later ones and so is no difference.
 */
function namespaceTarget(row: Row | undefined): Target | undefined {
  if (row === undefined) return undefined;
  const spelled = `SCHEMA ${quote(text(row, "name"))}`;
  return {
    spelled,
    name: spelled,
    dependsOn: isMade(row) ? [{ kind: "schema", name: text(row, "name") }] : [],
    usual: text(row, "name") !== "public" ? [] : ["USAGE"],
  };
}

/** The sequence behind an identity column belongs to its table, and is another one than any before. */
function sequenceTarget(row: Row, names: Names): Target | undefined {
  const name = names.name(text(row, "schema"), text(row, "name"));
  const spelled = `SEQUENCE ${spell(name)}`;
  const owner = row["bond"] === null ? undefined : names.object("pg_class", row["relation"]);
  if (row["bond"] !== null && owner === undefined) return undefined;
  const isIdentity = row["bond"] === "i";
  const needed = isIdentity ? owner! : { kind: "sequence", ...name };
  const { kind: _table, ...table } = owner ?? needed;
  return {
    spelled,
    name: isIdentity ? `IDENTITY ${spell(table)}.${quote(text(row, "column_name"))}` : spelled,
    ...(owner === undefined ? {} : { table }),
    dependsOn: [needed],
    usual: [],
  };
}

function routineTarget(row: Row, routine: Dependency): Target {
  const needed = { ...routine, signature: text(row, "signature") };
  const spelled = nameInStatements({
    ...needed,
    // GRANT has no word for aggregates.
    kind: needed.kind === "aggregate" ? "function" : needed.kind,
    definition: "",
    dependsOn: [],
  });
  return { spelled, name: spelled, dependsOn: [needed], usual: ["EXECUTE"] };
}
