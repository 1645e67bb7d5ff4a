import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { Io } from "../cmd/app.ts";
import { commands } from "../cmd/commands.ts";
import { createProgram } from "../cmd/program.ts";
import { sectionsOf as partsOf } from "../core/body.ts";
import { type ErrorCode, exitCodes, WhimbrelError } from "../core/errors.ts";
import { parseHeader } from "../core/migration.ts";
import { parseConfig } from "../project/config_schema.ts";
import { anchorsOf, blocksOf, linksOf, readPage, rowsOf, sectionsOf } from "./docs/markdown.ts";
import { createReader, mask, replay } from "./docs/transcript.ts";
import { typeFaults } from "./docs/typecheck.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const pages = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
]
  .filter((path) => path.endsWith(".md"));
const updating = process.env["UPDATE"] === "1";

describe("README.md", () => {
  test("shows what a reader sees who types its commands", { timeout: 120_000 }, () => {
    const page = readPage("README.md");
    using reader = createReader();
    const seen: string[] = [];
    const shown: string[] = [];
    const written: { start: number; end: number; text: string }[] = [];
    for (const block of blocksOf(page)) {
      if (block.language === "console") {
        const text = replay(block, reader);
        seen.push(text);
        shown.push(block.text);
        written.push({ ...block, text });
      } else if (block.text.startsWith("-- upgrade")) {
        reader.edit(block.text, "sql");
      } else if (block.text.includes("export async function upgrade")) {
        reader.edit(block.text, "ts");
      }
    }
    if (updating) {
      const text = written.reduceRight(
        (rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end),
        page,
      );
      writeFileSync(join(root, "README.md"), text);
      return;
    }
    assert.ok(seen.length > 10, "the README has lost its commands");
    assert.equal(mask(shown.join("\n")), mask(seen.join("\n")));
  });

  test("has a check for continuous integration that passes, and fails where something is wrong", () => {
    const script = sectionsOf(readPage("README.md"), 3).get("Continuous integration")!;
    const [block] = blocksOf(script);
    using reader = createReader();
    reader.type("mkdir migrations");
    reader.type("whimbrel migrate --name one --empty");
    const run = `cat > ci.sh <<'END'\n${block!.text}END\nsh -e ci.sh; echo "ended with $?"`;
    assert.match(reader.type(run), /All is well\nended with 0\n$/);
    reader.type("whimbrel migrate --name two --empty --parent base");
    assert.match(reader.type(run), /ended with 1\n$/);
  });

  test("has the justfile of examples/", () => {
    const block = blocksOf(readPage("README.md")).find(({ language }) => language === "just");
    assert.equal(block?.text, readPage("examples/justfile"));
  });

  test("lists the commands", () => {
    const section = sectionsOf(readPage("README.md")).get("Commands")!;
    const rows = commands.map(({ name, alias, summary }) => [
      alias === undefined ? name : `${name}, ${alias}`,
      summary,
    ]);
    assert.deepEqual(rowsOf(section), rows);
  });
});

