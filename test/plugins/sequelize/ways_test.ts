import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ModelsRequest } from "../../../core/plugin.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { plugin } from "../../../plugins/sequelize/mod.ts";
import { openMemory } from "../../adapters/sqlite/memory.ts";
import { loadDesired, loadScript, makeProject } from "../load.ts";

type Files = Readonly<Record<string, string>>;
type Asked = Partial<Pick<ModelsRequest, "paths" | "dialect" | "options" | "server">>;

const isBun = "Bun" in globalThis;

async function scriptOf(files: Files, asked: Asked): Promise<string> {
  using project = makeProject(files);
  const request = { root: project.root, paths: [], dialect: "sqlite", ...asked };
  return await loadScript(plugin, request);
}

/** The tables with their columns that models give on SQLite. */
async function tablesOf(files: Files, asked: Asked): Promise<Record<string, readonly string[]>> {
  using memory = openMemory(await scriptOf(files, asked));
  const { tables } = await memory.schema();
  return Object.fromEntries(
    tables.map(({ name, columns }) => [name, columns.map((column) => column.name)]),
  );
}

/** What the models index of `sequelize init` does. */
const cliIndex = `
const fs = require("fs");
const path = require("path");
const Sequelize = require("sequelize");
const process = require("process");
const basename = path.basename(__filename);
const env = process.env.NO_SUCH_ENV || "development";
const config = require(__dirname + "/../config/config.json")[env];
const db = {};
let sequelize;
if (config.use_env_variable) {
  sequelize = new Sequelize(process.env[config.use_env_variable], config);
} else {
  sequelize = new Sequelize(config.database, config.username, config.password, config);
}
fs.readdirSync(__dirname).filter((file) => file.indexOf(".") !== 0 && file !== basename &&
  file.slice(-3) === ".js").forEach((file) => {
    const model = require(path.join(__dirname, file))(sequelize, Sequelize.DataTypes);
    db[model.name] = model;
  });
Object.keys(db).forEach((modelName) => {
  if (db[modelName].associate) db[modelName].associate(db);
});
db.sequelize = sequelize;
db.Sequelize = Sequelize;
module.exports = db;
`;

const cliProject: Files = {
  "config/config.json": JSON.stringify({
    development: {
      username: "root",
      password: null,
      database: "app",
      host: "127.0.0.1",
      dialect: "mysql",
      timezone: "+01:00",
      define: { underscored: true },
    },
  }),
  "models/index.js": cliIndex,
  "models/user.js": `
const { Model } = require("sequelize");
module.exports = (sequelize, DataTypes) => {
  class User extends Model {
    static associate(models) { User.hasMany(models.Post); }
  }
  User.init({ firstName: DataTypes.STRING }, { sequelize, modelName: "User" });
  return User;
};`,
  "models/post.js": `
module.exports = (sequelize, DataTypes) => sequelize.define("Post", { title: DataTypes.STRING });`,
};

const cliTables = {
  posts: ["id", "title", "created_at", "updated_at", "user_id"],
  users: ["id", "first_name", "created_at", "updated_at"],
};

const decoratorOptions = JSON.stringify({
  compilerOptions: {
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    useDefineForClassFields: false,
  },
});

