import type { Sequence, SequenceBounds } from "../../core/schema.ts";
import { quoteName } from "../ddl.ts";
import { refused, type Spelling } from "./spelling.ts";

/** What MariaDB fills in for a sequence that counts upwards (https://mariadb.com/kb/en/create-sequence). */
const usual = { increment: "1", minimum: "1", maximum: "9223372036854775806", cache: "1000" };

/** Reads what SHOW CREATE SEQUENCE says, without what holds anyway. */
export function parseSequence(name: string, definition: string): Sequence {
  const number = (words: string): string | undefined =>
    new RegExp(`\\b${words}\\s+(-?\\d+)`, "i").exec(definition)?.[1];
  const found = {
    increment: number("increment by"),
    minimum: number("minvalue"),
    maximum: number("maxvalue"),
    cache: number("cache"),
  };
  const bounds = Object.entries(found).filter(([bound, value]) =>
    value !== undefined && value !== usual[bound as keyof typeof usual]
  );
  const start = number("start with");
  const first = found.increment?.startsWith("-") ? found.maximum : found.minimum;
  return {
    name,
    ...(start === undefined || start === first ? {} : { start }),
    ...Object.fromEntries(bounds),
    ...(/\bnocycle\b/i.test(definition) ? {} : { cycle: true }),
  };
}

/** CREATE SEQUENCE, or ALTER SEQUENCE from another. */
export function createSequence(sequence: Sequence, { quote }: Spelling, from?: Sequence): string {
  const descends = sequence.increment?.startsWith("-") === true;
  const first = descends ? sequence.maximum ?? "-1" : sequence.minimum ?? usual.minimum;
  const start = sequence.start ?? (from?.start === undefined ? undefined : first);
  const clause = (bound: keyof SequenceBounds, words: string): string => {
    const value = sequence[bound];
    const fallback = bound in usual ? usual[bound as keyof typeof usual] : undefined;
    if (value !== undefined) return `${words} ${value}`;
    return from?.[bound] === undefined || fallback === undefined ? "" : `${words} ${fallback}`;
  };
  return [
    `${from === undefined ? "CREATE" : "ALTER"} SEQUENCE ${quoteName(sequence, quote)}`,
    start === undefined ? "" : `START WITH ${start}`,
    clause("increment", "INCREMENT BY"),
    clause("minimum", "MINVALUE"),
    clause("maximum", "MAXVALUE"),
    clause("cache", "CACHE"),
    sequence.cycle ? "CYCLE" : from?.cycle ? "NOCYCLE" : "",
  ].filter((part) => part !== "").join(" ");
}

/** @throws {WhimbrelError} `refused_statement` where a sequence cannot be, or not as it is. */
export function refuseSequence(
  operation: { readonly kind: string; readonly sequence?: Sequence; readonly to?: Sequence },
  { mariadb }: Spelling,
): void {
  const what = operation.kind.replaceAll("_", " ");
  const sequence = operation.sequence ?? operation.to;
  if (!mariadb) throw refused(what, "MySQL has no sequences", "use AUTO_INCREMENT");
  if (operation.kind === "drop_sequence") return;
  if (sequence?.ownedBy !== undefined || sequence?.type !== undefined) {
    throw refused(`${what} "${sequence.name}"`, "a sequence of MariaDB has no type and no owner");
  }
  if (sequence?.comment !== undefined) {
    throw refused(`${what} "${sequence.name}"`, "a sequence of MariaDB has no comment of its own");
  }
}
