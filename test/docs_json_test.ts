import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf, readPage } from "./docs/markdown.ts";
import { createReader, type Reader } from "./docs/transcript.ts";
import { typeFaults } from "./docs/typecheck.ts";

/** What is typed, and the type of docs/json.md that its output must have. */
const session: readonly (readonly [type: string, line: string])[] = [
  [
    "Adopt",
    "mkdir -p old; echo 'CREATE TABLE a (id int);' > old/1_a.up.sql; " +
    ": > old.db; " +
    "whimbrel --url sqlite://old.db --dir new adopt golang-migrate --from old --yes",
  ],
  ["AdoptUndo", "whimbrel --url sqlite://old.db --dir new adopt --undo --yes"],
  ["Failure", "whimbrel status"],
  ["Init", "whimbrel init --url sqlite://shop.db"],
  ["Types", "whimbrel types"],
  ["NewFile", "whimbrel migrate --name one --empty"],
  ["Merge", "whimbrel merge"],
  [
    "Migrate",
    "echo 'CREATE TABLE a (id integer PRIMARY KEY, b text);' > a.sql; echo > empty.sql; " +
    "whimbrel migrate --name models --from a.sql",
  ],
  ["Migrate", "whimbrel migrate --name models --from a.sql"],
  ["Operations", "whimbrel migrate --check --from empty.sql"],
  ["Operations", "whimbrel diff --from empty.sql --to a.sql"],
  ["Schema", "whimbrel inspect a.sql"],
  ["Verify", "whimbrel verify"],
  ["Squash", "whimbrel squash --yes --name one"],
  ["Rebase", "whimbrel rebase"],
  ["Heads", "whimbrel heads"],
  ["History", "whimbrel history --offline"],
  ["Current", "whimbrel current"],
  ["Plan", "whimbrel plan"],
  ["Plan", "whimbrel upgrade --plan"],
  ["Check", "whimbrel check"],
  ["Run", "whimbrel upgrade"],
  ["Run", "whimbrel upgrade"],
  ["NewFile", "whimbrel migrate --name two --empty --format ts"],
  ["NewFile", "whimbrel migrate --name three --empty --parent one --label side --depends two"],
  ["Check", "whimbrel check"],
  ["Failure", "whimbrel upgrade"],
  ["Merge", "whimbrel merge"],
  ["Plan", "whimbrel plan"],
  ["Run", "whimbrel upgrade"],
  ["Status", "whimbrel status"],
  ["Status", "whimbrel status --drift"],
  ["Check", "whimbrel check --drift"],
  ["History", "whimbrel history"],
  ["Current", "whimbrel current"],
  ["Show", "whimbrel show two"],
  ["Show", "whimbrel show three --offline"],
  ["Plan", "whimbrel plan --down"],
  ["Run", "whimbrel downgrade"],
  ["Stamp", "whimbrel stamp head"],
  ["Stamp", "whimbrel downgrade --fake"],
  ["Stamp", "whimbrel upgrade --fake"],
  ["Unlock", "whimbrel unlock"],
  ["Repair", "whimbrel repair"],
  ["Repair", "sed -i '$a -- more' migrations/*_three.sql; whimbrel repair --yes"],
  ["Status", "rm migrations/*_merge.sql; whimbrel status"],
  ["Check", "whimbrel check"],
  ["Show", "whimbrel show merge"],
  ["NewFile", "whimbrel migrate --name broken --empty --head three"],
  [
    "Failure",
    "echo '-- upgrade' > migrations/zz.sql; echo 'SELEC 1;' >> migrations/zz.sql; " +
    "whimbrel upgrade zz --allow-missing",
  ],
];

/** The words of `--json` go to stdout, and nothing else may. */
function answer(reader: Reader, line: string): string {
  const text = reader.type(`${line} --json 2>/dev/null`);
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new Error(`"${line}" gives no JSON: ${text}`, { cause });
  }
}

test("docs/json.md has the types of what the commands print", { timeout: 120_000 }, () => {
  const types = blocksOf(readPage("docs/json.md")).map(({ text }) => text).join("\n");
  using reader = createReader();
  const values = session.map(([type, line], index) =>
    `/* ${line.replaceAll("*/", "")} */\nexport const value_${index}: ${type} = ${
      answer(reader, line)
    };`
  );
  assert.equal(typeFaults([`${types}\n${values.join("\n")}`]), "");
});

test("a member that docs/json.md does not list is found", { timeout: 120_000 }, () => {
  const types = blocksOf(readPage("docs/json.md")).map(({ text }) => text).join("\n");
  const run = "export const value: Run = { steps: [], surprise: true };";
  assert.match(typeFaults([`${types}\n${run}`]), /surprise/);
});

test("docs/json.md has a type for every command that prints a result", () => {
  const printed = new Set(session.map(([type]) => type));
  const named = [...readPage("docs/json.md").matchAll(/^export (?:interface|type) (\w+)/gm)]
    .map(([, name]) => name!);
  const parts = ["State", "Revision", "Side", "Operation"];
  assert.deepEqual(named.filter((name) => !printed.has(name) && !parts.includes(name)), []);
});
