import { introspect } from "../../../adapters/mysql/introspect.ts";
import type { DiffTraits } from "../../../core/diff.ts";
import { generated } from "../../../core/statement.ts";
import { open } from "../../adapters/mysql/servers.ts";
import type { DatabaseServer } from "../../servers/mod.ts";
import type { Bench, Scratch } from "./scratch.ts";

/** MySQL or MariaDB, with two databases that are dropped and made again for each change. */
export async function openMysql(server: DatabaseServer): Promise<Bench> {
  const migrated = await scratch(server);
  const direct = await scratch(server);
  return {
    traits: migrated.traits,
    migrated,
    direct,
    returned: migrated,
    async [Symbol.asyncDispose]() {
      await migrated[Symbol.asyncDispose]();
      await direct[Symbol.asyncDispose]();
    },
  };
}

async function scratch(
  server: DatabaseServer,
): Promise<Scratch & { readonly traits: DiffTraits }> {
  const url = await server.createDatabase();
  const session = await open(url);
  const name = `\`${session.facts.database}\``;
  const rows = (sql: string) => session.query(sql);
  return {
    traits: session.dialect.diffTraits ?? {},
    async reset() {
      await session.run(
        [`DROP DATABASE ${name}`, `CREATE DATABASE ${name}`, `USE ${name}`].map(generated),
      );
    },
    exec: async (script) => void await session.run([...session.dialect.split([script])]),
    rows,
    schema: () => introspect(session),
    render: (operations, before) => session.dialect.render(operations, before),
    async run(statements) {
      for (const statement of statements) {
        try {
          await session.run([statement]);
        } catch (cause) {
          throw new Error(`${(cause as Error).message}\n${statement.text}`, { cause });
        }
      }
    },
    async show() {
      const shown: string[] = [];
      for (const [kind, names] of Object.entries(listings)) {
        for (const row of await rows(names)) {
          const [made] = await rows(`SHOW CREATE ${kind} \`${String(Object.values(row)[0])}\``);
          const text = Object.entries(made ?? {})
            .find(([column]) => /^(?:sql original statement|create (?!d$).+)$/i.test(column))?.[1];
          shown.push(normal(String(text)));
        }
      }
      return shown.join("\n\n").replaceAll(session.facts.database, "scratch");
    },
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await server.dropDatabase(url);
    },
  };
}

const listings = {
  TABLE: "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() " +
    "AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1",
  VIEW:
    "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1",
  TRIGGER: "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS " +
    "WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
  PROCEDURE: "SELECT ROUTINE_NAME FROM information_schema.ROUTINES " +
    "WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE' ORDER BY 1",
  FUNCTION: "SELECT ROUTINE_NAME FROM information_schema.ROUTINES " +
    "WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION' ORDER BY 1",
  EVENT:
    "SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1",
} as const;

/**
 * Keys and constraints stand in the order in which they were made; the next number is the rows'.
 * MySQL keeps the terminator of a body that came with other statements.
 */
function normal(statement: string): string {
  const lines = statement.replace(/[\s;]+$/, "").replace(/ AUTO_INCREMENT=\d+/, "").split("\n");
  const isKey = (line: string) => /^ {2}(?:[A-Z]+ )?(?:KEY|CONSTRAINT|CHECK)\b/.test(line);
  const keys = lines.filter(isKey).map((line) => line.replace(/,$/, "")).sort();
  const rest = lines.filter((line) => !isKey(line)).map((line) => line.replace(/,$/, ""));
  return [...rest, ...keys].join("\n");
}
