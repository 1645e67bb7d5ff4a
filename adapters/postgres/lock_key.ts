import { createHash } from "node:crypto";
import type { StoreTables } from "../../core/adapter.ts";

/**
 * The advisory locks of one history table (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
 * PostgreSQL keeps them per database. How they are derived must never change, since an old release
 * and a new one exclude each other by them.
 */
export interface LockKey {
  /** Held by the one run that works. */
  readonly run: bigint;
  /** Held by each transaction of its work, where the first is held by another connection. */
  readonly work: bigint;
  /** Eight hex digits for the names of sessions. */
  readonly name: string;
}

/** @param schema in which unqualified tables are made. */
export function lockKey({ history }: StoreTables, schema: string | null): LockKey {
  const parts = history.length > 1 ? history : [schema ?? "", ...history];
  const digest = createHash("sha256").update(parts.join(".")).digest();
  return {
    run: digest.readBigInt64BE(0),
    work: digest.readBigInt64BE(8),
    name: digest.toString("hex", 0, 4),
  };
}

/** The condition under which a row of `pg_locks` is this lock, held. */
export function isHeld(key: bigint, row: string): string {
  const bits = BigInt.asUintN(64, key);
  return `${row}.locktype = 'advisory' AND ${row}.classid = ${bits >> 32n} AND ` +
    `${row}.objid = ${bits & 0xffffffffn} AND ${row}.objsubid = 1 AND ${row}.granted AND ` +
    `${row}.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`;
}
