import * as v from "valibot";
import { WhimbrelError } from "../core/errors.ts";
import type { ModelsRequest } from "../core/plugin.ts";

/**
 * The options of a plugin as `models` of the configuration gives them.
 *
 * @throws {WhimbrelError} `models` naming the key that is unknown or of the wrong type.
 */
export function checkOptions<const Schema extends v.GenericSchema>(
  { options }: ModelsRequest,
  schema: Schema,
  { plugin, hint }: { readonly plugin: string; readonly hint: string },
): v.InferOutput<Schema> {
  const checked = v.safeParse(schema, options, { abortEarly: true });
  if (checked.success) return checked.output;
  const [issue] = checked.issues;
  const key = issue.path?.map((part: { readonly key: unknown }) => String(part.key)).join(".") ??
    "";
  const why = issue.expected === "never"
    ? `there is no key "${key}" for the plugin "${plugin}"`
    : `"${key}" must be ${issue.expected}, not ${issue.received}`;
  throw new WhimbrelError("models", `Cannot use "models" of the configuration: ${why}`, { hint });
}
