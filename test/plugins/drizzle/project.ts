import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root as repository } from "./load.ts";

/** A folder of files that a user may have, with the repository's packages. */
export interface Project extends Disposable {
  readonly root: string;
}

/** Makes a project. `modules` says where its packages are, from its root. */
export function makeProject(
  files: Readonly<Record<string, string>>,
  { modules = "node_modules", orm }: {
    readonly modules?: string;
    /** The package that is there as `drizzle-orm`, and the only one. */
    readonly orm?: string;
  } = {},
): Project {
  const root = mkdtempSync(join(tmpdir(), "whimbrel-drizzle-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const path = join(root, modules, orm === undefined ? "" : "drizzle-orm");
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(repository, "node_modules", orm ?? ""), path, "dir");
  return {
    root,
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
