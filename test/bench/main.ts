/**
 * Runs the benchmarks and prints a Markdown table: `bun test/bench/main.ts [NAME...]`. It measures
 * `dist/whimbrel` as it was built last.
 *
 * @module
 */
import { cpus } from "node:os";
import process from "node:process";
import { type Benchmark, markdown, type Row } from "./measure.ts";

/** Every benchmark; a new one is one file and one line here. */
const benchmarks: readonly (() => Promise<Benchmark>)[] = [
  async () => (await import("./start.ts")).start,
  async () => (await import("./sqlite.ts")).sqlite,
  async () => (await import("./postgres.ts")).postgres,
  async () => (await import("./mysql.ts")).mariadb,
  async () => (await import("./mysql.ts")).mysql,
  async () => (await import("./generate.ts")).generate,
];

const wanted = process.argv.slice(2);
const rows: Row[] = [];
const all = await Promise.all(benchmarks.map((load) => load()));
const unknown = wanted.find((name) => all.every((benchmark) => benchmark.name !== name));
if (unknown !== undefined) {
  const names = all.map(({ name }) => name).join(", ");
  process.stderr.write(`There is no benchmark "${unknown}"; there are: ${names}\n`);
  process.exit(2);
}
for (const benchmark of all) {
  if (wanted.length > 0 && !wanted.includes(benchmark.name)) continue;
  process.stderr.write(`${benchmark.name} ...\n`);
  rows.push(...await benchmark.run());
}
const processors = cpus();
process.stdout.write(`${markdown(rows)}
${process.platform} ${process.arch}, ${processors.length} cores (${processors[0]?.model.trim()})
`);
