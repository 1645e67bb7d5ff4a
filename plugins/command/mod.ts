import * as v from "valibot";
import { WhimbrelError } from "../../core/errors.ts";
import type { ModelsRequest, Plugin } from "../../core/plugin.ts";
import { readSnapshot } from "../../core/snapshot.ts";

const options = v.strictObject({
  command: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
});

/** Any program that prints a snapshot in the published format, or SQL that makes the schema. */
export const plugin: Plugin = {
  name: "program",
  loader: (request) => ({ runtime: "command", command: commandOf(request) }),
  translate(models, request) {
    const file = commandOf(request).join(" ");
    if (typeof models !== "string") {
      return { schema: readSnapshot(models, request.dialect, { file }) };
    }
    // Nothing at all is a program that failed quietly, and would be a wish to drop every table.
    if (models.trim() === "") {
      throw new WhimbrelError("models", `The program "${file}" printed nothing`, {
        hint: "it must print SQL or the JSON of docs/schema/snapshot.schema.json",
      });
    }
    return { script: models, file };
  },
  expresses: "everything",
};

/** The words of the command, in which `{dialect}` stands for the dialect that is wanted. */
function commandOf(request: ModelsRequest): readonly string[] {
  const result = v.safeParse(options, request.options, { abortEarly: true });
  if (result.success && request.paths.length === 0) {
    return result.output.command.map((word) => word.replaceAll("{dialect}", request.dialect));
  }
  const key = result.success ? "path" : result.issues[0].path?.[0]?.key ?? "command";
  const why = key === "command"
    ? '"command" must be a list of words'
    : `there is no key "${key}" for the plugin "program"`;
  throw new WhimbrelError("models", `Cannot use "models" of the configuration: ${why}`, {
    hint: 'write "command": ["node", "print_schema.js"]; docs/plugins/program.md has examples',
  });
}