describe("docs/commands.md", () => {
  const sections = sectionsOf(readPage("docs/commands.md"));

  test("has a section for each command, and no other", async () => {
    const program = await wholeProgram();
    const names = program.commands.map((command) => command.name());
    const headings = [...sections.keys()].filter((heading) =>
      heading !== "Options of every command"
    );
    assert.deepEqual(headings.toSorted(), names.toSorted());
  });

  test("lists arguments and options as the program's own help does", async () => {
    const program = await wholeProgram();
    const listed = new Map([...sections].map(([name, text]) => [name, rowsOf(text)]));
    const expected = new Map([
      ["Options of every command", optionRows(program)],
      ...program.commands.map((command) =>
        [command.name(), [...argumentRows(command), ...optionRows(command)]] as const
      ),
    ]);
    assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(expected));
  });

  test("has examples that the program can read", async () => {
    const lines = pages.filter((path) => path !== "CHANGELOG.md").flatMap((path) =>
      blocksOf(readPage(path)).filter(({ language }) => language === "console" || language === "sh")
        .flatMap(({ text }) => text.split("\n"))
    );
    const calls = lines.flatMap((line) => /^(?:\$ )?whimbrel ([^#>|;]*)/.exec(line)?.[1] ?? []);
    assert.ok(calls.length > 40);
    for (const call of calls) {
      const words = [...call.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) =>
        quoted ?? plain!
      );
      const program = await wholeProgram();
      for (const command of program.commands) silence(command);
      await assert.doesNotReject(program.parseAsync(words, { from: "user" }), `whimbrel ${call}`);
    }
  });
});

describe("docs/configuration.md", () => {
  const page = readPage("docs/configuration.md");

  test("lists every key", () => {
    const keys = rowsOf(sectionsOf(page).get("Keys")!).map(([key]) => key!);
    assert.deepEqual(keys.toSorted(), keysOf(readPage("project/config.ts")).toSorted());
  });

  test("and other pages have configurations that are accepted", () => {
    const blocks = [page, readPage("README.md"), readPage("docs/custom-adapter.md")]
      .flatMap((text) => blocksOf(text))
      .filter(({ language }) => language === "json");
    assert.ok(blocks.length >= 3);
    for (const { text } of blocks) parseConfig(JSON.parse(text), "docs");
  });
});

test("docs/exit-codes.md lists every exit code and every error code", () => {
  const [first = "", second = ""] = readPage("docs/exit-codes.md").split("## Error codes");
  const numbers = rowsOf(first).map(([code]) => Number(code));
  assert.deepEqual(numbers, Object.values(exitCodes));
  const words = [...readPage("core/errors.ts").matchAll(/^ {2}(\w+): exitCodes\./gm)]
    .map(([, word]) => word as ErrorCode);
  const rows = rowsOf(second).map(([word, code]) => [word, code]);
  assert.deepEqual(rows, words.map((word) => [word, String(new WhimbrelError(word, "").exitCode)]));
});

describe("docs/migration-file.md and docs/scripts.md", () => {
  const blocks = ["docs/migration-file.md", "docs/scripts.md"].flatMap((path) =>
    blocksOf(readPage(path))
  );

  test("show migrations that can be read", () => {
    const migrations = blocks.filter(({ text }) => /^(?:--|\/\/) revision:/.test(text));
    assert.ok(migrations.length >= 5);
    for (const { text, language } of migrations) {
      const format = language === "sql" ? "sql" : "script";
      assert.ok(parseHeader(text, "docs", format)?.revision);
      if (format === "sql") assert.ok(partsOf([Buffer.from(text)], "docs").length >= 2);
    }
  });

  test("list every key of the header", () => {
    const listed = rowsOf(sectionsOf(readPage("docs/migration-file.md")).get("The header")!);
    const source = /const keys = \[([^\]]*)\]/.exec(readPage("core/migration.ts"))![1]!;
    const known = [...source.matchAll(/"([^"]+)"/g)].map(([, key]) => key);
    assert.deepEqual(listed.map(([key]) => key), known);
  });

  test("name every operation of a script", () => {
    const page = readPage("docs/scripts.md");
    const source = /export interface Operations \{([^]*?)\n\}/.exec(readPage("core/op.ts"))![1]!;
    const members = [...source.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name!);
    assert.ok(members.length > 15);
    assert.deepEqual(members.filter((name) => !page.includes(name)), []);
  });
});

