import type { SequenceOptions } from "./models.ts";

/** Options of Drizzle's sequences and identity columns, in decimal. */
export function sequenceOptions(
  options: Readonly<Record<string, unknown>> | undefined,
): SequenceOptions {
  const number = (name: string, property: keyof SequenceOptions) =>
    options?.[name] === undefined ? {} : { [property]: String(options[name]) };
  return {
    ...number("startWith", "start"),
    ...number("increment", "increment"),
    ...number("minValue", "minimum"),
    ...number("maxValue", "maximum"),
    ...number("cache", "cache"),
    ...(options?.["cycle"] === true ? { cycle: true } : {}),
  };
}
