import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ModelsRequest } from "../../../core/plugin.ts";
import { plugin } from "../../../plugins/tortoise/mod.ts";
import { usePython } from "../../python.ts";
import { makeProject, request, runPython, scriptOf } from "../run_python.ts";

const python = await usePython("newest");

const user = `
from tortoise import fields
from tortoise.models import Model

class User(Model):
    id = fields.IntField(primary_key=True)
    boss = fields.ForeignKeyField("models.User", null=True)
`;

const settings = (modules: string, url = "postgres://me:secret@nowhere.invalid/db") => `
TORTOISE_ORM = {
    "connections": {"default": "${url}"},
    "apps": {"models": {"models": [${modules}], "default_connection": "default"}},
}
`;

type Files = Readonly<Record<string, string>>;

/** The names of the tables in the script for a project of these files. */
async function tables(files: Files, more: Partial<ModelsRequest> = {}): Promise<readonly string[]> {
  using project = makeProject(files);
  const script = await scriptOf(python!, plugin, request(project.root, more));
  return [...script.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?["\`]?(\w+)/g)].map(([, name]) =>
    name!
  );
}

/** What a person reads when the models of these files cannot be loaded. */
async function failure(
  files: Files,
  more: Partial<ModelsRequest> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  using project = makeProject(files);
  const run = await runPython(python!, plugin, request(project.root, more), env);
  assert.notEqual(run.code, 0);
  assert.doesNotMatch(run.stderr, /program\.py/);
  return run.stderr;
}

describe("Tortoise models are found", { skip: python === undefined }, () => {
  const app = { "app/__init__.py": "", "app/models.py": user };
  const withConfig = { ...app, "app/settings.py": settings('"app.models", "aerich.models"') };

  test("by a configuration's path, with Aerich's own table left out", async () => {
    assert.deepEqual(await tables(withConfig, { paths: ["app.settings.TORTOISE_ORM"] }), ["user"]);
    assert.deepEqual(await tables(withConfig, { paths: ["app.settings:TORTOISE_ORM"] }), ["user"]);
    assert.deepEqual(await tables(withConfig, { paths: ["app.settings"] }), ["user"]);
    assert.deepEqual(await tables(withConfig, { paths: ["app/settings.py"] }), ["user"]);
  });

  test("by pyproject.toml of Aerich and of Tortoise", async () => {
    for (const tool of ["aerich", "tortoise"]) {
      const line = `[tool.${tool}]\ntortoise_orm = "app.settings.TORTOISE_ORM"\n`;
      assert.deepEqual(await tables({ ...withConfig, "pyproject.toml": line }), ["user"]);
    }
  });

  test("below the src_folder of pyproject.toml, of the options, or src", async () => {
    const moved = (folder: string) =>
      Object.fromEntries(
        Object.entries(withConfig).map(([path, text]) => [`${folder}/${path}`, text]),
      );
    const line =
      '[tool.aerich]\ntortoise_orm = "app.settings.TORTOISE_ORM"\nsrc_folder = "./back"\n';
    assert.deepEqual(await tables({ ...moved("back"), "pyproject.toml": line }), ["user"]);
    const paths = ["app.settings.TORTOISE_ORM"];
    assert.deepEqual(
      await tables(moved("other"), { paths, options: { src_folder: "other" } }),
      ["user"],
    );
    assert.deepEqual(await tables(moved("src"), { paths }), ["user"]);
    assert.deepEqual(await tables(moved("src"), { paths: ["src/app/models.py"] }), ["user"]);
  });

  test("in modules, files and globs without any configuration", async () => {
    assert.deepEqual(await tables(app, { paths: ["app.models"] }), ["user"]);
    assert.deepEqual(await tables(app, { paths: ["app/models.py"] }), ["user"]);
    const both = { "models/a.py": user, "models/b.py": user.replaceAll("User", "Pet") };
    assert.deepEqual(await tables(both, { paths: ["models/*.py"] }), ["user", "pet"]);
  });

  test("in an app with another name than usual, which their references tell", async () => {
    const named = { "shop.py": user.replace("models.User", "shop.User") };
    assert.deepEqual(await tables(named, { paths: ["shop"] }), ["user"]);
  });

  test("in a JSON configuration, a TortoiseConfig and a function", async () => {
    const config = {
      connections: { default: "sqlite://x" },
      apps: { models: { models: ["app.models"] } },
    };
    const json = { ...app, "tortoise.json": JSON.stringify(config) };
    assert.deepEqual(await tables(json, { paths: ["tortoise.json"] }), ["user"]);
    const typed = "from tortoise.config import TortoiseConfig\n" +
      `CONFIG = TortoiseConfig.from_dict(${JSON.stringify(config)})\ndef make(): return CONFIG\n`;
    for (const name of ["CONFIG", "make"]) {
      assert.deepEqual(await tables({ ...app, "conf.py": typed }, { paths: [`conf.${name}`] }), [
        "user",
      ]);
    }
  });

  test("by app, of which each has its own tables", async () => {
    const two = `
TORTOISE_ORM = {
    "connections": {"one": "sqlite://a", "two": {"engine": "tortoise.backends.asyncpg", "credentials": {}}},
    "apps": {
        "models": {"models": ["app.models"], "default_connection": "one"},
        "pets": {"models": ["pets"], "default_connection": "two"},
    },
}
`;
    const pets = user.replaceAll("models.User", "pets.Pet").replace("class User", "class Pet");
    const files = { ...app, "pets.py": pets, "conf.py": two };
    const paths = ["conf.TORTOISE_ORM"];
    assert.deepEqual(await tables(files, { paths, options: { app: "pets" } }), ["pet"]);
    assert.match(await failure(files, { paths }), /several connections: .* models, pets/);
    assert.match(
      await failure(files, { paths, options: { app: "x" } }),
      /no app "x": .*models, pets/,
    );
    const shared = {
      ...files,
      "conf.py": two.replaceAll('"two"', '"one"').replace('"one": "sqlite://a", ', ""),
      "pets.py": pets.replace("pets.Pet", "models.User"),
    };
    assert.deepEqual(await tables(shared, { paths }), ["user", "pet"]);
    assert.match(
      await failure(shared, { paths, options: { app: "pets" } }),
      /Pet\.boss refers to app "models"/,
    );
  });
});

describe("Tortoise models make no difference by", { skip: python === undefined }, () => {
  const script = async (files: Files, dialect: string) => {
    using project = makeProject({ "m.py": user, ...files });
    const asked = request(project.root, { paths: ["m"], dialect });
    return await scriptOf(python!, plugin, asked);
  };

  test("drivers that are not installed", async () => {
    for (
      const [dialect, drivers] of [
        ["postgres", ["asyncpg", "psycopg"]],
        ["mysql", ["asyncmy", "aiomysql", "pymysql"]],
        ["sqlite", ["aiosqlite"]],
      ] as const
    ) {
      const broken = drivers.map((name) => [
        `${name}/__init__.py`,
        `raise ImportError("no ${name}")`,
      ]);
      const without = Object.fromEntries(broken);
      assert.equal(await script(without, dialect), await script({}, dialect));
    }
  });

  test("threads, timers, event loops and printing", async () => {
    const noisy = `${user}
import asyncio, sys, threading, time
print("hello")
print("hello", file=sys.stderr)
threading.Thread(target=lambda: time.sleep(600)).start()
asyncio.run(asyncio.sleep(0))
`;
    assert.equal(await script({ "m.py": noisy }, "sqlite"), await script({}, "sqlite"));
  });
});

test("Meta.constraints are made, which Tortoise's own generator forgets", {
  skip: python === undefined,
}, async () => {
  const source = `
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model

class Item(Model):
    id = fields.IntField(primary_key=True)
    price = fields.IntField(source_field="cost")
    class Meta:
        constraints = [
            CheckConstraint(check="cost > 0", name="positive"),
            UniqueConstraint(fields=("price",), name="once"),
            UniqueConstraint(fields=("price",), name="some", condition="cost > 5"),
        ]
`;
  using project = makeProject({ "m.py": source });
  const asked = request(project.root, { paths: ["m"], dialect: "postgres" });
  const script = await scriptOf(python!, plugin, asked);
  assert.match(script, /CONSTRAINT "positive" CHECK \(cost > 0\),\n/);
  assert.match(script, /CONSTRAINT "once" UNIQUE \("cost"\)\n/);
  assert.match(script, /CREATE UNIQUE INDEX "some" ON "item" \("cost"\) WHERE cost > 5;/);
});

describe("a fault in Tortoise models is told with the user's own line", {
  skip: python === undefined,
}, () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      "an unknown name",
      "x = 1\ny = nowhere\n",
      /\nm\.py:2: NameError: name 'nowhere' is not defined\n$/,
    ],
    ["a syntax error", "\nclass A(:\n", /m\.py:2: SyntaxError: invalid syntax\n$/],
    [
      "a missing environment variable",
      'import os\nurl = os.environ["DATABASE_URL"]\n',
      /m\.py:2: the environment variable "DATABASE_URL" is not set\n$/,
    ],
    [
      "a missing module",
      "import nowhere\n",
      /m\.py:1: there is no module "nowhere" for \/.*python\n$/,
    ],
    [
      "an exit",
      "import sys\nsys.exit(3)\n",
      /m\.py:2: the models ended the program \(exit code 3\)\n$/,
    ],
    [
      "a connection that is refused",
      'import socket\nsocket.create_connection(("127.0.0.1", 1))\n',
      /m\.py:2: ConnectionRefusedError: /,
    ],
    [
      "an option that Tortoise refuses",
      "from tortoise import fields\nfields.CharField(max_length=0)\n",
      /m\.py:2: ConfigurationError: 'max_length' must be >= 1\n$/,
    ],
  ];
  for (const [name, source, expected] of cases) {
    test(name, async () => {
      assert.match(await failure({ "m.py": source }, { paths: ["m"] }), expected);
    });
  }

  test("no configuration at all", async () => {
    assert.match(await failure({}), /^there is no Tortoise configuration: set `path`/);
  });

  test("a wrong path", async () => {
    assert.match(
      await failure({ "m.py": user }, { paths: ["m.CONFIG"] }),
      /^"m" has no attribute "CONFIG"/,
    );
    assert.match(await failure({}, { paths: ["m/x.py"] }), /^there is no file "m\/x\.py"/);
    assert.match(await failure({}, { paths: ["m/*.py"] }), /^no Python file matches "m\/\*\.py"/);
    assert.match(await failure({}, { paths: ["nowhere.X"] }), /there is no module "nowhere"/);
  });

  test("no models", async () => {
    assert.match(
      await failure({ "m.py": "x = 1\n" }, { paths: ["m"] }),
      /\nthe models have no tables/,
    );
  });

  test("tables that refer to each other", async () => {
    const other = user.replace(/class User[^]*$/, "") + `
class A(Model):
    b = fields.ForeignKeyField("models.B", related_name="x")
class B(Model):
    a = fields.ForeignKeyField("models.A", related_name="y")
`;
    assert.match(
      await failure({ "m.py": other }, { paths: ["m"] }),
      /refer to each other in a circle/,
    );
  });

  test("Tortoise that is not installed", async () => {
    const missing = { "tortoise/__init__.py": 'raise ModuleNotFoundError("no", name="tortoise")' };
    assert.match(await failure(missing, { paths: ["m"] }), /^Tortoise ORM is not installed for \//);
  });
});

test("a key that the plugin does not know is refused", () => {
  assert.throws(
    () => plugin.loader(request("/", { options: { apps: "x" } })),
    /Cannot use "models" of the configuration: there is no key "apps" for the plugin "tortoise"/,
  );
  assert.throws(
    () => plugin.loader(request("/", { options: { app: 3 } })),
    /"app" must be string, not 3/,
  );
});
