import process from "node:process";
import { openOutputs } from "../../cmd/output.ts";

const { stdout, stderr } = openOutputs();
if (process.argv[2] === "order") {
  stdout.write("one ");
  stderr.write("two ");
  stdout.write("three ");
  await Promise.resolve();
  stderr.write("four");
} else {
  for (let line = 0; line < 20_000; line++) {
    stdout.write(`${line} ${"x".repeat(90)}\n`);
    if (line % 100 === 0) await Promise.resolve();
  }
  stderr.write("went on");
}
