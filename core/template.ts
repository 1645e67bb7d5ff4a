import { WhimbrelError } from "./errors.ts";
import type { MigrationFormat } from "./migration.ts";

/** What the header of a new migration says, and how it is written. */
export interface NewMigration {
  readonly revision: string;
  /** None for the first; several for a merge. */
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly label: string | undefined;
  /** Revisions that are squashed into it. */
  readonly replaces?: readonly string[];
  readonly created: Date;
  readonly slug: string;
  readonly format: MigrationFormat;
  /** What it runs; sections to be written by hand where it is undefined. */
  readonly sections?: readonly NewSection[];
  /** False runs its statements one by one, without a transaction. Default: true. */
  readonly transactional?: boolean;
  /** A section for each, where they are to be written by hand; one for all where there are none. */
  readonly dialects: readonly string[];
  /** Whether the file of the library's types stands beside it. */
  readonly typed: boolean;
}

/** What a new migration runs on one dialect, or on all. */
export interface NewSection {
  /** Undefined serves the dialects that no other section names. */
  readonly dialect: string | undefined;
  /** SQL, each statement with its terminator and a line end. */
  readonly upgrade: string;
  /** Undefined for no way back. */
  readonly downgrade: string | undefined;
}

/** The template of file names where the configuration says nothing. */
export const defaultFileName = "{date}_{time}-{revision}_{slug}";

/**
 * The name of a new migration's file, with its ending.
 *
 * @param template has `{date}`, `{time}` (both UTC), `{revision}` and `{slug}`.
 * @throws {WhimbrelError} `configuration` for a template that gives no name of a migration.
 */
export function fileNameOf(migration: NewMigration, template: string): string {
  const [date = "", time = ""] = migration.created.toISOString().split("T");
  const parts: Readonly<Record<string, string>> = {
    date: date.replaceAll("-", ""),
    time: time.slice(0, 5).replace(":", ""),
    revision: migration.revision,
    slug: migration.slug,
  };
  const refuse = (why: string) =>
    new WhimbrelError("configuration", `Cannot name a file after "${template}": ${why}`, {
      hint: `write "fileName" of {date}, {time}, {revision} and {slug}, as in ${defaultFileName}`,
    });
  const name = template.replace(/\{([^}]*)\}/g, (_, key: string) => {
    const part = parts[key];
    if (part === undefined) throw refuse(`there is no {${key}}`);
    return part;
  });
  if (/[/\\:*?"<>|\p{Cc}]/u.test(name)) throw refuse("a file name cannot have these characters");
  if (/^[._]/.test(name)) throw refuse('files that start with "." or "_" are passed over');
  return `${name}.${migration.format === "sql" ? "sql" : "ts"}`;
}

/** The text of a new migration: its header, and both directions with nothing in them yet. */
export function textOfNew(migration: NewMigration): string {
  const mark = migration.format === "sql" ? "--" : "//";
  const header = headerOf(migration).map((line) => `${mark} ${line}\n`).join("");
  return `${header}${migration.format === "sql" ? sqlBody(migration) : scriptBody(migration)}`;
}

function headerOf(migration: NewMigration): readonly string[] {
  const { revision, parents, depends, label, created, transactional = true } = migration;
  const { replaces = [] } = migration;
  return [
    `revision: ${revision}`,
    `parents: ${parents.length === 0 ? "none" : parents.join(" ")}`,
    `created: ${created.toISOString().slice(0, 19)}Z`,
    ...(transactional ? [] : ["transaction: off"]),
    ...(label === undefined ? [] : [`label: ${label}`]),
    ...(depends.length === 0 ? [] : [`depends: ${depends.join(" ")}`]),
    ...(replaces.length === 0 ? [] : [`replaces: ${replaces.join(" ")}`]),
  ];
}

function sqlBody({ dialects, parents, sections }: NewMigration): string {
  if (sections !== undefined) return sections.map(sectionBody).join("");
  const marks = dialects.length === 0 ? [""] : dialects.map((name) => `: ${name}`);
  const [change, undo] = parents.length > 1 ? [mergeNote, mergeNote] : [
    "statements that make the change",
    "statements that undo it; without them, remove this section",
  ];
  return [
    ...marks.map((mark) => `\n-- upgrade${mark}\n-- (${change})\n`),
    ...marks.map((mark) => `\n-- downgrade${mark}\n-- (${undo})\n`),
  ].join("");
}

function sectionBody({ dialect, upgrade, downgrade }: NewSection): string {
  const mark = dialect === undefined ? "" : `: ${dialect}`;
  const body = (text: string) => text === "" ? "-- (nothing to do)\n" : text;
  return `\n-- upgrade${mark}\n${body(upgrade)}` +
    (downgrade === undefined ? "" : `\n-- downgrade${mark}\n${body(downgrade)}`);
}

const mergeNote = "nothing to do: this migration joins its parents";

function scriptBody({ typed, parents, sections }: NewMigration): string {
  const [change, undo] = sections !== undefined
    ? [callsOf(sections, "upgrade"), callsOf(sections, "downgrade")]
    : parents.length > 1
    ? [`// ${mergeNote}`, `// ${mergeNote}`]
    : [
      '// await op.addColumn("users", "email", { type: "text" });',
      '// await op.dropColumn("users", "email");',
    ];
  return `${typed ? '/// <reference path="./whimbrel.d.ts" />\n' : ""}
import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  ${change}
}

export async function downgrade(op: Operations): Promise<void> {
  ${undo}
}
`;
}

function callsOf(sections: readonly NewSection[], direction: "upgrade" | "downgrade"): string {
  const calls = sections.map(({ dialect, [direction]: sql = "" }) => {
    const text = sql.trim().replace(/[`\\]|\$\{/g, "\\$&");
    const call = `await op.execute(\`\n${text}\n\`);`;
    return dialect === undefined
      ? call
      : `if (op.dialect === ${JSON.stringify(dialect)}) {\n    ${call}\n  }`;
  });
  return calls.join("\n  ");
}
