import manifest from "../package.json" with { type: "json" };

declare const WHIMBREL_COMMIT: string | undefined;

/** The release of this build. */
export const version: string = manifest.version;

/** The commit that an executable was built from; `source` where it runs from its sources. */
export const commit: string = typeof WHIMBREL_COMMIT === "undefined" ? "source" : WHIMBREL_COMMIT;

/** The runtime underneath, like `bun 1.4.5`. */
export function runtime(): string {
  const { versions } = process as { versions: Readonly<Record<string, string | undefined>> };
  const name = versions["bun"] !== undefined
    ? "bun"
    : versions["deno"] !== undefined
    ? "deno"
    : "node";
  return `${name} ${versions[name]}`;
}
