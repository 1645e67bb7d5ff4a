import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, spawn } from "../../cli/run.ts";
import { useDatabase } from "./database.ts";
import { mysqlServers } from "./servers.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bun = join(root, "node_modules/.bin/bun");

const first = `// revision: aaaaaaaaaaa1
// parents:

export async function upgrade(op) {
  await op.createTable("teams", {
    columns: { id: { type: "integer", primaryKey: true }, name: { type: "text" } },
    comment: "it's all of them",
  });
  await op.createTable("users", {
    columns: {
      id: { type: "bigint", primaryKey: true, autoIncrement: true },
      email: { type: "varchar(200)", nullable: false, unique: true, default: "it's" },
      active: { type: "boolean", nullable: false, default: true },
      team_id: { type: "integer", references: { table: "teams", onDelete: "set null" } },
      made: { type: "timestamp", nullable: false, default: { sql: "CURRENT_TIMESTAMP" } },
      facts: { type: "json" },
    },
    checks: ["email <> 'root'"],
    indexes: [{ columns: [{ column: "made", descending: true }, "email"] }],
    options: { engine: "InnoDB" },
  });
  await op.execute("INSERT INTO teams VALUES (1, 'a'); INSERT INTO users (email, team_id) VALUES ('a@b', 1)");
}

export async function downgrade(op) {
  await op.dropTable("users");
  await op.dropTable("teams");
}
`;

const second = `// revision: aaaaaaaaaaa2
// parents: aaaaaaaaaaa1

export async function upgrade(op) {
  await op.addColumn("users", "nick", { type: "varchar(30)", check: "nick <> ''", comment: "short" });
  await op.alterColumn("users", "email", { type: "varchar(250)", default: null, comment: "where to" });
  await op.renameColumn("users", "email", "mail");
  await op.dropConstraint("users", "users_team_id_fkey");
  await op.createIndex("users", ["nick"]);
  await op.renameIndex("users", "users_nick_idx", "by_nick");
  await op.renameTable("teams", "crews");
  const rows = await op.query("SELECT mail FROM users WHERE id = ?", [1]);
  if (rows[0].mail !== "a@b") throw new Error("the row is gone");
}

export async function downgrade(op) {
  await op.renameTable("crews", "teams");
  await op.dropIndex("users", "by_nick");
  await op.addForeignKey("users", "team_id", { table: "teams", onDelete: "set null" });
  await op.renameColumn("users", "mail", "email");
  await op.alterColumn("users", "email", { type: "varchar(200)", default: "it's", comment: null });
  await op.dropColumn("users", "nick");
}
`;

for (const server of await mysqlServers()) {
  describe(`the operations of a migration on ${server.name}`, { timeout: 120_000 }, () => {
    test("a whole script runs up, down and up again from the command line", async () => {
      await using database = await useDatabase(server);
      using place = folder(
        { "migrations/0001.ts": first, "migrations/0002.ts": second },
        { DATABASE_URL: database.url },
      );
      const command = (...args: readonly string[]) => {
        const ran = spawn(bun, [join(root, "cmd/main.ts"), ...args], place);
        assert.equal(ran.code, 0, ran.stdout + ran.stderr);
      };
      const users = async () => {
        const { tables } = await database.schema();
        return tables.find(({ name }) => name === "users");
      };
      command("upgrade", "aaaaaaaaaaa1");
      const before = await users();
      assert.deepEqual(before?.foreignKeys.map(({ name }) => name), ["users_team_id_fkey"]);
      assert.deepEqual(before?.uniques.map(({ name }) => name), ["users_email_key"]);
      assert.deepEqual(before?.columns.find(({ name }) => name === "made"), {
        name: "made",
        type: "datetime(6)",
        nullable: false,
        default: "CURRENT_TIMESTAMP(6)",
      });
      command("upgrade");
      const after = await users();
      assert.deepEqual(after?.columns.map(({ name }) => name), [
        "id",
        "mail",
        "active",
        "team_id",
        "made",
        "facts",
        "nick",
      ]);
      assert.deepEqual(after?.columns[1], {
        name: "mail",
        type: "varchar(250)",
        nullable: false,
        comment: "where to",
      });
      assert.deepEqual(after?.indexes.map(({ name }) => name), ["by_nick", "users_made_email_idx"]);
      assert.deepEqual(after?.foreignKeys, []);
      command("downgrade", "-1", "--yes");
      assert.deepEqual(await users(), before);
      assert.deepEqual(await database.rows("SELECT id, email, active, team_id FROM users"), [
        { id: 1, email: "a@b", active: 1, team_id: 1 },
      ]);
      command("upgrade");
      assert.deepEqual(await users(), after);
      command("downgrade", "base", "--yes");
      assert.deepEqual(
        (await database.schema()).tables.map(({ name }) => name).filter((name) =>
          !name.startsWith("whimbrel_")
        ),
        [],
      );
    });
  });
}
