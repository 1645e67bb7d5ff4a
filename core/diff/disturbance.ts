import { nameOf, type OpaqueObject, type Table, type TableName } from "../schema.ts";
import type { TableDelta } from "./delta.ts";
import type { Matching, TablePair } from "./match.ts";
import { keyOf } from "./names.ts";
import type { Disturbance } from "./objects.ts";
import { parentsOf } from "../heirs.ts";
import type { SequencePlan } from "./sequences.ts";
import type { Rules } from "./traits.ts";
import type { TypePlan } from "./types.ts";

/** Finds out under which objects something changes, by the names that they know. */
export function disturbanceOf(
  { pairs, doomed, created, renames }: Matching,
  { deltas, types, sequences, rules }: {
    readonly deltas: readonly TableDelta[];
    readonly types: TypePlan;
    readonly sequences: SequencePlan;
    readonly rules: Rules;
  },
): Disturbance {
  const finalNames = new Map<string, TableName>(
    pairs.map((pair) => [keyOf(pair.from), nameOf(pair.to)]),
  );
  const wanted = new Set([...pairs.map(({ to }) => keyOf(to)), ...created.map(keyOf)]);
  const isRenamed = (key: string) => {
    const name = finalNames.get(key);
    return name !== undefined && keyOf(name) !== key;
  };
  const dropped = new Set(doomed.map((table) => keyOf(table.from)));
  const columns = new Map<string, ColumnNames>(
    pairs.filter(({ from, middle }) => from.columns !== middle.columns)
      .map((pair) => [keyOf(pair.from), renamedColumns(pair)]),
  );
  for (const delta of deltas) {
    const key = keyOf(delta.from);
    const known = columns.get(key) ?? { renamed: new Set(), lost: new Set() };
    columns.set(
      key,
      rules.objectsHold
        ? { ...known, lost: changedColumns(delta) }
        // What reads them no longer must go before them, so that on the way back it comes after them.
        : { ...known, renamed: new Set([...known.renamed, ...goneColumns(delta)]) },
    );
  }
  spreadToParts(columns, pairs.map((pair) => pair.from));
  const typeNames = new Set([
    ...types.unsteady,
    ...renames.flatMap((step) => step.kind === "rename_enum" ? [keyOf(step.from)] : []),
  ]);
  const sequenceNames = new Set(sequences.dropped.map(keyOf));
  return {
    finalName: (table) => finalNames.get(keyOf(table)),
    isDisturbed: (needed, object, isUnchanged) => {
      const key = keyOf(needed);
      switch (needed.kind) {
        case "table": {
          if (dropped.has(key)) return true;
          if (isRenamed(key) && (!isUnchanged || wanted.has(key))) return true;
          const { renamed, lost, reused } = columns.get(key) ?? {};
          return mentions(object, lost) || mentions(object, isUnchanged ? reused : renamed);
        }
        case "enum":
        case "domain":
        case "composite":
          return typeNames.has(key);
        case "sequence":
          return sequenceNames.has(key);
        default:
          return false;
      }
    },
  };
}

/** Names of columns in `from`. */
interface ColumnNames {
  readonly renamed: ReadonlySet<string>;
  /** Those of the renamed whose old names other columns take. */
  readonly reused?: ReadonlySet<string>;
  /** Columns that go, or get another type. */
  readonly lost: ReadonlySet<string>;
}

/** Adds what tables bequeath: a column changes in all tables that have it from another one. */
function spreadToParts(columns: Map<string, ColumnNames>, tables: readonly Table[]): void {
  if (columns.size === 0) return;
  const parts = tables.filter((table) => parentsOf(table).length > 0);
  for (let isSpreading = parts.length > 0; isSpreading;) {
    isSpreading = false;
    for (const table of parts) {
      const key = keyOf(table);
      const own = columns.get(key) ?? { renamed: new Set(), lost: new Set() };
      const lost = new Set([
        ...own.lost,
        ...parentsOf(table).flatMap((parent) => [...columns.get(keyOf(parent))?.lost ?? []]),
      ]);
      if (lost.size === own.lost.size) continue;
      columns.set(key, { ...own, lost });
      isSpreading = true;
    }
  }
}

function renamedColumns(pair: TablePair): ColumnNames {
  const wanted = new Set(pair.to.columns.map(({ name }) => name));
  const renamed = [...namesBefore(pair)].filter(([is, was]) => is !== was).map(([, was]) => was);
  return {
    renamed: new Set(renamed),
    reused: new Set(renamed.filter((name) => wanted.has(name))),
    lost: new Set(),
  };
}

function changedColumns(delta: TableDelta): ReadonlySet<string> {
  const { retyped, remade } = delta.columns;
  const old = namesBefore(delta);
  const names = [...retyped, ...remade.map((change) => change.from.name)];
  return new Set([...goneColumns(delta), ...names.map((name) => old.get(name) ?? name)]);
}

function goneColumns(delta: TableDelta): readonly string[] {
  const old = namesBefore(delta);
  return [...delta.columns.gone].map((name) => old.get(name) ?? name);
}

/** The names of columns before their renames, each of which leaves a column in its place. */
function namesBefore({ from, middle }: TablePair): ReadonlyMap<string, string> {
  if (from.columns === middle.columns) return new Map();
  return new Map(middle.columns.map(({ name }, index) => [name, from.columns[index]!.name]));
}

/** Whether an object may name one of the columns, quoted or not. */
function mentions({ definition }: OpaqueObject, columns: ReadonlySet<string> | undefined): boolean {
  if (columns === undefined || columns.size === 0) return false;
  const words = new Set(definition.toLowerCase().match(/[\p{L}\p{N}_$]+/gu));
  // A name of several words, or with a quote in it, stands there as its words.
  return [...columns].some((name) =>
    (name.toLowerCase().match(/[\p{L}\p{N}_$]+/gu) ?? []).every((word) => words.has(word))
  );
}
