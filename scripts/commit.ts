import { spawnSync } from "node:child_process";

/** The commit that is checked out in a folder; `unknown` in an unpacked archive. */
export function commit(root: string): string {
  const git = ["rev-parse", "--short=12", "HEAD"];
  const found = spawnSync("git", git, { cwd: root, encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : "unknown";
}
