import { describe, test } from "node:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { installDbmate } from "../bench/dbmate.ts";
import { checkMove, type Kind } from "./project.ts";

const files = (text: string) => ({
  "db/migrations/20240101000000_users.sql":
    `-- migrate:up\nCREATE TABLE users (id ${text} PRIMARY KEY, name varchar(100) NOT NULL);\n` +
    "-- migrate:down\nDROP TABLE users;\n",
  "db/migrations/20240102000000_posts.sql":
    `-- migrate:up\nCREATE TABLE posts (id ${text} PRIMARY KEY, user_id ${text} NOT NULL);\n` +
    "INSERT INTO users (id, name) VALUES (1, 'a;b -- c');\n-- migrate:down\nDROP TABLE posts;\n",
  "db/migrations/20240103000000_age.sql":
    "-- migrate:up\nALTER TABLE users ADD COLUMN age integer;\n-- migrate:down\n",
});
const last = (text: string) => ({
  "db/migrations/20240104000000_tags.sql":
    `-- migrate:up\nCREATE TABLE tags (id ${text} PRIMARY KEY);\n-- upgrade\n` +
    "CREATE INDEX posts_user ON posts (user_id);\n" +
    "-- migrate:down\nDROP TABLE tags;\n",
});

const kinds: readonly Kind[] = ["sqlite", "postgres15", "mariadb", "mysql"];

describe("adopt dbmate", () => {
  for (const kind of kinds) {
    test(`moves a real project on ${kind}`, { timeout: 300_000 }, async () => {
      const dbmate = await installDbmate();
      await checkMove({
        tool: "dbmate",
        kind,
        own: ["schema_migrations"],
        write: (project) => project.write({ ...files("integer"), ...last("integer") }),
        apply(project, count) {
          if (count === 3) rmSync(join(project.cwd, Object.keys(last("integer"))[0]!));
          const url = kind === "sqlite"
            ? "sqlite:app.db"
            : `${project.url}${["mariadb", "mysql"].includes(kind) ? "" : "?sslmode=disable"}`;
          project.tool([dbmate, "--no-dump-schema", "up"], { DATABASE_URL: url });
          project.write(last("integer"));
        },
      });
    });
  }
});
