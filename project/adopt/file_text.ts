import { sha256 } from "../../core/checksum.ts";
import type { Migration } from "../../core/directory.ts";

/** What the header line `adopted` says. */
export interface Origin {
  readonly tool: string;
  /** What the tool calls it. */
  readonly key: string;
  /** Of the file as it was written. */
  readonly digest: string;
}

/** All that a taken over migration's file says. */
export interface AdoptedFile {
  readonly revision: string;
  readonly parents: readonly string[];
  readonly depends: readonly string[];
  readonly label: string | undefined;
  readonly created: string | undefined;
  readonly transactional: boolean;
  /** The only dialect that the sections are for. */
  readonly dialect: string | undefined;
  readonly upgrade: string;
  readonly downgrade: string | undefined;
}

/** The text of a taken over migration; equal ones on every machine. */
export function adoptedText(tool: string, key: string, file: AdoptedFile): string {
  const { revision, parents, depends, label, created, transactional } = file;
  const mark = file.dialect === undefined ? "" : `: ${file.dialect}`;
  const section = (name: string, text: string) =>
    `\n-- ${name}${mark}\n${text === "" ? "" : `${text}\n`}`;
  const head = [
    `revision: ${revision}`,
    `parents: ${parents.length === 0 ? "none" : parents.join(" ")}`,
    ...(created === undefined ? [] : [`created: ${created}`]),
    ...(transactional ? [] : ["transaction: off"]),
    ...(label === undefined ? [] : [`label: ${label}`]),
    ...(depends.length === 0 ? [] : [`depends: ${depends.join(" ")}`]),
  ].map((line) => `-- ${line}\n`).join("");
  const body = section("upgrade", file.upgrade) +
    (file.downgrade === undefined ? "" : section("downgrade", file.downgrade));
  return `${head}-- adopted: ${tool} ${key} ${digestOf(head + body)}\n${body}`;
}

/** Where a migration comes from; undefined for one that was not taken over. */
export function originOf({ adopted }: Pick<Migration, "adopted">): Origin | undefined {
  const match = /^(\S+) (.+) ([0-9a-f]{12})$/.exec(adopted ?? "");
  if (match === null) return undefined;
  const [, tool = "", key = "", digest = ""] = match;
  return { tool, key, digest };
}

/** Whether a file still is what was written, but for its line ends. */
export function isAsWritten(text: string, { digest }: Origin): boolean {
  const lines = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n")
    .replace(/^-- adopted: .*\n/m, "");
  return digestOf(lines) === digest;
}

function digestOf(text: string): string {
  return sha256(text.trimEnd()).slice(0, 12);
}
