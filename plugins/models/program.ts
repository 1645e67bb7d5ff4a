import { relative } from "node:path";
import process from "node:process";
import { findFiles, importModels, refusal, runProgram } from "../program.ts";
import { describeModels, isModel, type ModelClass } from "./describe.ts";
import type { Description } from "./description.ts";
import { serveLibrary } from "./serve_library.ts";

/** What the plugin tells this program. */
export interface Input {
  readonly paths: readonly string[];
}

await runProgram<Input>(async ({ paths }): Promise<Description> => {
  await serveLibrary();
  const files = findFiles(paths, process.cwd());
  const found = new Map<ModelClass, string>();
  for (const file of files) {
    for (const value of Object.values(await importModels(file)).flat()) {
      if (isModel(value) && !found.has(value)) found.set(value, relative(process.cwd(), file));
    }
  }
  const description = describeModels(found.keys(), found);
  if (description.models.length > 0) return description;
  const where = files.length === 1 ? `"${paths[0]}"` : `${files.length} files`;
  throw refusal(`There are no models in ${where}: export classes that extend Model`);
});
