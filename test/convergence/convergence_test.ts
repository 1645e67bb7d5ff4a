import process from "node:process";
import { describe, test } from "node:test";
import fc from "fast-check";
import { openMysql } from "../changes/harness/mysql_bench.ts";
import { openPostgres } from "../changes/harness/postgres_bench.ts";
import { type ServerName, useServer } from "../servers/mod.ts";
import { converge } from "./converge.ts";
import { pairs } from "./draft.ts";
import { mysql, postgres } from "./flavours.ts";
import { print } from "./print.ts";

/** How many pairs each server is given: always the same few, or with `SOAK=5000` other ones each time. */
const numRuns = Number(process.env.SOAK ?? 25);
const isSoaked = process.env.SOAK !== undefined && process.env.SEED === undefined;
const seed = isSoaked ? {} : { seed: Number(process.env.SEED ?? 7) };

const names: readonly ServerName[] = ["postgres15", "postgres18", "mariadb", "mysql"];
for (const name of names) {
  const server = await useServer(name);
  describe(`drawn schemas on ${name}`, { skip: server === undefined }, () => {
    test("a diff leads to exactly the wanted schema, and back", { timeout: 600_000 }, async () => {
      if (server === undefined) return;
      const flavour = server.dialect === "postgres" ? postgres : mysql;
      await using bench = await (server.dialect === "postgres" ? openPostgres : openMysql)(server);
      const scripts = pairs.map(([from, to]) => ({
        from: print(from, flavour),
        to: print(to, flavour),
      }));
      await fc.assert(
        fc.asyncProperty(scripts, (pair) => converge(bench, pair)),
        { numRuns, ...seed },
      );
    });
  });
}
