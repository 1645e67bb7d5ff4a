import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import adapter from "../../examples/custom-adapter/adapter.ts";
import { testAdapter } from "./conformance.ts";

testAdapter(adapter, {
  createDatabase: () => {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-duckdb-"));
    return Promise.resolve({
      url: `duckdb://${join(folder, "app.duckdb")}`,
      drop: () => Promise.resolve(rmSync(folder, { recursive: true })),
    });
  },
  codes: {
    syntax: "Parser Error",
    duplicateKey: "Constraint Error",
    missingTable: "Catalog Error",
  },
  slow:
    "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b WHERE a.range % 7 = b.range",
  savepoints: false,
});
