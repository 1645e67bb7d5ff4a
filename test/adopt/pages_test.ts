import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import type { Io } from "../../cmd/app.ts";
import { main } from "../../cmd/main.ts";
import { createProgram } from "../../cmd/program.ts";
import { tools } from "../../project/adopt/mod.ts";
import { blocksOf, linksOf, readPage, rowsOf, sectionsOf } from "../docs/markdown.ts";
import { mask } from "../docs/transcript.ts";
import { usePython } from "../python.ts";
import { query } from "../servers/mod.ts";
import { pageProjects } from "./page_projects.ts";
import { type OldProject, oldProject } from "./project.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const updating = process.env["UPDATE"] === "1";

/** What a terminal shows of one command. */
async function type({ cwd, env }: OldProject, line: string): Promise<string> {
  let text = "";
  const output = { write: (part: string) => void (text += part), isTTY: false, columns: 100 };
  await main(line.split(" ").slice(1), {
    ...{ stdout: output, stderr: output, interactive: false, cwd },
    env: { ...env, PATH: process.env["PATH"] ?? "", HOME: cwd },
    signal: new AbortController().signal,
  });
  return text.replaceAll(`${cwd}/`, "")
    .replace(/"test_\w+" on 127\.0\.0\.1:\d+/g, '"shop" on 127.0.0.1:5432');
}

function stable(text: string): string {
  return mask(text).replace(/PostgreSQL [\d.]+/g, "PostgreSQL release");
}

describe("docs/from", () => {
  const pages = readdirSync(join(root, "docs/from"));

  test("has a page for each tool, and no other", () => {
    assert.deepEqual(pages.toSorted(), tools.map(({ name }) => `${name}.md`).toSorted());
    assert.deepEqual(Object.keys(pageProjects), tools.map(({ name }) => name));
  });

  for (const [tool, project] of Object.entries(pageProjects)) {
    test(`${tool}.md shows what a reader sees`, { timeout: 300_000 }, async () => {
      const python = project.python ? await usePython("newest") : undefined;
      if (project.python && python === undefined) return;
      await using place = await oldProject(
        project.kind,
        python === undefined ? {} : { VIRTUAL_ENV: dirname(dirname(python)) },
      );
      if (place === undefined) return;
      place.write(project.files);
      if (project.kind === "sqlite") {
        using database = new DatabaseSync(join(place.cwd, "app.db"));
        database.exec(project.sql);
      } else await query(place.url, project.sql);
      const page = readPage(`docs/from/${tool}.md`);
      const [block] = blocksOf(page).filter(({ language }) => language === "console");
      const lines = block!.text.split("\n").filter((line) => line.startsWith("$ "));
      let seen = "";
      for (const line of lines) seen += `${line}\n${await type(place, line.slice(2))}`;
      assert.match(seen, /1 recorded as applied, 1 pending[^]*Applied 1 migration/);
      if (updating) {
        const text = page.slice(0, block!.start) + seen + page.slice(block!.end);
        return writeFileSync(join(root, `docs/from/${tool}.md`), text);
      }
      assert.equal(stable(block!.text), stable(seen));
    });

    test(`${tool}.md names commands that the program can read`, async () => {
      const page = readPage(`docs/from/${tool}.md`);
      const rows = rowsOf(sectionsOf(page).get("Commands")!);
      assert.ok(rows.length >= 5);
      const table = sectionsOf(page).get("Commands")!;
      const calls = [...table.matchAll(/`whimbrel ([^`]+)`/g)].map(([, words]) => words!);
      assert.ok(calls.length >= rows.length - 1);
      for (const call of calls) {
        const words = [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) =>
          quoted ?? plain!
        );
        const program = await wholeProgram();
        for (const command of program.commands) command.action(() => {});
        await assert.doesNotReject(program.parseAsync(words, { from: "user" }), `whimbrel ${call}`);
      }
      for (const link of linksOf(page)) assert.ok(existsSync(join(root, "docs/from", link)), link);
    });
  }
});

async function wholeProgram(): Promise<Command> {
  const quiet = { write: () => {}, isTTY: false, columns: 100 };
  const io: Io = {
    ...{ stdout: quiet, stderr: quiet, interactive: false, env: {}, cwd: root },
    signal: new AbortController().signal,
  };
  return (await createProgram([], io, () => {}, { all: true })).program;
}
