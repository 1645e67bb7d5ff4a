import fc from "fast-check";
import assert from "node:assert/strict";
import { useServer, type ServerName } from "/work/main/test/servers/mod.ts";
import { open } from "/work/main/test/adapters/postgres/database.ts";
import { adapter } from "/work/main/adapters/postgres/mod.ts";
import { diffTraits } from "/work/main/adapters/postgres/diff_traits.ts";
import { diff } from "/work/main/core/diff.ts";
import { describe as print } from "/work/main/core/describe.ts";
import { invertAll } from "/work/main/core/operation.ts";
import { noRenames } from "/work/main/core/rename.ts";
import { emptySchema, type Schema } from "/work/main/core/schema.ts";
import { sortSchema } from "/work/main/core/schema_order.ts";
import { mapExpressions } from "/work/main/core/expressions.ts";
import { schemaPairs } from "/work/main/test/core/random_schema.ts";
const types: Record<string, string> = { INTEGER: "text", TEXT: "text", REAL: "character varying(50)", BLOB: "character varying", INT: "character varying(90)" };
function forPostgres(schema: Schema): Schema {
  const mapped = mapExpressions(schema, (t) => t.replace("IS NOT 7", "IS DISTINCT FROM '7'").replace(/(\S+) IS NOT (".*"|\w+)$/, "$1 IS DISTINCT FROM $2").replace(/^(-?[\d.]+|1 \+ 1)$/, "'$1'").replace(/^CURRENT_TIMESTAMP$/, "CURRENT_USER"));
  return sortSchema({ ...mapped, tables: mapped.tables.map((t) => ({ ...t, options: {},
    columns: t.columns.map(({ collation: _c, ...c }) => ({ ...c, type: types[c.type as string]!, ...(c.generated ? { type: "text", generated: { ...c.generated, stored: true } } : {}) })),
    foreignKeys: t.foreignKeys.filter((k) => { const r = mapped.tables.find((x) => x.name === k.references.name)!; return [r.primaryKey, ...r.uniques].some((u) => u && u.columns.join() === k.referencedColumns.join()); }),
  })), objects: mapped.objects.filter((o) => o.kind === "view") });
}
const name = (process.argv[2] ?? "postgres18") as ServerName;
const numRuns = Number(process.argv[3] ?? 50), seed = Number(process.argv[4] ?? 5);
const server = await useServer(name); assert.ok(server);
const [one, two] = [await server.createDatabase(), await server.createDatabase()];
const [a, b] = [await open(one), await open(two)];
const reset = async (s: any) => { await s.run([{ text: "DROP SCHEMA public CASCADE" }, { text: "CREATE SCHEMA public" }]).catch(() => {}); };
const read = (s: any) => adapter.introspect(s, { exclude: [] });
const inAnyOrder = (s: Schema) => ({ ...s, tables: s.tables.map((t) => ({ ...t, columns: [...t.columns].sort((x, y) => x.name < y.name ? -1 : 1) })), objects: s.objects.map((o) => o) });
let built = 0;
async function go(s: any, ops: any) {
  let st: any[] = [];
  try { st = s.dialect.render(ops, await read(s)); await s.run([{ text: "BEGIN" }, ...st, { text: "COMMIT" }]); }
  catch (e) { await s.run([{ text: "ROLLBACK" }]).catch(() => {}); throw new Error(String(e) + "\n" + st.map((x) => x.text).join(";\n") + "\n" + ops.map(print).join("\n")); }
}
try {
  await fc.assert(fc.asyncProperty(schemaPairs, fc.boolean(), async (pair, decided) => {
    const renames = decided ? pair.renames : noRenames;
    await reset(a); await reset(b);
    try { await go(a, diff(emptySchema, forPostgres(pair.from), noRenames, diffTraits)); await go(b, diff(emptySchema, forPostgres(pair.to), noRenames, diffTraits)); } catch (e) { if (!/already exists|no unique constraint|multiple|is not unique|cannot be implemented/.test(String(e))) console.log("BUILD", String(e).slice(0, 300)); return; }
    built++;
    const [from, to] = [await read(a), await read(b)];
    const ops = diff(from, to, renames, diffTraits);
    await go(a, ops);
    assert.deepEqual(inAnyOrder(await read(a)), inAnyOrder(to), ops.map(print).join("\n"));
    assert.deepEqual(diff(await read(a), to, noRenames, diffTraits), []);
    await go(a, invertAll(ops));
    assert.deepEqual(inAnyOrder(await read(a)), inAnyOrder(from), ops.map(print).join("\n"));
  }), { numRuns, seed, endOnFailure: false, interruptAfterTimeLimit: 400_000 });
} catch (e) { console.log(String((e as any).message).slice(0, 2500)); console.log(String((e as any).cause?.message ?? "").slice(0, 4000)); }
console.log("built", built);
await a[Symbol.asyncDispose](); await b[Symbol.asyncDispose]();
await server.dropDatabase(one); await server.dropDatabase(two);
process.exit(0);
