/**
 * Checks format, lint and types, runs the tests under every runtime, and adds up what they report:
 * `bun scripts/run_tests.ts [PART...]`. With parts of paths, only runs the test files that have one
 * of them in their path. The last line reads `N passed, N failed`; the exit code is 1 if a test or
 * check failed, or if a runner crashed, ran no test, or left out a file.
 *
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { type Counts, describeCounts, readReport } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** These need neither a server nor the executable, and hold in every runtime. */
const portable = /^test\/(?:core|library|adapters\/sqlite)(?:[/_]|$)/;

/** These wait for servers and locks most of the time, so that others can run beside them. */
const waiting = /^test\/(?:adapters|faults)\//;

/** A runtime's tests that take longer than this hang. */
const limitMinutes = 30;

/** What holds for all files. A check that fails counts as a failed test. */
const checks = [["fmt", "--check"], ["lint"], ["check"]] as const;

interface Phase {
  readonly title: string;
  readonly files: readonly string[];
  /** The report names every file that was run. */
  readonly namesFiles: boolean;
  /** The command that runs the files and writes a JUnit report. */
  readonly command: (report: string) => readonly string[];
}

async function main(parts: readonly string[]): Promise<number> {
  const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .map((name) => `test/${name}`)
    .filter((name) => name.endsWith("_test.ts"))
    .filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
    .toSorted();
  const phases = toPhases(files).filter((phase) => parts.length === 0 || phase.files.length > 0);
  if (phases.length === 0) {
    process.stderr.write(`No test file has ${parts.join(" or ")} in its path\n`);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), "whimbrel-test-"));
  try {
    const broken = parts.length === 0 ? checks.filter((words) => !holds(words)) : [];
    const results = await runBeside(phases, folder);
    process.stdout.write("\n");
    phases.forEach(({ title }, index) =>
      process.stdout.write(`${title}: ${describeCounts(results[index] ?? none)}\n`)
    );
    for (const words of broken) process.stdout.write(`deno ${words.join(" ")}: failed\n`);
    const sum = results.reduce(add, { ...none, failed: broken.length });
    process.stdout.write(`${describeCounts(sum)}\n`);
    return sum.failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function holds(words: readonly string[]): boolean {
  process.stdout.write(`\ndeno ${words.join(" ")}\n`);
  const stdio = ["ignore", "inherit", "inherit"] as const;
  return spawnSync("deno", [...words, "--quiet"], { cwd: root, stdio: [...stdio] }).status === 0;
}

function toPhases(files: readonly string[]): readonly Phase[] {
  const some = files.filter((file) => portable.test(file));
  // Starts the database servers, names them in the environment, and stops them afterwards.
  const bun = (title: string, own: readonly string[]): Phase => ({
    title,
    files: own,
    namesFiles: true,
    command: (report) => [
      ...own.every((file) => portable.test(file))
        ? []
        : ["bun", "test/servers/main.ts", "run", "--"],
      ...["bun", "test", "--timeout=60000", "--reporter=junit", `--reporter-outfile=${report}`],
      ...own.map((file) => `./${file}`),
    ],
  });
  return [
    bun("Bun, adapters and faults", files.filter((file) => waiting.test(file))),
    bun("Bun", files.filter((file) => !waiting.test(file))),
    {
      title: "Deno",
      files: some,
      namesFiles: false,
      command: (report) => [
        ...["deno", "test", "-A", "--no-check", `--junit-path=${report}`],
        ...some,
      ],
    },
    {
      title: "Node",
      files: some,
      namesFiles: false,
      command: (report) => [
        ...["node", "--test", "--test-timeout=60000"],
        ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
        ...["--test-reporter=junit", `--test-reporter-destination=${report}`],
        ...some,
      ],
    },
  ];
}

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** Runs the first phase beside the others, which run one after another. */
async function runBeside(phases: readonly Phase[], folder: string): Promise<readonly Counts[]> {
  const report = (index: number) => join(folder, `${index}.xml`);
  const [first, ...rest] = phases;
  const beside = (async () => {
    const results: Counts[] = [];
    for (const [index, phase] of rest.entries()) results.push(await run(phase, report(index + 1)));
    return results;
  })();
  return [await run(first!, report(0)), ...await beside];
}

/** Runs a phase and shows its output when it ends; what keeps a test from being counted is a failure. */
async function run(phase: Phase, report: string): Promise<Counts> {
  const { title, files, namesFiles, command } = phase;
  process.stdout.write(`\n${title}: ${files.length} files\n`);
  if (files.length === 0) {
    process.stderr.write(`${title}: there is no test file\n`);
    return { ...none, failed: 1 };
  }
  const [program = "", ...parameters] = command(report);
  const ended = await runProgram(program, parameters);
  process.stdout.write(`\n${title}\n${ended.output}`);
  const read = readReport(existsSync(report) ? readFileSync(report, "utf8") : "", root);
  const faults = files
    .filter((file) => read.empty.has(file) || (namesFiles && !read.files.has(file)))
    .map((file) => `no test of ${file} was reported`);
  if (read.files.size === 0 && faults.length === 0) faults.push("no test was reported at all");
  if (ended.error !== undefined) faults.push(ended.error.message);
  if (ended.status !== 0 && read.failed + faults.length === 0) {
    faults.push(`the runner ended with ${ended.signal ?? `exit code ${ended.status}`}`);
  }
  for (const fault of faults) process.stderr.write(`${title}: ${fault}\n`);
  return { ...read, failed: read.failed + faults.length };
}

interface Ended {
  readonly output: string;
  readonly status: number | null;
  readonly signal: string | null;
  readonly error: Error | undefined;
}

/** Runs a program without a terminal to ask at. */
function runProgram(program: string, parameters: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: root,
      env: { ...process.env, WHIMBREL_BINARY: join(root, "dist/whimbrel") },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limitMinutes * 60_000,
    });
    const parts: Buffer[] = [];
    let error: Error | undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part: Buffer) => void parts.push(part));
    }
    const finish = (status: number | null, signal: string | null) =>
      resolve({ output: Buffer.concat(parts).toString(), status, signal, error });
    child.on("error", (cause) => {
      error = cause;
      finish(null, null);
    });
    child.on("close", finish);
    // A process that a test left behind keeps the pipes open.
    child.on("exit", (status, signal) => setTimeout(() => finish(status, signal), 2000));
  });
}

process.exit(await main(process.argv.slice(2)));
