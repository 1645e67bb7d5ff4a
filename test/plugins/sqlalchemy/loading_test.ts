import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ModelsRequest } from "../../../core/plugin.ts";
import { plugin } from "../../../plugins/sqlalchemy/mod.ts";
import { type PythonName, pythonNames, usePython } from "../../python.ts";
import { makeProject, request, runPython, runScript, scriptOf } from "../run_python.ts";

const python = await usePython("newest");

const base = `
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()
`;

const user = `
class User(Base):
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    name = Column(String(80))
`;

const models = base + user;

type Files = Readonly<Record<string, string>>;

/** The names of the tables in the script for a project of these files. */
async function tables(
  files: Files,
  more: Partial<ModelsRequest> = {},
  name: PythonName = "newest",
): Promise<readonly string[]> {
  using project = makeProject(files);
  const interpreter = await usePython(name);
  const script = await scriptOf(interpreter!, plugin, request(project.root, more));
  return [...script.matchAll(/CREATE TABLE (?:\w+\.)?["\`]?(\w+)/g)].map(([, name]) => name!);
}

/** What a person reads when the models of these files cannot be loaded. */
async function failure(files: Files, more: Partial<ModelsRequest> = {}): Promise<string> {
  using project = makeProject(files);
  const run = await runPython(python!, plugin, request(project.root, more));
  assert.notEqual(run.code, 0);
  assert.doesNotMatch(run.stderr, /program\.py/);
  return run.stderr;
}

describe("SQLAlchemy metadata is found", { skip: python === undefined }, () => {
  const app = { "app/__init__.py": "", "app/models.py": models };

  test("by module, attribute and file", async () => {
    const paths = [
      ...["app.models", "app.models:Base", "app.models:Base.metadata", "app.models.Base"],
      ...["app/models.py", "app/models.py:Base.metadata", "app/*.py:Base", "app.models:User"],
    ];
    for (const path of paths) {
      const found = tables(path.includes("*") ? { "app/models.py": models } : app, {
        paths: [path],
      });
      assert.deepEqual(await found, ["user"], path);
    }
  });

  test("in a package whose modules nobody imports", async () => {
    const package_ = {
      "app/__init__.py": "",
      "app/models/__init__.py": "",
      "app/models/base.py": base,
      "app/models/user.py": `from .base import *\n${user}`,
      "app/models/pets/__init__.py": "",
      "app/models/pets/cat.py":
        "from ..base import *\nclass Cat(Base):\n    __tablename__ = 'cat'\n    id = Column(Integer, primary_key=True)\n",
    };
    assert.deepEqual((await tables(package_, { paths: ["app.models"] })).toSorted(), [
      "cat",
      "user",
    ]);
  });

  test("in a part of a repository that holds several projects", async () => {
    const files = {
      "services/my-api/app/__init__.py": "",
      "services/my-api/app/base.py": base,
      "services/my-api/app/models.py": `from app.base import *\n${user}`,
      "services/my-api/alembic.ini":
        "[alembic]\nscript_location = migrations\nprepend_sys_path = .\n",
      "services/my-api/migrations/env.py":
        "from app.models import Base\ntarget_metadata = Base.metadata\n",
    };
    for (const name of ["app/models.py", "alembic.ini"]) {
      assert.deepEqual(await tables(files, { paths: [`services/my-api/${name}`] }), ["user"]);
    }
  });

  test("in several modules that share it, each table once", async () => {
    const shared = {
      "base.py": base,
      "one.py": `from base import *\n${user}`,
      "two.py": `from base import *\n${user.replace("User", "Pet").replace('"user"', '"pet"')}`,
    };
    const found = await tables(shared, { paths: ["one", "two"] });
    assert.deepEqual(found.toSorted(), ["pet", "user"]);
    assert.deepEqual((await tables(shared, { paths: ["*.py"] })).toSorted(), ["pet", "user"]);
  });

  test("in tables without classes, functions, lists and extensions with binds", async () => {
    const plain = `
from sqlalchemy import *
metadata = MetaData()
other = MetaData()
Table("a", metadata, Column("id", Integer, primary_key=True))
Table("b", other, Column("id", Integer, primary_key=True))
def get(): return metadata
every = [metadata, other]
class Extension: metadatas = {None: metadata, "other": other}
db = Extension()
`;
    const found = (path: string) => tables({ "m.py": plain }, { paths: [path] });
    assert.deepEqual(await found("m"), ["a", "b"]);
    assert.deepEqual(await found("m:get"), ["a"]);
    assert.deepEqual(await found("m:every"), ["a", "b"]);
    assert.deepEqual(await found("m:db"), ["a", "b"]);
  });
});

describe("an env.py gives its target_metadata", { skip: python === undefined }, () => {
  for (const name of pythonNames) {
    for (const template of ["generic", "async", ...(name === "oldest" ? [] : ["pyproject"])]) {
      test(`of Alembic's template "${template}", ${name} packages`, async () => {
        const interpreter = (await usePython(name))!;
        using project = makeProject({ "app/models.py": models });
        const { root } = project;
        const words = `["init", "-t", "${template}", "alembic"]`;
        await runScript(interpreter, root, `from alembic.config import main; main(${words})`);
        const fill = `
import re
text = open("alembic/env.py").read()
assert "target_metadata = None" in text
text = text.replace("target_metadata = None", "from app.models import Base\\ntarget_metadata = Base.metadata")
open("alembic/env.py", "w").write(text)
`;
        await runScript(interpreter, root, fill);
        const script = await scriptOf(interpreter, plugin, request(root, {}));
        assert.match(script, /^CREATE TABLE user /);
        const asked = request(root, { paths: ["alembic/env.py"] });
        assert.equal(await scriptOf(interpreter, plugin, asked), script);
      });
    }
  }

  const ini = { "alembic.ini": "[alembic]\nscript_location = migrations\n" };
  const app = { "models.py": models };

  test("that only knows how to connect", async () => {
    const env = `
from alembic import context
from sqlalchemy import create_engine
from models import Base
target_metadata = Base.metadata
with create_engine("sqlite:///made.db").connect() as connection:
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()
`;
    assert.deepEqual(await tables({ ...app, ...ini, "migrations/env.py": env }), ["user"]);
  });

  test("that keeps it inside a function, with a filter of objects", async () => {
    const env = `
from alembic import context
from models import Base
def include(object, name, type_, reflected, compare_to):
    return not (type_ == "table" and name == "legacy")
def main():
    context.configure(url="x", target_metadata=[Base.metadata], include_object=include)
    context.run_migrations()
main()
`;
    const legacy = user.replace("User", "Legacy").replace('"user"', '"legacy"');
    const files = { "models.py": models + legacy, ...ini, "migrations/env.py": env };
    assert.deepEqual(await tables(files), ["user"]);
  });

  test("that has several databases", async () => {
    const env = `
from alembic import context
from models import Base
target_metadata = {"main": Base.metadata, "other": None}
context.configure(target_metadata=target_metadata)
`;
    const files = { ...app, ...ini, "migrations/env.py": env };
    assert.deepEqual(await tables(files, { options: { app: "main" } }), ["user"]);
    assert.match(await failure(files), /metadata of several databases: .*: main, other/);
  });

  test("without Alembic, with a section, a package and prepend_sys_path", async () => {
    const env = `
from alembic import context
config = context.config
assert config.get_main_option("sqlalchemy.url") == "sqlite://"
from models import Base
target_metadata = Base.metadata
if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), target_metadata=target_metadata)
`;
    const files = {
      "alembic/__init__.py": 'raise ModuleNotFoundError("no", name="alembic")',
      "alembic.ini":
        "[other]\nscript_location = pack:here\nprepend_sys_path = back\nsqlalchemy.url = sqlite://\n",
      "back/models.py": models,
      "back/pack/__init__.py": "",
      "back/pack/here/env.py": env,
    };
    const more = { paths: ["alembic.ini"], options: { section: "other" } };
    assert.deepEqual(await tables(files, more), ["user"]);
    assert.match(
      await failure(files, { paths: ["alembic.ini"] }),
      /"alembic\.ini" has no section \[alembic\]/,
    );
  });

  test("that gives none", async () => {
    const files = { ...ini, "migrations/env.py": "target_metadata = None\n" };
    assert.match(await failure(files), /"migrations\/env\.py" gives no target_metadata/);
    assert.match(await failure(ini), /there is no file "migrations\/env\.py"/);
  });
});

describe("the script for SQLAlchemy models", { skip: python === undefined }, () => {
  const script = async (text: string, more: Partial<ModelsRequest> = {}) => {
    using project = makeProject({ "m.py": text });
    return await scriptOf(python!, plugin, request(project.root, { paths: ["m"], ...more }));
  };

  test("is not touched by threads, event loops and printing", async () => {
    const noisy = `${models}
import asyncio, threading, time
print("hello")
threading.Thread(target=lambda: time.sleep(600)).start()
asyncio.run(asyncio.sleep(0))
`;
    assert.equal(await script(noisy), await script(models));
  });

  test("takes the options of mysql for MariaDB, and of mariadb where the URL says so", async () => {
    const text = models.replace(
      "class User(Base):",
      `$&
    __table_args__ = {"mysql_comment": "x", "mysql_engine": "MyISAM", "mariadb_engine": "Aria"}`,
    )
      .replace('"mysql_comment": "x", ', "");
    const more = { dialect: "mysql", server: "MariaDB 10.11.18" };
    assert.match(await script(text, more), /ENGINE=MyISAM/);
    assert.match(await script(text, { ...more, options: { dialect: "mariadb" } }), /ENGINE=Aria/);
  });

  test("leaves out tables of other databases, and says so", async () => {
    const text = `${models}
class Other(Base):
    __tablename__ = "other"
    __table_args__ = {"schema": "elsewhere"}
    id = Column(Integer, primary_key=True)
`;
    for (const dialect of ["sqlite", "mysql"]) {
      using project = makeProject({ "m.py": text });
      const asked = request(project.root, { paths: ["m"], dialect });
      const { models } = await runPython(python!, plugin, asked);
      const desired = plugin.translate(models, asked);
      assert.deepEqual(desired.notes, [
        'Table "elsewhere.other" is in another database and left out',
      ]);
      assert.ok("script" in desired && !desired.script.includes("elsewhere"));
    }
    assert.match(
      await script(text, { dialect: "postgres" }),
      /^CREATE SCHEMA IF NOT EXISTS elsewhere;/,
    );
  });
});

describe("a fault in SQLAlchemy models is told with the user's own line", {
  skip: python === undefined,
}, () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "an unknown name",
      `${base}y = nowhere\n`,
      /m\.py:6: NameError: name 'nowhere' is not defined\n$/,
    ],
    ["a syntax error", "\nclass A(:\n", /m\.py:2: SyntaxError: invalid syntax\n$/],
    [
      "a table without a key",
      `${base}class A(Base):\n    __tablename__ = "a"\n    x = Column(Integer)\n`,
      /m\.py:6: ArgumentError: Mapper .* could not assemble any primary key columns/,
    ],
    [
      "a missing environment variable",
      'import os\nurl = os.environ["DATABASE_URL"]\n',
      /m\.py:2: the environment variable "DATABASE_URL" is not set\n$/,
    ],
    ["no metadata", "x = 1\n", /^"m" has no metadata, declarative base or table\n$/],
    [
      "tables of other databases only",
      models.replace("class User(Base):", '$&\n    __table_args__ = {"schema": "x"}'),
      /^all tables have a schema, which is another database here\n$/,
    ],
    ["no tables", base, /^the models have no tables: does the module import them\?\n$/],
    [
      "a reference to no table",
      models.replace("String(80)", 'ForeignKey("nowhere.id")'),
      /NoReferencedTableError: Foreign key associated with column 'user\.name' could not find/,
    ],
  ];
  for (const [name, source, expected] of cases) {
    test(name, async () => {
      assert.match(await failure({ "m.py": source }, { paths: ["m"] }), expected);
    });
  }

  test("a wrong path", async () => {
    assert.match(await failure({}), /^there are no models: set `path`/);
    assert.match(
      await failure({ "m.py": models }, { paths: ["m:Bass"] }),
      /^"m" has no attribute "Bass"/,
    );
    assert.match(
      await failure({ "m.py": models }, { paths: ["m:Column"] }),
      /^"m:Column" is neither metadata nor a declarative base/,
    );
    assert.match(await failure({}, { paths: ["nowhere"] }), /^there is no module "nowhere"/);
    assert.match(await failure({}, { paths: ["x.py"] }), /^there is no file "x\.py"/);
  });

  test("SQLAlchemy that is not installed", async () => {
    const missing = {
      "sqlalchemy/__init__.py": 'raise ModuleNotFoundError("no", name="sqlalchemy")',
    };
    assert.match(await failure(missing, { paths: ["m"] }), /^SQLAlchemy is not installed for \//);
  });
});

test("a key that the plugin does not know is refused", () => {
  assert.throws(
    () => plugin.loader(request("/", { options: { url: "x" } })),
    /Cannot use "models" of the configuration: there is no key "url" for the plugin "sqlalchemy"/,
  );
});
