import { adapters } from "../adapters/mod.ts";
import type { Adapter } from "../core/adapter.ts";
import { closest } from "../core/closest.ts";
import { WhimbrelError } from "../core/errors.ts";
import type { DatabaseConfig } from "./config.ts";
import { loadExtension } from "./extension.ts";

/** The scheme of a URL in lower case, without a driver (`+asyncpg`); undefined for a bare path. */
export function schemeOf(url: string): string | undefined {
  return /^([a-z][a-z0-9]*)(?:\+\w+)?:/i.exec(url)?.[1]?.toLowerCase();
}

/** The adapter of a project: the custom one that is configured, or the one of its URL. */
export async function loadAdapter(
  url: string,
  { adapter }: DatabaseConfig,
  { root, code }: { readonly root: string; readonly code: boolean },
): Promise<Adapter> {
  if (adapter !== undefined) return await loadCustomAdapter(adapter, root, code);
  return await findAdapter(url);
}

/** The built-in adapter of a URL or of a dialect's name. */
export async function findAdapter(url: string): Promise<Adapter> {
  const named = adapters.find(({ name }) => name === url);
  if (named !== undefined) return await named.load();
  if (/^\w+$/.test(url)) throw noDialect(url);
  const scheme = schemeOf(url);
  const entry = adapters.find(({ schemes }) => scheme !== undefined && schemes.includes(scheme)) ??
    (/\.(?:db|sqlite3?)$|^:memory:$/i.test(url) ? adapters[0] : undefined);
  if (entry !== undefined) return await entry.load();
  const schemes = adapters.flatMap((one) => one.schemes);
  const [near] = scheme === undefined ? [] : closest(scheme, schemes, (name) => [name]);
  throw new WhimbrelError(
    "configuration",
    scheme === undefined
      ? "Cannot tell the kind of database from its URL: it has no scheme"
      : `Cannot connect to a database of the kind "${scheme}"`,
    {
      hint: near === undefined
        ? `write a URL such as sqlite://app.db; known: ${
          adapters.map(({ name }) => name).join(", ")
        }`
        : `did you mean ${near}:?`,
    },
  );
}

/** The error of a dialect that there is not, with the ones that there are. */
export function noDialect(name: string): WhimbrelError {
  const known = adapters.map((one) => one.name);
  const [near] = closest(name, known, (one) => [one]);
  return new WhimbrelError("usage", `There is no dialect "${name}"`, {
    hint: near === undefined ? `known: ${known.join(", ")}` : `did you mean "${near}"?`,
  });
}

function loadCustomAdapter(name: string, root: string, code: boolean): Promise<Adapter> {
  return loadExtension<Adapter>(name, {
    ...{ root, code, kind: "adapter" },
    members: ["dialect", "connect", "lock", "holder", "digest", "introspect"],
  });
}
