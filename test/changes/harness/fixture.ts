import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Renames } from "../../../core/rename.ts";
import type { QualifiedName } from "../../../core/schema.ts";

/** The databases that changes are run on, those of one kind beside each other. */
export const targets = ["sqlite", "postgres15", "postgres18", "mysql", "mariadb"] as const;

/** One of {@linkcode targets}. */
export type Target = (typeof targets)[number];

/** Names that a section may carry: a kind of database, or the one of the kind that differs. */
const families: Readonly<Record<Target, string>> = {
  sqlite: "sqlite",
  postgres15: "postgres",
  postgres18: "postgres",
  mysql: "mysql",
  mariadb: "mysql",
};

const sectionNames = [
  "from",
  "to",
  "rows",
  "survives",
  "survives after",
  "operations",
  "upgrade",
  "downgrade",
] as const;

/** What a file says of a change. */
export type SectionName = (typeof sectionNames)[number];

/** What a test writes anew with `UPDATE=1`. */
export type ExpectedName = "operations" | "upgrade" | "downgrade";

interface Section {
  readonly name: SectionName;
  /** Empty for all databases that no other section of the name is for. */
  readonly for: readonly string[];
  readonly text: string;
}

/** One kind of change, as its file describes it. */
export interface Fixture {
  /** The file's name without its ending. */
  readonly name: string;
  readonly file: string;
  readonly title: string;
  /** Why databases do not have this change, by target. */
  readonly absent: Readonly<Partial<Record<Target, string>>>;
  /** Answers to the question of what was renamed. */
  readonly renames: Renames;
  /** Where columns may come back in another order, because they can be added at the end only. */
  readonly looseOrder: readonly Target[];
  /** Needs a database to itself on PostgreSQL: schemas, extensions. */
  readonly alone: boolean;
  /** The text of a section for a database; empty where there is none. */
  section(name: SectionName, target: Target): string;
  readonly head: string;
  readonly sections: readonly Section[];
}

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");

/** All files of changes, by name. */
export function readFixtures(): readonly Fixture[] {
  return readdirSync(folder).filter((name) => name.endsWith(".sql")).sort()
    .map((name) => parseFixture(join(folder, name), readFileSync(join(folder, name), "utf8")));
}

const heading = new RegExp(`^-- (${sectionNames.join("|")})(?:: ([a-z0-9, ]+))?$`);