describe("models of Sequelize are found", () => {
  test("in the folder of sequelize-cli, of itself", async () => {
    assert.deepEqual(await tablesOf(cliProject, {}), cliTables);
  });

  test("where .sequelizerc says", async () => {
    const moved = Object.entries(cliProject).map(([path, text]) => [
      path.replace("models/", "app/db/models/"),
      text.replace("/../config", "/../../../config"),
    ]);
    const files = {
      ...Object.fromEntries(moved),
      ".sequelizerc": `const path = require("path");
        module.exports = { "models-path": path.resolve(__dirname, "app", "db", "models") };`,
    };
    assert.deepEqual(await tablesOf(files, {}), cliTables);
  });

  test("in a folder of functions without an index, which are called", async () => {
    const { "models/index.js": _, ...files } = cliProject;
    const asked = { paths: ["models"], options: { define: { underscored: true } } };
    assert.deepEqual(await tablesOf(files, asked), cliTables);
  });

  test("on the instance that another file makes, whose functions nobody has called", async () => {
    const files = {
      "db.mjs": `import { Sequelize } from "sequelize";
        export const sequelize = new Sequelize("postgres://a:b@127.0.0.1/c", { define: { timestamps: false } });`,
      "user.mjs":
        `export default (sequelize, types) => sequelize.define("user", { name: types.TEXT });`,
    };
    assert.deepEqual(await tablesOf(files, { paths: ["*.mjs"] }), { users: ["id", "name"] });
  });

  test("as classes of a module with top-level await, though its URL is missing", async () => {
    const files = {
      "models.mjs": `
        import { DataTypes, Model, Sequelize } from "sequelize";
        const sequelize = new Sequelize(process.env.NO_SUCH_URL);
        await sequelize.authenticate();
        export class User extends Model {}
        User.init({ name: DataTypes.STRING }, { sequelize, timestamps: false });
        console.log("noise"); setInterval(() => {}, 1000);
        await sequelize.sync({ force: true });`,
    };
    assert.deepEqual(await tablesOf(files, { paths: ["models.mjs"] }), { Users: ["id", "name"] });
  });

  test("by initModels() of sequelize-auto, and by a function that the configuration names", async () => {
    const files = {
      "init-models.cjs": `
        const { DataTypes } = require("sequelize");
        const initModels = (sequelize) => ({ city: sequelize.define("city", { n: DataTypes.INTEGER }, { timestamps: false }) });
        module.exports = { initModels, setUp: initModels };`,
    };
    const paths = ["init-models.cjs"];
    const tables = { cities: ["id", "n"] };
    assert.deepEqual(await tablesOf(files, { paths }), tables);
    assert.deepEqual(await tablesOf(files, { paths, options: { call: "setUp" } }), tables);
  });

  test("as classes of sequelize-typescript that nobody has added", { skip: !isBun }, async () => {
    const files = {
      "tsconfig.json": decoratorOptions,
      "models/base.ts": `import { Model } from "sequelize-typescript";
        export abstract class Base<T extends {}> extends Model<T> {}`,
      "models/team.ts": `
        import { Column, HasMany, Table } from "sequelize-typescript";
        import { Base } from "./base";
        import { Member } from "./member";
        @Table({ timestamps: false })
        export class Team extends Base<Team> {
          @Column name: string;
          @HasMany(() => Member) members: Member[];
        }`,
      "models/member.ts": `
        import { BelongsTo, Column, CreatedAt, DataType, ForeignKey, Index, Table, Unique } from "sequelize-typescript";
        import { Base } from "./base";
        import { Team } from "./team";
        @Table({ tableName: "members", updatedAt: false })
        export class Member extends Base<Member> {
          @Unique @Column email: string;
          @Index @Column(DataType.INTEGER) age: number;
          @CreatedAt @Column({ field: "joined" }) joined: Date;
          @ForeignKey(() => Team) @Column teamId: number;
          @BelongsTo(() => Team) team: Team;
        }`,
    };
    const tables = await tablesOf(files, { paths: ["models/*.ts"] });
    assert.deepEqual(tables, {
      Teams: ["id", "name"],
      members: ["id", "email", "age", "joined", "teamId"],
    });
  });

  test("as decorated classes of Sequelize 7", { skip: !isBun }, async () => {
    const files = {
      "tsconfig.json": decoratorOptions,
      "models.ts": `
        import { DataTypes, Model } from "@sequelize/core";
        import { Attribute, BelongsTo, NotNull, PrimaryKey, AutoIncrement, Table } from "@sequelize/core/decorators-legacy";
        @Table.Abstract({ timestamps: false })
        abstract class Base extends Model {}
        @Table
        export class Team extends Base {
          @Attribute(DataTypes.STRING) @NotNull declare name: string;
        }
        @Table({ underscored: true })
        export class Member extends Base {
          @BelongsTo(() => Team, "teamId") declare team: unknown;
          @Attribute(DataTypes.INTEGER) declare teamId: number;
        }`,
    };
    assert.deepEqual(await tablesOf(files, { paths: ["models.ts"] }), {
      Teams: ["id", "name"],
      members: ["id", "team_id"],
    });
  });

  test("on an instance of Sequelize 7 for another dialect, with its connection options", async () => {
    const files = {
      "db.mjs": `
        import { DataTypes, Sequelize } from "@sequelize/core";
        import { PostgresDialect } from "@sequelize/postgres";
        export const sequelize = new Sequelize({ dialect: PostgresDialect, host: "db", ssl: true, timezone: "+02:00", pool: { max: 3 } });
        sequelize.define("User", { name: DataTypes.STRING }, { timestamps: false });`,
    };
    assert.deepEqual(await tablesOf(files, { paths: ["db.mjs"] }), { Users: ["id", "name"] });
  });
});

