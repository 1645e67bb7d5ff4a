import type { Session } from "../../core/adapter.ts";

const query = `SELECT s.default_collation_name AS own, @@GLOBAL.collation_server AS usual
  FROM information_schema.schemata AS s WHERE s.schema_name = DATABASE()`;

/**
 * What a database has that its schema does not hold: a collation of its own, which tables follow that
 * name none. Two databases may have the same tables and differ in that.
 */
export async function unread(session: Session): Promise<readonly string[]> {
  const [row] = await session.query(query);
  const { own, usual } = row ?? {};
  return own === usual ? [] : [`default collation of the database: ${String(own)}`];
}
