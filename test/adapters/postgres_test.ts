import { adapter } from "../../adapters/postgres/mod.ts";
import { useServer } from "../servers/mod.ts";
import { testAdapter } from "./conformance.ts";

for (const server of [await useServer("postgres15"), await useServer("postgres18")]) {
  if (server === undefined) continue;
  testAdapter(adapter, {
    name: server.name,
    createDatabase: async () => {
      const url = await server.createDatabase();
      return { url, drop: () => server.dropDatabase(url) };
    },
    parameter: (position) => `$${position}`,
    codes: { syntax: "42601", duplicateKey: "23505", missingTable: "42P01" },
    slow: "SELECT pg_sleep(30)",
    unreachable: "postgres://somebody:secret-word@127.0.0.1:1/nothing",
  });
}
