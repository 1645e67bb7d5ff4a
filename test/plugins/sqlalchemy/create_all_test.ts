import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { plugin } from "../../../plugins/sqlalchemy/mod.ts";
import { type PythonName, pythonNames, usePython } from "../../python.ts";
import { databaseKinds, dialectOf, makeDatabase } from "../databases.ts";
import { makeProject, request, runScript, scriptOf } from "../run_python.ts";

const project = fileURLToPath(new URL("project", import.meta.url));

/** The URL of a database as SQLAlchemy takes it. */
function urlOf(url: string, name: PythonName): string {
  return url
    .replace(/^sqlite:/, "sqlite:///")
    .replace(/^postgres:/, name === "oldest" ? "postgresql+psycopg2:" : "postgresql+psycopg:")
    .replace(/^mysql:/, "mysql+pymysql:");
}

/** Makes everything by SQLAlchemy itself. Schemas are no part of metadata. */
const createAll = (module: string, url: string) => `
import importlib, sqlalchemy as sa
from sqlalchemy.schema import CreateSchema
engine = sa.create_engine(${JSON.stringify(url)})
metadata = importlib.import_module(${JSON.stringify(module)}).metadata
for column in [column for table in metadata.tables.values() for column in table.columns]:
    kind = getattr(column.type, "item_type", column.type)
    if hasattr(kind, "create_type"):
        kind.create_type = True
with engine.begin() as connection:
    if engine.dialect.name == "postgresql":
        connection.execute(CreateSchema("audit"))
    metadata.create_all(connection)
`;

describe("a database made from SQLAlchemy models is the one that create_all() makes", () => {
  for (const name of pythonNames) {
    for (const kind of databaseKinds) {
      test(`${name} packages, ${kind}`, async (t) => {
        const python = await usePython(name);
        await using own = await makeDatabase(kind);
        await using other = await makeDatabase(kind);
        if (python === undefined || own === undefined || other === undefined) return t.skip();
        using made = makeProject({}, project);
        const { root } = made;
        const dialect = dialectOf(kind);
        await runScript(python, root, createAll(dialect, urlOf(other.url, name)));
        const asked = request(root, {
          paths: [`${dialect}:metadata`],
          dialect,
          server: own.server,
        });
        await own.run(await scriptOf(python, plugin, asked));
        const schema = await own.schema();
        assert.ok(schema.tables.length >= 6, `${schema.tables.length} tables`);
        assert.deepEqual(schema, await other.schema());
      });
    }
  }
});
