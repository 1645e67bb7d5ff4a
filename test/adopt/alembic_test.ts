import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { dirname, join } from "node:path";
import { usePython } from "../python.ts";
import { query } from "../servers/mod.ts";
import { checkMove, type Kind, oldProject, standings } from "./project.ts";

const module = (
  revision: string,
  down: string,
  { up, back, more = "" }: { readonly up: string; readonly back: string; readonly more?: string },
) =>
  `"""${revision}

Revision ID: ${revision}
Create Date: 2024-01-0${revision.at(-1)} 10:00:00.000000
"""
from typing import Union
from alembic import op
import sqlalchemy as sa

revision: str = "${revision}"
down_revision = ${down}
${more}

def upgrade() -> None:
    ${up}


def downgrade() -> None:
    ${back}
`;

const versions = {
  "alembic/versions/aaaa00000001_users.py": module("aaaa00000001", "None", {
    more: 'branch_labels = ("main",)\n',
    up: `op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, server_default="it's"),
    )
    op.bulk_insert(sa.table("users", sa.column("name", sa.String)), [{"name": "a ? b"}, {"name": "%s :c"}])`,
    back: 'op.drop_table("users")',
  }),
  "alembic/versions/bbbb00000002_posts.py": module("bbbb00000002", '"aaaa00000001"', {
    up: `op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", name="posts_user")),
    )`,
    back: 'op.drop_table("posts")',
  }),
  "alembic/versions/cccc00000003_age.py": module("cccc00000003", '"bbbb00000002"', {
    up: `op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_users_age"), "users", ["age"])`,
    back: 'op.drop_index(op.f("ix_users_age"), "users")\n    op.drop_column("users", "age")',
  }),
  "alembic/versions/dddd00000004_last.py": module("dddd00000004", '"cccc00000003"', {
    up: `with op.batch_alter_table("users") as batch:
        batch.alter_column("name", existing_type=sa.String(80), type_=sa.String(200), nullable=True, existing_server_default="it's")
        batch.add_column(sa.Column("email", sa.Text()))`,
    back: `with op.batch_alter_table("users") as batch:
        batch.drop_column("email")`,
  }),
};

const environment = `from alembic import context
from sqlalchemy import create_engine, pool
import os
url = os.environ["SQLALCHEMY_URL"]
engine = create_engine(url, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
`;

const kinds: readonly Kind[] = ["sqlite", "postgres15", "mariadb"];
const drivers: Readonly<Record<string, string>> = {
  postgres: "postgresql+psycopg",
  mysql: "mysql+pymysql",
};

