import { WhimbrelError } from "../../core/errors.ts";
import type { Plugin } from "../../core/plugin.ts";
import { parseSnapshot } from "../../core/snapshot.ts";

/** A schema that some other program has written into a JSON file, in the published format. */
export const plugin: Plugin = {
  name: "snapshot",
  loader: ({ paths }) => ({ runtime: "files", paths }),
  translate(models, { dialect }) {
    const entries = Object.entries(models as Readonly<Record<string, string>>);
    const [entry] = entries;
    if (entry === undefined || entries.length > 1) {
      throw new WhimbrelError("models", `Cannot read ${entries.length} snapshots: it must be one`, {
        hint: 'let "path" of "models" name one .json file',
      });
    }
    const [file, text] = entry;
    return { schema: parseSnapshot(text, dialect, file) };
  },
  expresses: "everything",
};
