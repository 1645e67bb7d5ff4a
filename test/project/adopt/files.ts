import type { TextFile } from "../../../project/adopt/history.ts";
import type { AdoptedHistory } from "../../../project/adopt/history.ts";

/** Files by their paths. */
export function texts(files: Readonly<Record<string, string>>): readonly TextFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** What a history comes to: each migration as `+ key` where it is applied, `- key` where not. */
export function summary({ migrations, applied }: AdoptedHistory): readonly string[] {
  return migrations.map(({ key }) => `${applied.has(key) ? "+" : "-"} ${key}`);
}

/** Findings as `kind name`. */
export function found({ findings }: AdoptedHistory): readonly string[] {
  return findings.map(({ kind, name }) => `${kind} ${name}`);
}
