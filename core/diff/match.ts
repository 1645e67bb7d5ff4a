import { applyAll } from "../apply.ts";
import { type ColumnStep, renameColumns, renameTables } from "../apply_rename.ts";
import type { Operation } from "../operation.ts";
import type { Renames } from "../rename/renames.ts";
import {
  nameOf,
  type QualifiedName,
  sameName,
  type Schema,
  type Sequence,
  type Table,
  type TableName,
} from "../schema.ts";
import { byKey, keyOf } from "./names.ts";
import { orderRenames, type RenameStep } from "./plan_renames.ts";
import type { Rules } from "./traits.ts";

/** A table that stays. */
export interface TablePair {
  /** As it was at first. */
  readonly from: Table;
  /** After all renames, with the name of `to`. */
  readonly middle: Table;
  readonly to: Table;
}

/** Which tables are the same ones, and the renames that bring both sides under the same names. */
export interface Matching {
  readonly renames: readonly Operation[];
  /** The schema after the renames. */
  readonly middle: Schema;
  readonly pairs: readonly TablePair[];
  readonly created: readonly Table[];
  readonly doomed: readonly { readonly from: Table; readonly middle: Table }[];
}

/** Matches two schemas by their names and the renames that were decided on. */
export function matchSchemas(from: Schema, to: Schema, options: {
  readonly renames: Renames;
  readonly rules: Rules;
}): Matching {
  const enumSteps = renameEnums(from, to, options.renames)
    .map((step): Operation => ({ kind: "rename_enum", ...step }));
  const { partners, steps } = matchTables(from, to, options);
  const typed = enumSteps.length === 0 ? from : applyAll(from, enumSteps);
  const finals = finalNames(steps);
  const named = steps.length === 0 ? typed : renameTables(typed, (name) => finals.get(keyOf(name)));
  const namedByKey = byKey(named.tables);
  const chosen = Map.groupBy(options.renames.columns, ({ table }) => keyOf(table));
  const columnSteps = new Map<string, readonly ColumnStep[]>();
  for (const partner of partners.values()) {
    const key = keyOf(partner);
    const list = renameColumnsOf(namedByKey.get(key)!, partner, {
      renames: chosen.get(key) ?? [],
      rules: options.rules,
    });
    if (list.length > 0) columnSteps.set(key, list);
  }
  const renamed = columnSteps.size === 0
    ? named
    : renameColumns(named, (name) => columnSteps.get(keyOf(name)) ?? []);
  const sequenceSteps = renameSequences(renamed, to);
  const middle = sequenceSteps.length === 0 ? renamed : applyAll(renamed, sequenceSteps);
  const middleByKey = byKey(middle.tables);
  const taken = new Set(partners.values());
  return {
    renames: [
      ...enumSteps,
      ...steps.map((step): Operation => ({ kind: "rename_table", ...step })),
      ...[...columnSteps.values()].flat(),
      ...sequenceSteps,
    ],
    middle,
    pairs: from.tables.flatMap((table) => {
      const partner = partners.get(table);
      return partner === undefined
        ? []
        : [{ from: table, middle: middleByKey.get(keyOf(partner))!, to: partner }];
    }),
    created: to.tables.filter((table) => !taken.has(table)),
    doomed: from.tables.filter((table) => !partners.has(table)).map((table) => ({
      from: table,
      middle: middleByKey.get(keyOf(finals.get(keyOf(table)) ?? table))!,
    })),
  };
}

/** Sequences whose column stays and calls them by another name now: they keep where they stand. */
function renameSequences(from: Schema, to: Schema): readonly Operation[] {
  const owner = ({ ownedBy }: Sequence) =>
    ownedBy === undefined ? undefined : JSON.stringify([keyOf(ownedBy.table), ownedBy.column]);
  const [before, after] = [byKey(from.sequences), byKey(to.sequences)];
  const orphans = from.sequences.filter((one) =>
    owner(one) !== undefined && !after.has(keyOf(one))
  );
  if (orphans.length === 0) return [];
  const wanted = new Map(
    to.sequences.filter((one) => !before.has(keyOf(one))).map((one) => [owner(one), one]),
  );
  return orphans.flatMap((one): readonly Operation[] => {
    const other = wanted.get(owner(one));
    if (other === undefined || other.schema !== one.schema) return [];
    return [{ kind: "rename_sequence", from: nameOf(one), to: nameOf(other) }];
  });
}

/** What tables are called after some steps, by what they are called before. */
function finalNames(steps: readonly RenameStep<TableName>[]): ReadonlyMap<string, TableName> {
  const finals = new Map<string, TableName>();
  /** Tables by what they are called so far. */
  const origins = new Map<string, string>();
  for (const { from, to } of steps) {
    const origin = origins.get(keyOf(from)) ?? keyOf(from);
    origins.delete(keyOf(from));
    origins.set(keyOf(to), origin);
    finals.set(origin, to);
  }
  return finals;
}

interface TableMatching {
  /** Tables of `from` with what they become. */
  readonly partners: ReadonlyMap<Table, Table>;
  readonly steps: readonly RenameStep<TableName>[];
}

