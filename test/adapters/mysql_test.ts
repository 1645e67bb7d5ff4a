import { adapter } from "../../adapters/mysql/mod.ts";
import { useServer } from "../servers/mod.ts";
import { testAdapter } from "./conformance.ts";

for (const server of [await useServer("mariadb"), await useServer("mysql")]) {
  if (server === undefined) continue;
  testAdapter(adapter, {
    name: server.name,
    createDatabase: async () => {
      const url = await server.createDatabase();
      return { url, drop: () => server.dropDatabase(url) };
    },
    codes: { syntax: "1064", duplicateKey: "1062", missingTable: "1146" },
    // SLEEP() and BENCHMARK() that are interrupted give a value instead of an error.
    slow:
      "SELECT count(*) FROM information_schema.columns AS a, information_schema.columns AS b, " +
      "information_schema.columns AS c WHERE a.column_name = reverse(c.data_type)",
    unreachable: "mysql://somebody:secret-word@127.0.0.1:1/nothing",
  });
}
