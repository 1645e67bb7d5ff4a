/** An Express application that does not start on a schema that is not up to date. */
import express, { type Request, type Response } from "express";
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

const app = express();

app.get("/health", async (_request: Request, response: Response) => {
  await using whimbrel = await open();
  const findings = await whimbrel.check();
  const ok = findings.length === 0;
  response.status(ok ? 200 : 503).json({ ok, findings });
});

const server = app.listen(Number(process.env["PORT"] ?? 3000), () => {
  const address = server.address();
  console.log(`ready on ${typeof address === "object" ? address?.port : address}`);
});
