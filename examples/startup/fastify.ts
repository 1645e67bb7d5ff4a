/** A Fastify application that does not start on a schema that is not up to date. */
import Fastify from "fastify";
import process from "node:process";
import { open, WhimbrelError } from "whimbrel";

const app = Fastify();

app.addHook("onReady", async () => {
  await using whimbrel = await open();
  await whimbrel.assertUpToDate();
});

app.get("/health", async (_request, reply) => {
  await using whimbrel = await open();
  const findings = await whimbrel.check();
  const ok = findings.length === 0;
  return await reply.status(ok ? 200 : 503).send({ ok, findings });
});

try {
  const address = await app.listen({ port: Number(process.env["PORT"] ?? 3000) });
  console.log(`ready on ${new URL(address).port}`);
} catch (error) {
  if (!(error instanceof WhimbrelError)) throw error;
  console.error(`${error.message}\n${error.notes.join("\n")}\nhint: ${error.hint}`);
  process.exit(error.exitCode);
}
