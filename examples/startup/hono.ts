/** A Hono application that does not start on a schema that is not up to date. */
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import process from "node:process";
import { open, WhimbrelError } from "whimbrel";

try {
  await using whimbrel = await open();
  await whimbrel.assertUpToDate();
} catch (error) {
  if (!(error instanceof WhimbrelError)) throw error;
  console.error(`${error.message}\n${error.notes.join("\n")}\nhint: ${error.hint}`);
  process.exit(error.exitCode);
}

const app = new Hono();

app.get("/health", async (context) => {
  await using whimbrel = await open();
  const findings = await whimbrel.check();
  const ok = findings.length === 0;
  return context.json({ ok, findings }, ok ? 200 : 503);
});

serve({ fetch: app.fetch, port: Number(process.env["PORT"] ?? 3000) }, ({ port }) => {
  console.log(`ready on ${port}`);
});
