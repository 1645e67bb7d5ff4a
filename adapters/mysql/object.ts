import type { OpaqueObject } from "../../core/schema.ts";
import { quoteName } from "../ddl.ts";
import type { Spelling } from "./spelling.ts";

/** The statement that makes an object. */
export function createObject({ definition }: OpaqueObject): readonly string[] {
  return [definition];
}

/** The statement that drops an object. */
export function dropObject(object: OpaqueObject, { quote }: Spelling): string {
  return `DROP ${object.kind.toUpperCase()} ${quoteName(object, quote)}`;
}

/**
 * The statements that put an object in the place of another of its name, in one where it can be:
 * MySQL knows OR REPLACE for views, MariaDB for every kind.
 */
export function replaceObject(
  from: OpaqueObject,
  to: OpaqueObject,
  spelling: Spelling,
): readonly string[] {
  const start = /^CREATE\s+(?!OR\s)/i;
  const atOnce = from.kind === to.kind && start.test(to.definition) &&
    (spelling.mariadb || to.kind === "view");
  if (atOnce) return [to.definition.replace(start, "CREATE OR REPLACE ")];
  return [dropObject(from, spelling), to.definition];
}
