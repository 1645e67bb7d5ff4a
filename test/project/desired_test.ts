import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter } from "../../adapters/sqlite/mod.ts";
import { desiredAfter } from "./short_cuts.ts";

const others = Array.from({ length: 12 }, (_, at) => `CREATE TABLE other${at} (id int);\n`).join(
  "",
);

describe("makeDesired()", () => {
  test("refuses a view that cannot be read, with its place", async () => {
    await using shadow = await adapter.shadow!({});
    const first = { script: `${others}CREATE TABLE a (x int);`, file: "schema.sql" };
    const then = {
      script: `${first.script}\nCREATE VIEW v AS\n  SELECT y FROM a;`,
      file: "schema.sql",
    };
    await assert.rejects(desiredAfter({ adapter, shadow }, first, then), {
      code: "invalid_schema",
      message: 'The desired schema has a view that cannot be used, "v": no such column: y',
      place: { file: "schema.sql", line: 14 },
      hint: "mend the file",
    });
  });

  test("refuses a trigger of a table that stays, when the table that it writes to changes", async () => {
    await using shadow = await adapter.shadow!({});
    const script = (column: string) =>
      `${others}CREATE TABLE a (x int);\nCREATE TABLE b (${column} int);
       CREATE TRIGGER tr AFTER INSERT ON a BEGIN UPDATE b SET y = NEW.x; END;`;
    const [first, then] = ["y", "z"].map((column) => ({ script: script(column), file: "a.sql" }));
    await assert.rejects(desiredAfter({ adapter, shadow }, first!, then!), {
      message: 'The desired schema has a trigger that cannot be used, "tr": no such column: y',
    });
  });
});
