import { WhimbrelError } from "./errors.ts";
import type { MigrationFormat } from "./migration.ts";

/** What the header of a new migration says, and how it is written. */
export interface NewMigration {
  readonly revision: string;
  /** None for the first; several for a merge. */
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly label: string | undefined;
  readonly created: Date;
  readonly slug: string;
  readonly format: MigrationFormat;
  /** A section for each; one for all where there are none. */
  readonly dialects: readonly string[];
  /** Whether the file of the library's types stands beside it. */
  readonly typed: boolean;
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

function headerOf({ revision, parents, depends, label, created }: NewMigration): readonly string[] {
  return [
    `revision: ${revision}`,
    `parents: ${parents.length === 0 ? "none" : parents.join(" ")}`,
    `created: ${created.toISOString().slice(0, 19)}Z`,
    ...(label === undefined ? [] : [`label: ${label}`]),
    ...(depends.length === 0 ? [] : [`depends: ${depends.join(" ")}`]),
  ];
}

function sqlBody({ dialects, parents }: NewMigration): string {
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

const mergeNote = "nothing to do: this migration joins its parents";

function scriptBody({ typed, parents }: NewMigration): string {
  const [change, undo] = parents.length > 1 ? [mergeNote, mergeNote] : [
    'await op.addColumn("users", "email", { type: "text" });',
    'await op.dropColumn("users", "email");',
  ];
  return `${typed ? '/// <reference path="./whimbrel.d.ts" />\n' : ""}
import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  // ${change}
}

export async function downgrade(op: Operations): Promise<void> {
  // ${undo}
}
`;
}
