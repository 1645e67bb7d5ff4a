import { closest } from "./closest.ts";
import { WhimbrelError } from "./errors.ts";
import type { Name } from "./op.ts";
import type { QualifiedName } from "./schema.ts";

/** The error for arguments that an operation cannot take; `fact` begins in lower case. */
export function invalidCall(call: string, fact: string, hint?: string): WhimbrelError {
  return new WhimbrelError(
    "invalid_migration",
    `Cannot run op.${call}: ${fact}`,
    hint === undefined ? {} : { hint },
  );
}

/** @throws {WhimbrelError} `invalid_migration` for what is no text or a blank one. */
export function requireText(call: string, value: unknown, what: string): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw invalidCall(call, `${what} must be a text that is not empty, not ${printValue(value)}`);
}

/** Reads `users`, `app.users` or `{ schema, name }`. */
export function readName(call: string, name: Name): QualifiedName {
  if (typeof name === "object" && name !== null) {
    checkKeys(call, name, ["schema", "name"]);
    return {
      ...(name.schema === undefined
        ? {}
        : { schema: requireText(call, name.schema, "a schema's name") }),
      name: requireText(call, name.name, "a table's name"),
    };
  }
  const parts = requireText(call, name, "a table's name").split(".");
  if (parts.length > 2 || parts.some((part) => part === "")) {
    throw invalidCall(
      call,
      `"${name}" is neither a name nor "schema.name"`,
      `a name with a dot of its own is written { name: ${JSON.stringify(name)} }`,
    );
  }
  return parts.length === 2 ? { schema: parts[0]!, name: parts[1]! } : { name: parts[0]! };
}

/** @throws {WhimbrelError} `invalid_migration` for a property that means nothing, and what may be meant. */
export function checkKeys(call: string, value: unknown, allowed: readonly string[], of = ""): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidCall(
      call,
      `${of || "its last argument"} must be an object, not ${printValue(value)}`,
    );
  }
  for (const key of Object.keys(value)) {
    if (allowed.includes(key)) continue;
    const [meant] = closest(key, allowed, (choice) => [choice]);
    throw invalidCall(
      call,
      `${of === "" ? "" : `${of} has an `}unknown property "${key}"`,
      meant === undefined ? `known are ${allowed.join(", ")}` : `did you mean "${meant}"?`,
    );
  }
}

function printValue(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : Array.isArray(value) ? "a list" : String(value);
}
