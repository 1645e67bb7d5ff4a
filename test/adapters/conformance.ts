/**
 * The suite that every adapter must pass, the built-in ones and those of other repositories:
 *
 * ```ts
 * import { testAdapter } from "whimbrel/testing";
 * import adapter from "./adapter.ts";
 *
 * testAdapter(adapter, {
 *   createDatabase: async () => ({ url: await makeOne(), drop: async () => await dropIt() }),
 * });
 * ```
 *
 * @module
 */
import { describe } from "node:test";
import type { Adapter } from "../../core/adapter.ts";
import { testDialect } from "./conformance/dialect.ts";
import { testDigest } from "./conformance/digest.ts";
import { testLock } from "./conformance/lock.ts";
import { testRecovery } from "./conformance/recovery.ts";
import { testRunner } from "./conformance/runner.ts";
import { testSession } from "./conformance/session.ts";
import { testStore } from "./conformance/store.ts";
import { type ConformanceOptions, createSuite } from "./conformance/suite.ts";
import { testTogether } from "./conformance/together.ts";
import { testTransactions } from "./conformance/transactions.ts";
import { testValues } from "./conformance/values.ts";

export type { ConformanceOptions, TestDatabase } from "./conformance/suite.ts";

/** Declares the cases of `node:test` that an adapter must pass; they need nothing but the adapter. */
export function testAdapter(adapter: Adapter, options: ConformanceOptions): void {
  const suite = createSuite(adapter, options);
  describe(`an adapter for ${options.name ?? adapter.dialect.name}`, () => {
    testSession(suite);
    testValues(suite);
    testTransactions(suite);
    testDialect(suite);
    testStore(suite);
    testLock(suite);
    testDigest(suite);
    testRunner(suite);
    testTogether(suite);
    testRecovery(suite);
  });
}