describe("adopt alembic", () => {
  for (const kind of kinds) {
    test(`moves a real project on ${kind}`, { timeout: 300_000 }, async () => {
      const python = await usePython("newest");
      if (python === undefined) return;
      await checkMove({
        tool: "alembic",
        kind,
        own: ["alembic_version"],
        env: { VIRTUAL_ENV: dirname(dirname(python)) },
        write: (project) =>
          project.write({
            "alembic.ini": "[alembic]\nscript_location = alembic\nprepend_sys_path = .\n",
            "alembic/env.py": environment,
            "alembic/script.py.mako": "",
            ...versions,
          }),
        apply(project, count) {
          const target = ["cccc00000003", "dddd00000004"][count - 3]!;
          const url = kind === "sqlite"
            ? "sqlite:///app.db"
            : project.url.replace(/^\w+/, (scheme) => drivers[scheme]!);
          project.tool([join(dirname(python), "alembic"), "upgrade", target], {
            SQLALCHEMY_URL: url,
          });
        },
      });
    });
  }

  test("keeps branches, merges, dependencies and what needs no transaction", {
    timeout: 300_000,
  }, async () => {
    const python = await usePython("newest");
    if (python === undefined) return;
    const env = { VIRTUAL_ENV: dirname(dirname(python)) };
    await using project = await oldProject("postgres15", env);
    if (project === undefined) return;
    const revision = (id: string, down: string, up: string, more = "") => ({
      [`alembic/versions/${id}.py`]: module(id, down, { up, back: "pass", more }),
    });
    project.write({
      "alembic.ini": "[alembic]\nscript_location = alembic\n",
      ...revision("aaaa00000001", "None", 'op.execute("CREATE TABLE a (id integer)")'),
      ...revision("bbbb00000002", '"aaaa00000001"', 'op.execute("CREATE TABLE b (id integer)")'),
      ...revision("cccc00000003", '"aaaa00000001"', 'op.execute("CREATE TABLE c (id integer)")'),
      ...revision("dddd00000004", '("bbbb00000002", "cccc00000003")', "pass"),
      ...revision(
        "eeee00000005",
        "None",
        'with op.get_context().autocommit_block():\n        op.execute("CREATE INDEX CONCURRENTLY ai ON a (id)")',
        'branch_labels = "side"\ndepends_on = "cccc00000003"\n',
      ),
    });
    await query(
      project.url,
      "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('cccc00000003'); " +
        "CREATE TABLE a (id integer); CREATE TABLE c (id integer)",
    );
    const adopted = await project.whimbrel("adopt", "alembic", "--yes", "--json");
    assert.equal(adopted.code, 0, adopted.stderr);
    const { migrations, findings } = JSON.parse(adopted.stdout);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      migrations.map((
        one: Record<string, unknown>,
      ) => [one["revision"], one["parents"], one["state"]])
        .toSorted(),
      [
        ["aaaa00000001", [], "applied"],
        ["bbbb00000002", ["aaaa00000001"], "pending"],
        ["cccc00000003", ["aaaa00000001"], "applied"],
        ["dddd00000004", ["bbbb00000002", "cccc00000003"], "pending"],
        ["eeee00000005", [], "pending"],
      ],
    );
    const text = readFileSync(join(project.cwd, "migrations/eeee00000005.sql"), "utf8");
    assert.match(text, /\n-- transaction: off\n-- label: side\n-- depends: cccc00000003\n/);
    const upgraded = await project.whimbrel("upgrade", "heads");
    assert.equal(upgraded.code, 0, upgraded.stderr);
    assert.match(upgraded.stdout, /Applied 3 migrations/);
  });

  test("stops at a pending revision that reads rows, and makes a baseline once it is applied", {
    timeout: 300_000,
  }, async () => {
    const python = await usePython("newest");
    if (python === undefined) return;
    await using project = (await oldProject("sqlite", { VIRTUAL_ENV: dirname(dirname(python)) }))!;
    const reading = 'for row in op.get_bind().execute(sa.text("SELECT id FROM a")):\n        ' +
      'op.execute("UPDATE a SET id = id + 1")';
    project.write({
      "alembic.ini": "[alembic]\nscript_location = alembic\n",
      "alembic/versions/aaaa00000001.py": module("aaaa00000001", "None", {
        up: 'op.execute("CREATE TABLE a (id integer)")',
        back: "pass",
      }),
      "alembic/versions/bbbb00000002.py": module("bbbb00000002", '"aaaa00000001"', {
        up: reading,
        back: "raise NotImplementedError()",
      }),
      "alembic/versions/cccc00000003.py": module("cccc00000003", '"bbbb00000002"', {
        up: 'op.execute("CREATE TABLE c (id integer)")',
        back: 'op.drop_table("c")',
      }),
    });
    const stand = (revision: string) =>
      project.tool([
        python,
        "-c",
        "import sqlite3; c = sqlite3.connect('app.db'); " +
        "c.executescript('CREATE TABLE IF NOT EXISTS alembic_version (version_num text); " +
        "CREATE TABLE IF NOT EXISTS a (id integer); DELETE FROM alembic_version'); " +
        `c.execute('INSERT INTO alembic_version VALUES (?)', ['${revision}']); c.commit()`,
      ]);
    stand("aaaa00000001");
    const stopped = await project.whimbrel("adopt", "alembic", "--yes");
    assert.equal(stopped.code, 2);
    assert.match(
      stopped.stderr,
      /"bbbb00000002" cannot be known beforehand: it reads from the database: SELECT id FROM a/,
    );
    stand("bbbb00000002");
    const adopted = await project.whimbrel("adopt", "alembic", "--yes");
    assert.equal(adopted.code, 0, adopted.stderr);
    assert.match(adopted.stdout, /1 recorded as applied, 1 pending/);
    assert.match((await project.whimbrel("upgrade")).stdout, /Applied 1 migration/);
    assert.deepEqual(await standings(project), ["stamped", "applied"]);
  });
});
