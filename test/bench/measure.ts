import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/** A program to be measured, and how to start it. */
export interface Subject {
  readonly command: readonly string[];
  readonly cwd?: string;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** A file that it reads from standard input. */
  readonly input?: string;
  /** Puts everything back before each run; not measured. */
  readonly prepare?: () => void;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  /** What Whimbrel took, with its unit. */
  readonly ours: string;
  /** What it is compared with, and what that took. */
  readonly beside: string;
  /** Ours to theirs; for bounds, ours to the bound. */
  readonly ratio: number;
  /** The ratio that is aimed at. */
  readonly target: number;
}

/** A set of measurements that belong together. */
export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

/** Milliseconds of one run, from starting the process to its end. @throws {Error} if it fails. */
export function time(subject: Subject): number {
  subject.prepare?.();
  const started = performance.now();
  run(subject, subject.command);
  return performance.now() - started;
}

/**
 * Median milliseconds of every subject. They take turns, so that whatever else the machine does
 * slows all of them; one round before the first is not counted.
 */
export function compare<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  rounds: number,
): Readonly<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round++) {
    for (const name of names) {
      const milliseconds = time(subjects[name]);
      if (round > 0) times.get(name)!.push(milliseconds);
    }
  }
  const medians = names.map((name) => [name, median(times.get(name)!)]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/**
 * The most memory in MB (resident, with mapped files) that a run had at once. GNU time starts it, so
 * that the number has nothing of this process in it.
 */
export function peakMemory(subject: Subject): number {
  return weigh(subject).memory;
}

/** Milliseconds and {@linkcode peakMemory} of one run, for one that is too long to be repeated. */
export function weigh(subject: Subject): { readonly elapsed: number; readonly memory: number } {
  if (!existsSync("/usr/bin/time")) throw new Error("Cannot find /usr/bin/time: install GNU time");
  subject.prepare?.();
  const report = join(tmpdir(), `whimbrel-bench-${process.pid}`);
  const started = performance.now();
  try {
    run(subject, ["/usr/bin/time", "--format=%M", `--output=${report}`, ...subject.command]);
    const elapsed = performance.now() - started;
    return { elapsed, memory: Number(readFileSync(report, "utf8").trim()) / 1024 };
  } finally {
    rmSync(report, { force: true });
  }
}

function run({ cwd, env, input }: Subject, [program, ...words]: readonly string[]): void {
  const stdin = input === undefined ? "ignore" : openSync(input, "r");
  try {
    const { status, stderr, error } = spawnSync(program!, words, {
      stdio: [stdin, "pipe", "pipe"],
      maxBuffer: 1 << 28,
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
    });
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`${program} ${words.join(" ")} exited ${status}: ${stderr}`);
  } finally {
    if (typeof stdin === "number") closeSync(stdin);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A row that compares two times in milliseconds. */
export function timeRow(
  what: string,
  ours: number,
  [name, theirs]: readonly [string, number],
  target: number,
): Row {
  const beside = `${name}: ${milliseconds(theirs)}`;
  return { what, ours: milliseconds(ours), beside, ratio: ours / theirs, target };
}

/** A row that compares a peak of memory with a bound, both in MB. */
export function memoryRow(what: string, ours: number, bound: number, remark: string): Row {
  const [memory, limit] = [`${ours.toFixed(0)} MB`, `bound: ${bound} MB`];
  return { what, ours: memory, beside: `${limit}${remark}`, ratio: ours / bound, target: 1 };
}

/** A row that compares a number with the most that it may be. */
export function countRow(what: string, count: number, bound: number): Row {
  return { what, ours: String(count), beside: `bound: ${bound}`, ratio: count / bound, target: 1 };
}

/** Milliseconds as text. */
export function milliseconds(value: number): string {
  return value < 100 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
}

/** The rows as a Markdown table. */
export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, beside, ratio, target }) => {
    const verdict = ratio <= target ? "" : " (missed)";
    return `| ${what} | ${ours} | ${beside} | ${ratio.toFixed(2)} | ${target}${verdict} |`;
  });
  return [
    "| What | Whimbrel | Beside | Ratio | At most |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}
