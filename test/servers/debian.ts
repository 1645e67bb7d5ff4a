import { existsSync } from "node:fs";
import { appendFile, chmod, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { attempt, cacheFolder, once, run } from "./cache.ts";

/**
 * Debian packages with all they depend on, unpacked into a folder of the cache. Nothing is installed
 * on the machine, no service starts, and no root rights are needed; the programs run on their own
 * libraries, so a server of Debian unstable runs on any Linux.
 */
export interface Tree {
  /** The release of Debian. */
  readonly suite: string;
  readonly packages: readonly string[];
  /** Programs that start each other by name, and so need {@linkcode wrap}. */
  readonly wrapped: readonly string[];
}

/** Where PostgreSQL's programs are in {@linkcode bookworm}. */
export const postgresBin = "usr/lib/postgresql/15/bin";

/** Debian 12, whose PostgreSQL is the oldest that is supported. */
export const bookworm: Tree = {
  suite: "bookworm",
  packages: ["postgresql-15", "mariadb-server-core", "pgbouncer"],
  wrapped: [`${postgresBin}/postgres`, `${postgresBin}/initdb`],
};

/** Debian unstable, the one release of Debian that has MySQL itself. */
export const unstable: Tree = { suite: "sid", packages: ["mysql-server-core"], wrapped: [] };

/** Where the files of a tree are. */
export function treeRoot(tree: Tree): string {
  return join(cacheFolder(), tree.suite, "root");
}

/** Whether the tree has been unpacked. */
export function isUnpacked(tree: Tree): boolean {
  return existsSync(treeRoot(tree));
}

/**
 * Downloads and unpacks a tree that is not in the cache yet, from the mirror that the machine's own
 * apt uses. Throws `Error` where apt is missing or fails.
 */
export async function unpack(tree: Tree): Promise<void> {
  await once(treeRoot(tree), async (draft) => {
    const work = `${draft}.apt`;
    try {
      await download(tree, work);
      await mkdir(draft);
      const archives = join(work, "cache/archives");
      for (const name of await readdir(archives)) {
        if (name.endsWith(".deb")) await run(["dpkg-deb", "-x", join(archives, name), draft]);
      }
      for (const program of tree.wrapped) await wrap(draft, program, treeRoot(tree));
      for (const unused of ["doc", "locale", "man", "perl"]) {
        await rm(join(draft, "usr/share", unused), { recursive: true, force: true });
      }
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

/** The command that runs a program of the tree on the tree's own libraries. */
export async function treeCommand(root: string, program: string): Promise<readonly string[]> {
  const libraries: string[] = [];
  let loader: string | undefined;
  for (const folder of ["lib", "usr/lib"]) {
    for (const name of await readdir(join(root, folder)).catch(() => [])) {
      if (!/-linux-gnu(eabihf)?$/.test(name)) continue;
      const path = join(root, folder, name);
      libraries.push(path);
      const file = (await readdir(path)).find((each) => /^ld-linux.*\.so\.\d$/.test(each));
      if (file !== undefined) loader = join(path, file);
    }
  }
  if (loader === undefined) throw new Error(`Cannot find the dynamic loader in "${root}"`);
  const path = join(root, program);
  return [loader, "--library-path", libraries.join(":"), "--argv0", path, path];
}

/** Puts a script in front of a program that runs it on the libraries of the tree's last place. */
async function wrap(draft: string, program: string, root: string): Promise<void> {
  const path = join(draft, program);
  const command = await treeCommand(draft, program);
  const words = command.slice(0, -1).map((word) => `'${word.replaceAll(draft, root)}'`).join(" ");
  await rename(path, `${path}.real`);
  await writeFile(path, `#!/bin/sh\nexec ${words} '${join(root, program)}.real' "$@"\n`);
  await chmod(path, 0o755);
}

async function download(tree: Tree, work: string): Promise<void> {
  for (const folder of ["lists/partial", "cache/archives/partial"]) {
    await mkdir(join(work, folder), { recursive: true });
  }
  const debian = await findDebian(work);
  const source = `deb [signed-by=${debian.keyring}] ${debian.mirror} ${tree.suite} main\n`;
  await writeFile(join(work, "sources.list"), source);
  // An empty status file makes apt resolve everything, down to the C library.
  await writeFile(join(work, "status"), "");
  const settings = {
    "Dir::State": work,
    "Dir::State::status": join(work, "status"),
    "Dir::State::lists": join(work, "lists"),
    "Dir::Cache": join(work, "cache"),
    "Dir::Etc::sourcelist": join(work, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    "Acquire::Languages": "none",
    "Acquire::Retries": "2",
    "APT::Install-Recommends": "false",
    ...(process.getuid?.() === 0 ? { "APT::Sandbox::User": "root" } : {}),
  };
  const file = join(work, "apt.conf");
  for (const [key, value] of Object.entries(settings)) {
    await appendFile(file, `${key} "${value}";\n`);
  }
  const env = { APT_CONFIG: file, LC_ALL: "C" };
  await run(["apt-get", "update", "-q"], { env });
  await run(["apt-get", "install", "-q", "-y", "--download-only", ...tree.packages], { env });
}

/**
 * The mirror and the signing keys of Debian. A machine of another family (Ubuntu) gets both from
 * its own copies of two packages: the keys, and debootstrap, which knows the default mirror.
 */
async function findDebian(work: string): Promise<{ mirror: string; keyring: string }> {
  let keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  const shared = join(work, "shared");
  const fetch = async (name: string) => {
    await mkdir(shared, { recursive: true });
    await run(["apt-get", "download", "-q", name], { cwd: shared });
    const archive = (await readdir(shared)).find((each) => each.startsWith(`${name}_`)) ?? name;
    await run(["dpkg-deb", "-x", join(shared, archive), shared]);
  };
  if (!existsSync(keyring)) {
    await fetch("debian-archive-keyring");
    keyring = join(shared, keyring);
  }
  const format = "$(COMPONENT)|$(REPO_URI)";
  const targets = await attempt(["apt-get", "indextargets", "--format", format]);
  const own = /^main\|(\S+\/debian)\/?$/m.exec(targets.stdout)?.[1];
  if (own !== undefined) return { mirror: own, keyring };
  await fetch("debootstrap");
  const script = join(shared, "usr/sbin/debootstrap");
  const mirror = /^DEF_MIRROR="(.+)"/m.exec(await run(["cat", script]))?.[1];
  if (mirror === undefined) {
    throw new Error("Cannot find a Debian mirror: set one in apt's sources");
  }
  return { mirror, keyring };
}
