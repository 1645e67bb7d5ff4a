// revision: bcd234ef5678
// parents: abc123def456
// created: 2026-01-14T09:05:00Z

import type { Operations } from "whimbrel";

export async function upgrade(op: Operations): Promise<void> {
  await op.createTable("visits", {
    columns: {
      id: { type: "bigint", primaryKey: true },
      visitor: { type: "uuid", nullable: false },
      country: { type: "char(2)", default: "??" },
    },
    indexes: [{ name: "visits_country", columns: "country" }],
  });
  await op.execute("INSERT INTO visits SELECT id, uuid(), 'NZ' FROM events");
}

export async function downgrade(op: Operations): Promise<void> {
  await op.dropTable("visits");
}