function matchTables(from: Schema, to: Schema, { renames, rules }: {
  readonly renames: Renames;
  readonly rules: Rules;
}): TableMatching {
  const fold = (name: TableName) => keyOf({ ...nameOf(name), name: rules.foldTable(name.name) });
  const chosen = new Map(renames.tables.map((rename) => [keyOf(rename.from), rename.to]));
  const given = new Set(renames.tables.map((rename) => keyOf(rename.to)));
  const byName = byKey(to.tables);
  const byFolded = new Map(to.tables.map((table) => [fold(table), table]));
  const before = byKey(from.tables);
  const alike = (table: Table): Table | undefined => {
    const found = byFolded.get(fold(table));
    return found === undefined || before.has(keyOf(found)) ? undefined : found;
  };
  const partners = new Map<Table, Table>();
  for (const table of from.tables) {
    const choice = chosen.get(keyOf(table));
    const found = choice === undefined
      ? byName.get(keyOf(table)) ?? alike(table)
      : byName.get(keyOf(choice));
    if (found === undefined || choice === undefined && given.has(keyOf(found))) continue;
    partners.set(table, found);
  }
  const becomes = new Set(partners.values());
  const used = new Set(
    [...from.tables, ...to.tables, ...allOthers(from), ...allOthers(to)].map(fold),
  );
  const steps = orderRenames<TableName>({
    renames: [...partners].filter(([one, other]) => !sameName(one, other))
      .map(([one, other]) => ({ from: nameOf(one), to: nameOf(other) })),
    taken: from.tables.map(nameOf),
    wanted: to.tables.filter((table) => !becomes.has(table)).map(nameOf),
  }, {
    key: fold,
    called: (name, text) => ({ ...name, name: text }),
    text: ({ name }) => name,
    isUsed: (name) => used.has(fold(name)),
  });
  return { partners, steps };
}

/** What may share the names of tables. */
export function allOthers(schema: Schema): readonly QualifiedName[] {
  return [
    ...schema.enums,
    ...schema.sequences,
    ...schema.domains,
    ...schema.composites,
    ...schema.objects,
  ];
}

function renameEnums(
  from: Schema,
  to: Schema,
  { enums = [] }: Renames,
): readonly RenameStep<QualifiedName>[] {
  const chosen = new Set(enums.map((rename) => keyOf(rename.from)));
  const given = new Set(enums.map((rename) => keyOf(rename.to)));
  const kept = byKey(to.enums.filter((type) => !given.has(keyOf(type))));
  const stays = (type: QualifiedName) => !chosen.has(keyOf(type)) && kept.has(keyOf(type));
  const stayed = new Set(from.enums.filter(stays).map(keyOf));
  const types = [...to.enums, ...to.domains, ...to.composites];
  const used = new Set([...from.enums, ...allOthers(from), ...types].map(keyOf));
  return orderRenames<QualifiedName>({
    renames: enums.map((rename) => ({ from: nameOf(rename.from), to: nameOf(rename.to) })),
    taken: from.enums.map(nameOf),
    wanted: types.filter((type) => !stayed.has(keyOf(type)) && !given.has(keyOf(type)))
      .map(nameOf),
  }, {
    key: keyOf,
    called: (name, text) => ({ ...name, name: text }),
    text: ({ name }) => name,
    isUsed: (name) => used.has(keyOf(name)),
  });
}

function renameColumnsOf(middle: Table, to: Table, { renames: own, rules }: {
  readonly renames: Renames["columns"];
  readonly rules: Rules;
}): readonly ColumnStep[] {
  if (own.length === 0 && sameNames(middle.columns, to.columns)) return [];
  const chosen = new Map(own.map((rename) => [rename.from, rename.to]));
  const given = new Set(own.map((rename) => rename.to));
  const byFolded = new Map(to.columns.map(({ name }) => [rules.foldColumn(name), name]));
  const exact = new Set(to.columns.map(({ name }) => name));
  const before = new Set(middle.columns.map(({ name }) => name));
  const alike = (name: string): string | undefined => {
    const found = byFolded.get(rules.foldColumn(name));
    return found === undefined || before.has(found) ? undefined : found;
  };
  const becomes = (name: string): string | undefined => {
    const choice = chosen.get(name);
    if (choice !== undefined) return choice;
    const found = exact.has(name) ? name : alike(name);
    return found === undefined || given.has(found) ? undefined : found;
  };
  const kept = new Map(
    middle.columns.flatMap(({ name }) => {
      const other = becomes(name);
      return other === undefined ? [] : [[name, other] as const];
    }),
  );
  const targets = new Set(kept.values());
  const used = new Set(
    [...middle.columns, ...to.columns].map(({ name }) => rules.foldColumn(name)),
  );
  return orderRenames<string>({
    renames: [...kept].filter(([one, other]) => one !== other)
      .map(([one, other]) => ({ from: one, to: other })),
    taken: middle.columns.map(({ name }) => name),
    wanted: to.columns.map(({ name }) => name).filter((name) => !targets.has(name)),
  }, {
    key: rules.foldColumn,
    called: (_name, text) => text,
    text: (name) => name,
    isUsed: (name) => used.has(rules.foldColumn(name)),
  }).map((step) => ({ kind: "rename_column", table: nameOf(to), ...step }));
}

/** Whether columns are called the same, one after the other. */
function sameNames(one: Table["columns"], other: Table["columns"]): boolean {
  return one.length === other.length &&
    one.every(({ name }, index) => name === other[index]!.name);
}
