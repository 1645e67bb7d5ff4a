import { readFileSync } from "node:fs";

/** A fenced block of a page. */
export interface Block {
  /** The word behind the opening fence; empty where there is none. */
  readonly language: string;
  readonly text: string;
  /** The nearest heading above, without its marks. */
  readonly heading: string;
  /** Where the text starts and ends in the page. */
  readonly start: number;
  readonly end: number;
}

const root = new URL("../../", import.meta.url);

/** The text of a file of the project, by its path from the root. */
export function readPage(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { language: string; start: number } | undefined;
  let position = 0;
  for (const line of page.split("\n")) {
    const next = position + line.length + 1;
    if (open !== undefined && line === "```") {
      const { language, start } = open;
      blocks.push({ language, heading, start, end: position, text: page.slice(start, position) });
      open = undefined;
    } else if (open === undefined && line.startsWith("```")) {
      open = { language: line.slice(3), start: next };
    } else if (open === undefined) {
      heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
    }
    position = next;
  }
  return blocks;
}

/** The cells of a table's rows below its head, without the marks of code. */
export function rowsOf(section: string): readonly (readonly string[])[] {
  return section.split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => unquote(cell.trim())));
}

function unquote(cell: string): string {
  return cell.replaceAll("\\|", "|").replaceAll("`", "");
}

/** The sections of a page by their heading of the given level, without the heading. */
export function sectionsOf(page: string, level = 2): ReadonlyMap<string, string> {
  const parts = page.split(new RegExp(`^${"#".repeat(level)} `, "m")).slice(1);
  return new Map(parts.map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end), part.slice(end + 1)];
  }));
}

/** Every relative link of a page, as it is written. */
export function linksOf(page: string): readonly string[] {
  const text = blocksOf(page).reduceRight(
    (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
    page,
  );
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that a page's headings have where pages are shown. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const headings = page.match(/^#+ .*$/gm) ?? [];
  return new Set(
    headings.map((line) =>
      line.replace(/^#+ /, "").toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
    ),
  );
}
