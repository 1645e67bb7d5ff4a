import { generated } from "../../../core/statement.ts";
import { introspection } from "../introspect.ts";
import { forgetSession } from "./empty.ts";
import { logIn } from "./log_in.ts";
import { makePlans, plansOf } from "./plans.ts";
import type { Exchange } from "./socket.ts";

/**
 * Something of all that most schemas have, but for what loads a library (PL/pgSQL): the functions of
 * libraries are no part of an image.
 */
const usual: readonly string[] = [
  "CREATE TYPE mood AS ENUM ('good', 'bad')",
  "CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL " +
  "DEFAULT 'none' UNIQUE, amount numeric(10, 2) CHECK (amount > 0), made timestamptz DEFAULT now(), " +
  "feeling mood, note varchar(100), kinds text[], more jsonb)",
  "CREATE TABLE other (id serial PRIMARY KEY, one bigint REFERENCES one (id) ON DELETE CASCADE, " +
  "active boolean NOT NULL DEFAULT true)",
  "CREATE INDEX other_one ON other (one, lower(active::text)) WHERE active",
  "CREATE VIEW joined AS SELECT one.name, other.active FROM one JOIN other ON other.one = one.id",
  "COMMENT ON TABLE one IS 'first'",
  "ALTER TABLE other ADD COLUMN more uuid DEFAULT gen_random_uuid(), ALTER COLUMN one SET NOT NULL",
];

/** Uses a server as a shadow is used, and leaves nothing in it but what it has learned of itself. */
export async function rehearse(exchange: Exchange): Promise<void> {
  const session = await logIn(exchange, { cut() {} });
  const queries = introspection(session.facts.release);
  await makePlans(session, queries);
  // Plans that are made for a few tables have to be good for thousands.
  await session.run(["SET enable_nestloop = off", "BEGIN", ...usual].map(generated));
  const plans = await plansOf(session);
  await session.run(queries.map((query) => generated(plans.get(query)!)));
  await forgetSession(session);
  await session[Symbol.asyncDispose]();
}
