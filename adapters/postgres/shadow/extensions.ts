import { Buffer } from "node:buffer";
import { WhimbrelError } from "../../../core/errors.ts";
import type { EmbeddedServer } from "../embedded.ts";
import type { PartsSource } from "./parts.ts";
import { readTar } from "./tar.ts";

/** Extensions that come together, by the name of their bundle where that is not their own. */
const bundles: Readonly<Record<string, string>> = {
  autoinc: "spi",
  insert_username: "spi",
  moddatetime: "spi",
  refint: "spi",
};

/** Extensions that every server has. */
const builtIn: ReadonlySet<string> = new Set(["plpgsql"]);

/**
 * Gives a function that adds the files of an extension, and of those that it requires, to a server,
 * where they are not there yet; false where there is none of that name.
 */
export function createInstaller(
  server: Pick<EmbeddedServer, "install">,
  parts: PartsSource,
): (extension: string) => Promise<boolean> {
  const installed = new Set<string>(builtIn);
  const install = async (extension: string): Promise<boolean> => {
    if (installed.has(extension)) return true;
    // A name is part of a path.
    const isName = /^[a-z0-9_-]+$/.test(extension);
    const archive = isName ? await parts.extension(bundles[extension] ?? extension) : undefined;
    const entries = archive === undefined ? [] : [...readTar(archive)];
    const control = entries.find(({ path }) => path.endsWith(`/${extension}.control`));
    if (control === undefined) return false;
    for (const { path, bytes } of entries) server.install(path, bytes);
    installed.add(extension);
    for (const other of required(Buffer.from(control.bytes).toString())) await install(other);
    return true;
  };
  return install;
}

/** https://www.postgresql.org/docs/current/extend-extensions.html#EXTEND-EXTENSIONS-FILES-REQUIRES */
function required(control: string): readonly string[] {
  const [, list = ""] = /^\s*requires\s*=\s*'([^']*)'/m.exec(control) ?? [];
  return list.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

/** The error of a statement that makes an extension which the embedded server lacks. */
export function unavailable(extension: string, statement: string): WhimbrelError {
  return new WhimbrelError(
    "shadow",
    `The shadow database has no extension "${extension}"`,
    {
      statement,
      notes: [
        "the shadow is an embedded PostgreSQL with the extensions of its own distribution only",
      ],
      hint: `name a scratch server that has it in the configuration: shadow: "postgres://..."`,
    },
  );
}