describe("the plugin sequelize", () => {
  const model = (more: string) => ({
    "models.cjs": `
      const { DataTypes, Sequelize } = require("sequelize");
      const sequelize = new Sequelize("mysql://a:b@127.0.0.1/c");
      const User = sequelize.define("User", { name: DataTypes.STRING }, { timestamps: false });
      ${more}`,
  });

  test("keeps what hooks at sync() add", async () => {
    const files = model(
      `sequelize.addHook("afterSync", () => sequelize.query("CREATE VIEW people AS SELECT name FROM Users"));`,
    );
    assert.match(await scriptOf(files, { paths: ["models.cjs"] }), /;\nCREATE VIEW people AS/);
  });

  test("leaves out a hook that fails, and says so", async () => {
    using project = makeProject(model(
      `sequelize.addHook("afterSync", async () => { await User.create({ name: "x" }); throw new Error("no rows"); });`,
    ));
    const asked = { root: project.root, paths: ["models.cjs"], dialect: "sqlite" };
    const desired = await loadDesired(plugin, asked);
    assert.equal(desired.notes?.length, 1);
    assert.match(desired.notes![0]!, /^A hook of "User" at sync\(\) is left out: /);
    assert.ok(
      "script" in desired && desired.script.startsWith("CREATE TABLE IF NOT EXISTS `Users`"),
    );
  });

  test("builds indexes without CONCURRENTLY", async () => {
    const files = model(
      `sequelize.define("Log", { at: DataTypes.DATE }, { indexes: [{ fields: ["at"], concurrently: true }] });`,
    );
    const script = await scriptOf(files, { paths: ["models.cjs"], dialect: "postgres" });
    assert.match(script, /\nCREATE INDEX "logs_at" ON "Logs" \("at"\);/);
  });

  const failures: readonly [what: string, files: Files, asked: Asked, message: RegExp][] = [
    [
      "no models",
      { "a.mjs": "export const a = 1;" },
      { paths: ["a.mjs"] },
      /There are no models in ".*a\.mjs"/,
    ],
    [
      "a path of nothing",
      { "a.mjs": "" },
      { paths: ["src/*.mjs"] },
      /"src\/\*\.mjs" names no file/,
    ],
    ["no folder of models", { "a.mjs": "" }, {}, /There are no models in "models"/],
    [
      "a model that throws, with its line",
      { "a.cjs": `const s = require("sequelize");\n\nthrow new Error("Oh no");` },
      { paths: ["a.cjs"] },
      /a\.cjs:3: Oh no$/,
    ],
    [
      "a function that is not there",
      { "a.mjs": "export const a = 1;" },
      { paths: ["a.mjs"], options: { call: "setUp" } },
      /"setUp" is not a function that the models export/,
    ],
  ];
  for (const [what, files, asked, message] of failures) {
    test(`explains ${what}`, async () => {
      await assert.rejects(scriptOf(files, asked), (error) => {
        assert.ok(error instanceof WhimbrelError);
        assert.equal(error.code, "models");
        assert.match(error.message, message);
        return true;
      });
    });
  }

  test("refuses an option that it does not have", () => {
    const request = { root: "/", paths: [], dialect: "sqlite", options: { cal: "x" } };
    assert.throws(() => plugin.loader(request), {
      code: "models",
      message:
        'Cannot use "models" of the configuration: "cal" is no option of the plugin "sequelize"',
    });
  });
});
