import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adapter } from "../../adapters/sqlite/mod.ts";
import { testAdapter } from "./conformance.ts";

testAdapter(adapter, {
  createDatabase: () => {
    const folder = mkdtempSync(join(tmpdir(), "whimbrel-sqlite-"));
    return Promise.resolve({
      url: `sqlite://${join(folder, "app.db")}`,
      drop: () => Promise.resolve(rmSync(folder, { recursive: true })),
    });
  },
});
