import { posix } from "node:path";

/** How many tests ended in which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a runner reports of a run. */
export interface Report extends Counts {
  /**
   * Where tests stand, relative to the root of the project. Bun names the file that was run; Deno
   * and Node name the one that called `test`, which several files may share.
   */
  readonly files: ReadonlySet<string>;
  /** Files of which Node says that they ended without a test, though it calls that a success. */
  readonly empty: ReadonlySet<string>;
}

/** An element with its attributes, in which `>` may stand as it is, and its content if it has one. */
const testcase = /<testcase\b((?:\s+[\w:-]+="[^"]*")*)\s*(?:\/>|>([^]*?)<\/testcase>)/g;

/**
 * Reads a JUnit report that `bun test`, `deno test` or `node --test` wrote in `root`, an absolute
 * path. Groups do not count as tests; what is still to do counts as skipped.
 */
export function readReport(xml: string, root: string): Report {
  const cases = [...xml.matchAll(testcase)].map(
    ([, attributes = "", body = ""]) => ({
      name: attribute(attributes, "name"),
      file: relative(attribute(attributes, "file") || attribute(attributes, "classname"), root),
      // The runner's own module, where Deno places what stands inside of a `describe` or test.
      inside: attribute(attributes, "classname").startsWith("ext:"),
      body,
    }),
  );
  // Deno reports groups like tests; the names of those inside begin with the name of the group.
  const groups = new Set(cases.flatMap(({ name, inside }) => inside ? outerNames(name) : []));
  const files = new Set<string>();
  const empty = new Set<string>();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, file, body } of cases) {
    // Node's entry for a file in which no test ran has the name of the file.
    if (name === file) empty.add(file);
    else files.add(file);
    if (groups.has(name) || empty.has(name)) continue;
    if (/<(?:failure|error)\b/.test(body)) counts.failed++;
    else if (/<skipped\b/.test(body)) counts.skipped++;
    else counts.passed++;
  }
  return { ...counts, files, empty };
}

function attribute(attributes: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
}

function relative(file: string, root: string): string {
  return posix.normalize(file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file);
}

/** `a` and `a > b` for `a > b > c`, as the report escapes it. */
function outerNames(name: string): readonly string[] {
  const parts = name.split(" &gt; ");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(" &gt; "));
}

/** `12 passed, 0 failed`, and how many were skipped if any were. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