/** Reads a file. Throws `Error` for what it misspells. */
export function parseFixture(file: string, text: string): Fixture {
  const head: string[] = [];
  const sections: { name: SectionName; for: readonly string[]; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const match = heading.exec(line);
    if (match !== null) {
      sections.push({
        name: match[1] as SectionName,
        for: namesOf(match[2] ?? "", file),
        lines: [],
      });
    } else (sections.at(-1)?.lines ?? head).push(line);
  }
  const read = sections.map(({ lines, ...rest }): Section => ({
    ...rest,
    text: lines.join("\n").trim(),
  }));
  const name = basename(file, ".sql");
  const fixture: Fixture = {
    name,
    file,
    title: head[0]?.replace(/^-- /, "") ?? "",
    absent: absences(lists(head, "absent"), file),
    renames: parseRenames(lists(head, "rename")),
    looseOrder: targetsOf(lists(head, "column order").join(", ").replace(/\(.*/, ""), file),
    alone: head.some((line) => line.startsWith("-- alone")),
    head: head.join("\n").trim(),
    sections: read,
    section: (wanted, target) => find(read, wanted, target)?.text ?? "",
  };
  check(fixture);
  return fixture;
}

function lists(head: readonly string[], word: string): readonly string[] {
  return head.filter((line) => line.startsWith(`-- ${word}: `))
    .map((line) => line.slice(word.length + 5));
}

function namesOf(text: string, file: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const known = new Set<string>([...targets, ...Object.values(families)]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${file}: there is no database "${unknown}"`);
  return names;
}

function targetsOf(text: string, file: string): readonly Target[] {
  const names = namesOf(text, file);
  return targets.filter((target) => names.includes(target) || names.includes(families[target]));
}

/** `sqlite, mysql (have no sequences), mariadb (has others)`. */
function absences(
  lines: readonly string[],
  file: string,
): Readonly<Partial<Record<Target, string>>> {
  return Object.fromEntries(lines.flatMap((line) => {
    const groups = [...line.matchAll(/([a-z0-9, ]+?) \(([^)]+)\)(?:, |$)/g)];
    if (groups.length === 0) throw new Error(`${file}: "absent: ${line}" gives no reason`);
    return groups.flatMap(([, names = "", reason = ""]) =>
      targetsOf(names, file).map((target) => [target, reason])
    );
  }));
}

/** The most exact section: by the database's own name, by its kind's, for all. */
function find(sections: readonly Section[], name: SectionName, target: Target) {
  const all = sections.filter((section) => section.name === name);
  return all.find((section) => section.for.includes(target)) ??
    all.find((section) => section.for.includes(families[target])) ??
    all.find((section) => section.for.length === 0);
}

function check({ file, title, absent, sections }: Fixture): void {
  if (title === "") throw new Error(`${file}: the first line must say what changes`);
  for (const target of targets) {
    if (absent[target] !== undefined) continue;
    for (const name of ["from", "to"] as const) {
      const section = find(sections, name, target);
      if (section === undefined) throw new Error(`${file}: no section "${name}" for ${target}`);
    }
    const rows = find(sections, "rows", target)?.text ?? "";
    if (rows !== "" && (find(sections, "survives", target)?.text ?? "") === "") {
      throw new Error(`${file}: nothing is asked of the rows on ${target}`);
    }
  }
}

/** `users:people`, `users:app.users` for tables, `users.mail:users.email` for columns. */
function parseRenames(answers: readonly string[]): Renames {
  const pairs = answers.map((answer) => answer.split(":").map((side) => side.split(".")));
  const nameOf = (parts: readonly string[]): QualifiedName => ({
    ...(parts.length > 1 ? { schema: parts[0]! } : {}),
    name: parts.at(-1)!,
  });
  const isColumn = ([from]: string[][]) => from!.length > 1;
  return {
    tables: pairs.filter((pair) => !isColumn(pair))
      .map(([from, to]) => ({ from: nameOf(from!), to: nameOf(to!) })),
    columns: pairs.filter(isColumn).map(([from, to]) => ({
      table: nameOf(to!.slice(0, -1)),
      from: from!.at(-1)!,
      to: to!.at(-1)!,
    })),
  };
}

/** What was found for one expected section, by database. */
export type Found = Readonly<Record<ExpectedName, ReadonlyMap<Target, string>>>;

/** The file with what was found in the place of what was expected. */
export function rewriteFixture(fixture: Fixture, found: Found): string {
  const kept = fixture.sections.filter(({ name }) => !(name in found));
  const expected = (["operations", "upgrade", "downgrade"] as const).flatMap((name) =>
    grouped(merged(fixture, name, found[name]))
      .map(([names, text]): Section => ({ name, for: names, text }))
  );
  const parts = [...kept, ...expected].map(({ name, for: names, text }) =>
    `-- ${name}${names.length === 0 ? "" : `: ${names.join(", ")}`}\n${text}`.trim()
  );
  return `${[fixture.head, ...parts].join("\n\n")}\n`;
}

/** What was found, and what the file says for databases that did not run. */
function merged(
  fixture: Fixture,
  name: ExpectedName,
  found: ReadonlyMap<Target, string>,
): ReadonlyMap<Target, string> {
  return new Map(targets.flatMap((target) => {
    if (fixture.absent[target] !== undefined) return [];
    const text = found.get(target) ?? find(fixture.sections, name, target)?.text;
    return text === undefined ? [] : [[target, text] as const];
  }));
}

/** Texts with the databases that share them: none where all do, a kind's name where both of it do. */
function grouped(texts: ReadonlyMap<Target, string>): readonly [readonly string[], string][] {
  const names = new Map<string, string>();
  for (const family of new Set(Object.values(families))) {
    const members = targets.filter((each) => families[each] === family && texts.has(each));
    // The newest release and MySQL itself stand for their kind.
    const main = members.includes("mysql") ? "mysql" : members.at(-1);
    if (main === undefined) continue;
    names.set(family, texts.get(main)!);
    for (const other of members) {
      if (texts.get(other) !== texts.get(main)) names.set(other, texts.get(other)!);
    }
  }
  const groups = Map.groupBy(names, ([, text]) => text);
  if (groups.size === 1) return [[[], [...groups.keys()][0]!]];
  return [...groups].map(([text, members]) => [members.map(([name]) => name), text]);
}