test("docs/history-tables.md lists every column in order", () => {
  const sections = sectionsOf(readPage("docs/history-tables.md"));
  using reader = createReader({ DATABASE_URL: "sqlite:app.db" });
  reader.type("mkdir migrations; whimbrel migrate --name one --empty");
  const script = reader.type("whimbrel upgrade --sql");
  for (const table of ["whimbrel_migrations", "whimbrel_journal", "whimbrel_control"]) {
    const body = new RegExp(`EXISTS "${table}" \\(([^]*?)\\n\\)`).exec(script)![1]!;
    const columns = body.split("\n").map((line) => /^ {2}"?([a-z]\w*)/.exec(line)?.[1])
      .filter((column) => column !== undefined);
    assert.deepEqual(rowsOf(sections.get(table)!).map(([column]) => column), columns);
  }
});

test("docs/custom-adapter.md names every member of an adapter and of a dialect", () => {
  const sections = sectionsOf(readPage("docs/custom-adapter.md"));
  for (const name of ["Adapter", "Dialect"]) {
    const pattern = new RegExp(`export interface ${name} \\{([^]*?)\\n\\}`);
    const source = pattern.exec(readPage("core/adapter.ts"))![1]!;
    const members = [...source.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:]/gm)].map(([, each]) =>
      each!
    );
    const listed = rowsOf(sections.get(`The ${name.toLowerCase()}`)!)
      .flatMap(([names = ""]) => names.split(", "));
    assert.deepEqual(listed.toSorted(), members.toSorted());
  }
});

test("docs/architecture.md names files that are there", () => {
  const named = [...readPage("docs/architecture.md").matchAll(/`([\w/]+\.ts)`/g)]
    .map(([, path]) => path!);
  assert.ok(named.length > 25);
  const folders = ["", "core/", "project/", "adapters/sqlite/"];
  const lost = named.filter((path) => !folders.some((each) => existsSync(join(root, each, path))));
  assert.deepEqual(lost, []);
});

describe("every page", () => {
  test("has links that lead somewhere", () => {
    const broken = pages.flatMap((path) =>
      linksOf(readPage(path)).filter((link) => {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? path : join(dirname(path), file);
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && !anchorsOf(readPage(target)).has(anchor);
      }).map((link) => `${path}: ${link}`)
    );
    assert.deepEqual(broken, []);
  });

  test("that the program points at is there", () => {
    const named = ["core", "project", "cmd", "adapters"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .flatMap((name) => readPage(`${folder}/${name}`).match(/docs\/[\w-]+\.md/g) ?? [])
    );
    assert.deepEqual([...new Set(named)].filter((path) => !existsSync(join(root, path))), []);
  });

  test("has TypeScript that compiles", { timeout: 120_000 }, () => {
    const modules = pages.filter((path) => path !== "docs/json.md")
      .flatMap((path) => blocksOf(readPage(path)))
      .filter(({ language }) => language === "ts").map(({ text }) => text);
    assert.ok(modules.length >= 6);
    assert.equal(typeFaults(modules), "");
  });
});

async function wholeProgram(): Promise<Command> {
  const quiet = { write: () => {}, isTTY: false, columns: 100 };
  const io: Io = {
    stdout: quiet,
    stderr: quiet,
    interactive: false,
    env: {},
    cwd: root,
    signal: new AbortController().signal,
  };
  return (await createProgram([], io, () => {}, { all: true })).program;
}

function optionRows(command: Command): readonly (readonly string[])[] {
  return command.options.filter(({ hidden }) => !hidden)
    .map(({ flags, description }) => [flags, description]);
}

function argumentRows(command: Command): readonly (readonly string[])[] {
  return command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return [argument.required ? `<${name}>` : `[${name}]`, argument.description];
  });
}

/** The members of the configuration's interfaces, with dots: `tables.history`. */
function keysOf(source: string): readonly string[] {
  const bodies = [
    ...source.matchAll(/export interface (?:DatabaseConfig|Config [^{]*)\{?([^]*?)\n\}/g),
  ];
  const keys = new Set<string>();
  for (const [, body = ""] of bodies) {
    let outer = "";
    for (const line of body.split("\n")) {
      const [, indent = "", key, rest] = /^( +)readonly (\w+)\?: (.*)$/.exec(line) ?? [];
      if (key === undefined) continue;
      if (indent.length === 2 && rest === "{") outer = `${key}.`;
      else keys.add(indent.length === 2 ? key : `${outer}${key}`);
    }
  }
  return [...keys];
}

/** Keeps a command and those below it from doing anything. */
function silence(command: Command): void {
  if (command.commands.length === 0) command.action(() => {});
  for (const each of command.commands) silence(each);
}
