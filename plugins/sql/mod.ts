import type { Plugin } from "../../core/plugin.ts";

/** SQL files that make the whole schema in an empty database, run in their order as one script. */
export const plugin: Plugin = {
  name: "sql",
  loader: ({ paths }) => ({ runtime: "files", paths }),
  translate(models) {
    const files = Object.entries(models as Readonly<Record<string, string>>);
    return {
      // A file may leave out its last terminator, or end with a comment.
      script: files.map(([, text]) => text.replace(/^\uFEFF/, "")).join("\n;\n"),
      file: files.map(([path]) => path).join(", "),
    };
  },
  expresses: "everything",
};
