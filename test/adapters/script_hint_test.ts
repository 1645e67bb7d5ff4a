import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adapter as mysql } from "../../adapters/mysql/mod.ts";
import { adapter as postgres } from "../../adapters/postgres/mod.ts";
import { adapter as sqlite } from "../../adapters/sqlite/mod.ts";
import type { Adapter } from "../../core/adapter.ts";

const cases: readonly (readonly [Adapter, string, string])[] = [
  [
    sqlite,
    "sqlite:////srv/my data/it's.db",
    `sqlite3 -bail '/srv/my data/it'\\''s.db' < script.sql`,
  ],
  [sqlite, "sqlite+aiosqlite://shop.db?mode=rw", "sqlite3 -bail /srv/shop.db < script.sql"],
  [
    postgres,
    "postgresql+asyncpg://ann:secret-word@db.example.com:5433/shop?sslmode=require",
    "psql -v ON_ERROR_STOP=1 -f script.sql -h db.example.com -p 5433 -U ann shop",
  ],
  [
    mysql,
    "mysql://ann:secret-word@db.example.com/my%20shop",
    "mysql --comments -h db.example.com -P 3306 -u ann -p 'my shop' < script.sql",
  ],
  [
    mysql,
    "mysql://ann@h/shop?socket=/run/my.sock",
    "mysql --comments -S /run/my.sock -u ann shop < script.sql",
  ],
];

describe("Adapter.scriptHint()", () => {
  for (const [adapter, url, expected] of cases) {
    test(`gives the command for ${url.replace("secret-word", "***")}`, () => {
      const options = { folder: "/srv", connectTimeout: 0, readOnly: true, settings: {}, env: {} };
      assert.equal(adapter.scriptHint!({ url, ...options }), expected);
    });
  }
});
