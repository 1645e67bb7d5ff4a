import { sha256 } from "../../core/checksum.ts";
import { flywayChecksum } from "../../project/adopt/flyway.ts";

/** A project as it stands before a page's commands are typed. */
export interface PageProject {
  readonly kind: "sqlite" | "postgres15";
  readonly python?: true;
  readonly files: Readonly<Record<string, string>>;
  /** What the old tool left in the database. */
  readonly sql: string;
}

const create = "CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL);";
const alter = "ALTER TABLE users ADD COLUMN email text;";

const project = (
  files: Readonly<Record<string, string>>,
  history: string,
  more: Partial<PageProject> = {},
): PageProject => ({ kind: "sqlite", files, sql: `${create}\n${history}`, ...more });

const commonjs = { "package.json": '{ "type": "commonjs" }' };

const names = (table: string, columns: string, values: string) =>
  `CREATE TABLE ${table} (${columns}); INSERT INTO ${table} VALUES (${values});`;

const sequelize = {
  ...commonjs,
  "migrations/20240101000000-users.js": `module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.createTable("users", {
    id: { type: Sequelize.INTEGER, primaryKey: true },
    name: { type: Sequelize.TEXT, allowNull: false },
  }),
  down: (queryInterface) => queryInterface.dropTable("users"),
};`,
  "migrations/20240102000000-email.js": `module.exports = {
  up: (queryInterface, Sequelize) => queryInterface.addColumn("users", "email", Sequelize.TEXT),
  down: (queryInterface) => queryInterface.removeColumn("users", "email"),
};`,
};

const alembic = (revision: string, down: string, up: string, back: string) =>
  `"""${revision}"""
from alembic import op
import sqlalchemy as sa

revision = "${revision}"
down_revision = ${down}

def upgrade():
    ${up}

def downgrade():
    ${back}
`;

/** The projects of docs/from, by tool: one migration applied, one pending. */
export const pageProjects: Readonly<Record<string, PageProject>> = {
  "aerich": project(
    {
      "migrations/models/0_20240101000000_init.py": `async def upgrade(db) -> str:
    return """
        ${create}"""

async def downgrade(db) -> str:
    return ""
`,
      "migrations/models/1_20240102000000_add_email.py": `async def upgrade(db) -> str:
    return """
        ${alter}"""

async def downgrade(db) -> str:
    return """
        ALTER TABLE users DROP COLUMN email;"""
`,
    },
    names(
      "aerich",
      "id integer, version text, app text",
      "1, '0_20240101000000_init.py', 'models'",
    ),
    {},
  ),
  "alembic": project(
    {
      "alembic.ini": "[alembic]\nscript_location = alembic\n",
      "alembic/versions/1a2b3c4d5e6f_users.py": alembic(
        "1a2b3c4d5e6f",
        "None",
        'op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), ' +
          'sa.Column("name", sa.Text, nullable=False))',
        'op.drop_table("users")',
      ),
      "alembic/versions/2b3c4d5e6f70_email.py": alembic(
        "2b3c4d5e6f70",
        '"1a2b3c4d5e6f"',
        'op.add_column("users", sa.Column("email", sa.Text))',
        'op.drop_column("users", "email")',
      ),
    },
    names("alembic_version", "version_num text", "'1a2b3c4d5e6f'"),
    { python: true },
  ),
  "dbmate": project({
    "db/migrations/20240101000000_users.sql":
      `-- migrate:up\n${create}\n-- migrate:down\nDROP TABLE users;\n`,
    "db/migrations/20240102000000_email.sql":
      `-- migrate:up\n${alter}\n-- migrate:down\nALTER TABLE users DROP COLUMN email;\n`,
  }, names("schema_migrations", "version text", "'20240101000000'")),
  "django": project(
    {
      "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n',
      "site_settings.py": 'INSTALLED_APPS = ["people"]\nDATABASES = {"default": ' +
        '{"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db"}}\n' +
        'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n',
      "people/__init__.py": "",
      "people/migrations/__init__.py": "",
      "people/migrations/0001_initial.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [migrations.CreateModel(
        "Person",
        [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())],
        options={"db_table": "users"},
    )]
`,
      "people/migrations/0002_email.py": `from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.AddField("person", "email", models.TextField(null=True))]
