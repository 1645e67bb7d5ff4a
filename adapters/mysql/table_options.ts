import type { Options, Partitioning } from "../../core/schema.ts";
import { refused, type Spelling } from "./spelling.ts";

/** Options of one table as clauses: `ENGINE = MyISAM`; without periods, which stand among its columns. */
export function tableOptions(options: Options, spelling: Spelling): readonly string[] {
  return Object.entries(options).filter(([name]) => !isPeriod(name))
    .map(([name, value]) => optionClause(name, value, spelling));
}

/** The option under which a table has a period of MariaDB: `` `p` (`since`, `until`) ``. */
export function periodOption(name: string): string {
  return name.toLowerCase() === "system_time" ? "period of system time" : "period";
}

function isPeriod(option: string): boolean {
  return option.startsWith("period");
}

/** Periods as they stand among the columns of a table. */
export function periodClauses(options: Options): readonly string[] {
  return Object.entries(options).filter(([name]) => isPeriod(name))
    .map(([, columns]) => `PERIOD FOR ${columns}`);
}

/** The clauses that turn some options into others, without what the columns have to do with it. */
export function changedOptions(from: Options, to: Options, spelling: Spelling): readonly string[] {
  const others = new Set(Object.keys(to).map((name) => name.toLowerCase()));
  const periods = (one: Options, other: Options) =>
    periodClauses(one).filter((period) => !periodClauses(other).includes(period));
  return [
    ...periods(from, to).map((period) => `DROP ${period.replace(/ \(.*$/, "")}`),
    ...Object.keys(from).filter((name) => !isPeriod(name) && !others.has(name.toLowerCase()))
      .map((name) => resetClause(name, spelling)),
    ...periods(to, from).map((period) => `ADD ${period}`),
    ...Object.entries(to).filter(([name, value]) => !isPeriod(name) && from[name] !== value)
      .map(([name, value]) => optionClause(name, value, spelling)),
  ];
}

/** Whether columns without a collation of their own change with these options. */
export function changesCollation(from: Options, to: Options): boolean {
  return ["charset", "collation"].some((name) => from[name] !== to[name]);
}

/** Options whose value has to be a string. */
const strings = new Set([
  "compression",
  "connection",
  "encryption",
  "engine_attribute",
  "secondary_engine_attribute",
]);

function optionClause(name: string, value: string | boolean, spelling: Spelling): string {
  if (name === "strict" || name === "without_rowid") {
    throw refused(`set the table's option "${name}"`, "only SQLite has it");
  }
  if (name === "system_versioning") return value === false ? "" : "WITH SYSTEM VERSIONING";
  const written = typeof value === "boolean" ? value ? "1" : "0" : value;
  const isBare = /^\w+$/.test(written) && !strings.has(name);
  return `${word(name, spelling)} = ${isBare ? written : spelling.text(written)}`;
}

/** Back to what holds where a table says nothing. */
function resetClause(name: string, spelling: Spelling): string {
  const { defaults, mariadb } = spelling;
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
    case "transactional":
    case "page_checksum":
      return `${word(name, spelling)} = DEFAULT`;
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
      return `${word(name, spelling)} = ''`;
    default:
      return `${word(name, spelling)} = ${mariadb && !standard.has(name) ? "DEFAULT" : "0"}`;
  }
}

/** Options that tables of every engine take; on MariaDB others are the engine's own. */
const standard = new Set(
  ("autoextend_size avg_row_length checksum compression connection delay_key_write encryption " +
    "engine insert_method key_block_size max_rows min_rows pack_keys page_checksum row_format " +
    "sequence stats_auto_recalc stats_persistent stats_sample_pages transactional").split(" "),
);

function word(name: string, { mariadb, quote }: Spelling): string {
  if (name === "charset") return "CHARACTER SET";
  if (name === "collation") return "COLLATE";
  return mariadb && !standard.has(name) && /^\w+$/.test(name) ? quote(name) : name.toUpperCase();
}

/** PARTITION BY with its partitions. */
export function partitionClause({ by, partitions }: Partitioning, spelling: Spelling): string {
  if (partitions.length === 0) return `PARTITION BY ${by}`;
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
