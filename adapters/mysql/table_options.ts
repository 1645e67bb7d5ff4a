import type { Options, Partitioning } from "../../core/schema.ts";
import { refused, type Spelling } from "./spelling.ts";

/** Options of one table as clauses: `ENGINE = MyISAM`. */
export function tableOptions(options: Options, spelling: Spelling): readonly string[] {
  return Object.entries(options).map(([name, value]) => optionClause(name, value, spelling));
}

/** The clauses that turn some options into others, without what the columns have to do with it. */
export function changedOptions(from: Options, to: Options, spelling: Spelling): readonly string[] {
  return [
    ...Object.keys(from).filter((name) => !(name in to)).map((name) => resetClause(name, spelling)),
    ...Object.entries(to).filter(([name, value]) => from[name] !== value)
      .map(([name, value]) => optionClause(name, value, spelling)),
  ];
}

/** Whether columns without a collation of their own change with these options. */
export function changesCollation(from: Options, to: Options): boolean {
  return ["charset", "collation"].some((name) => from[name] !== to[name]);
}

function optionClause(name: string, value: string | boolean, { text }: Spelling): string {
  if (name === "strict" || name === "without_rowid") {
    throw refused(`set the table's option "${name}"`, "only SQLite has it");
  }
  if (name === "system_versioning") return value === false ? "" : "WITH SYSTEM VERSIONING";
  const written = typeof value === "boolean" ? value ? "1" : "0" : value;
  return `${word(name)} = ${/^\w+$/.test(written) ? written : text(written)}`;
}

/** Back to what holds where a table says nothing. */
function resetClause(name: string, { defaults }: Spelling): string {
  switch (name) {
    case "engine":
      return `ENGINE = ${defaults?.engine ?? "InnoDB"}`;
    case "system_versioning":
      return "DROP SYSTEM VERSIONING";
    case "row_format":
    case "stats_persistent":
    case "stats_auto_recalc":
    case "stats_sample_pages":
    case "pack_keys":
      return `${word(name)} = DEFAULT`;
    case "charset":
    case "collation":
      if (defaults === undefined) {
        throw refused(
          `take back the table's ${name}`,
          "the database's own one is known only where there is a connection",
          "name the collation that the table is to have",
        );
      }
      return `COLLATE = ${defaults.collation}`;
    case "compression":
    case "connection":
    case "data directory":
      return `${word(name)} = ''`;
    default:
      return `${word(name)} = 0`;
  }
}

function word(name: string): string {
  if (name === "charset") return "CHARACTER SET";
  return name === "collation" ? "COLLATE" : name.toUpperCase();
}

/** PARTITION BY with its partitions. */
export function partitionClause({ by, partitions }: Partitioning, spelling: Spelling): string {
  const numbered = partitions.every(({ name, bounds }, index) =>
    bounds === "" && name === `p${index}`
  );
  if (numbered) return `PARTITION BY ${by} PARTITIONS ${partitions.length}`;
  return `PARTITION BY ${by} (\n  ${partitionList(partitions, spelling)}\n)`;
}

/**
 * The clause that changes how a table is partitioned. Rows move to where they belong, and one that
 * belongs nowhere makes the statement fail: DROP PARTITION, which would delete it, is not used.
 */
export function changedPartitions(
  from: Partitioning | undefined,
  to: Partitioning | undefined,
  spelling: Spelling,
): string {
  if (to === undefined) return "REMOVE PARTITIONING";
  const before = from?.partitions ?? [];
  const added = to.partitions.slice(before.length);
  const appends = from !== undefined && from.by === to.by && added.length > 0 &&
    before.every(({ name, bounds }, index) =>
      to.partitions[index]?.name === name && to.partitions[index]?.bounds === bounds
    ) && added.every(({ bounds }) => bounds !== "");
  return appends
    ? `ADD PARTITION (${partitionList(added, spelling)})`
    : partitionClause(to, spelling);
}

function partitionList(partitions: Partitioning["partitions"], { quote }: Spelling): string {
  return partitions.map(({ name, bounds }) =>
    `PARTITION ${quote(name)}${bounds === "" ? "" : ` ${bounds}`}`
  ).join(",\n  ");
}