`,
    },
    names(
      "django_migrations",
      "id integer, app text, name text, applied text",
      "1, 'people', '0001_initial', '2024-01-01 00:00:00'",
    ),
    {
      python: true,
    },
  ),
  "drizzle": project(
    {
      "drizzle/meta/_journal.json": JSON.stringify({
        entries: [{ tag: "0000_users", when: 1704067200000 }, {
          tag: "0001_email",
          when: 1704153600000,
        }],
      }),
      "drizzle/0000_users.sql": create,
      "drizzle/0001_email.sql": alter,
    },
    names(
      "__drizzle_migrations",
      "id integer, hash text, created_at integer",
      `1, '${sha256(create)}', 1704067200000`,
    ),
  ),
  "flyway": project(
    {
      "src/main/resources/db/migration/V1__users.sql": create,
      "src/main/resources/db/migration/V2__email.sql": alter,
    },
    names(
      "flyway_schema_history",
      "installed_rank integer, version text, description text, type text, script text, checksum integer, success boolean",
      `1, '1', 'users', 'SQL', 'V1__users.sql', ${flywayChecksum(create)}, 1`,
    ),
  ),
  "golang-migrate": project({
    "migrations/000001_users.up.sql": create,
    "migrations/000001_users.down.sql": "DROP TABLE users;",
    "migrations/000002_email.up.sql": alter,
    "migrations/000002_email.down.sql": "ALTER TABLE users DROP COLUMN email;",
  }, names("schema_migrations", "version integer, dirty boolean", "1, 0")),
  "goose": project({
    "migrations/00001_users.sql": `-- +goose Up\n${create}\n-- +goose Down\nDROP TABLE users;\n`,
    "migrations/00002_email.sql":
      `-- +goose Up\n${alter}\n-- +goose Down\nALTER TABLE users DROP COLUMN email;\n`,
  }, names("goose_db_version", "id integer, version_id integer, is_applied integer", "1, 1, 1")),
  "knex": project({
    ...commonjs,
    "migrations/20240101000000_users.js":
      `exports.up = (knex) => knex.schema.createTable("users", (t) => {
  t.integer("id").primary();
  t.text("name").notNullable();
});
exports.down = (knex) => knex.schema.dropTable("users");`,
    "migrations/20240102000000_email.js":
      'exports.up = (knex) => knex.schema.alterTable("users", (t) => t.text("email"));',
  }, names("knex_migrations", "id integer, name text", "1, '20240101000000_users.js'")),
  "kysely": project({
    "migrations/2024_01_users.mjs": `export const up = (db) => db.schema.createTable("users")
  .addColumn("id", "integer", (c) => c.primaryKey()).addColumn("name", "text", (c) => c.notNull()).execute();
export const down = (db) => db.schema.dropTable("users").execute();`,
    "migrations/2024_02_email.mjs":
      'export const up = (db) => db.schema.alterTable("users").addColumn("email", "text").execute();',
  }, names("kysely_migration", "name text, timestamp text", "'2024_01_users', '2024'")),
  "node-pg-migrate": project(
    {
      ...commonjs,
      "migrations/1704067200000_users.js":
        'exports.up = (pgm) => pgm.createTable("users", { id: "id", name: { type: "text", notNull: true } });',
      "migrations/1704153600000_email.js":
        'exports.up = (pgm) => pgm.addColumn("users", { email: "text" });',
    },
    names("pgmigrations", "id integer, name text", "1, '1704067200000_users'"),
    {
      kind: "postgres15",
    },
  ),
  "prisma": project(
    {
      "prisma/migrations/20240101000000_users/migration.sql": create,
      "prisma/migrations/20240102000000_email/migration.sql": alter,
    },
    names(
      "_prisma_migrations",
      "migration_name text, checksum text, started_at text, finished_at text, rolled_back_at text",
      `'20240101000000_users', '${sha256(create)}', '2024', '2024', NULL`,
    ),
  ),
  "sequelize": project(
    sequelize,
    names('"SequelizeMeta"', "name text", "'20240101000000-users.js'"),
  ),
  "typeorm": project(
    {
      ...commonjs,
      "src/migrations/1704067200000-Users.ts":
        `import { MigrationInterface, QueryRunner } from "typeorm";
export class Users1704067200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> { await queryRunner.query("${create}"); }
  async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query("DROP TABLE users"); }
}`,
      "src/migrations/1704153600000-Email.ts":
        `import { MigrationInterface, QueryRunner, TableColumn } from "typeorm";
export class Email1704153600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn("users", new TableColumn({ name: "email", type: "text", isNullable: true }));
  }
  async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.dropColumn("users", "email"); }
}`,
    },
    names(
      "migrations",
      "id integer, timestamp integer, name text",
      "1, 1704067200000, 'Users1704067200000'",
    ),
  ),
  "umzug": project(
    Object.fromEntries(
      Object.entries(sequelize).map(([name, text]) => [
        name,
        name.endsWith("json") ? text : 'const Sequelize = require("sequelize");\n' + text
          .replaceAll("(queryInterface, Sequelize)", "({ context: queryInterface })")
          .replaceAll("(queryInterface)", "({ context: queryInterface })"),
      ]),
    ),
    names('"SequelizeMeta"', "name text", "'20240101000000-users.js'"),
  ),
};
