import { describe, test } from "node:test";
import { dirname, join } from "node:path";
import { type PythonName, usePython } from "../python.ts";
import { checkMove, type Kind } from "./project.ts";

const models = (more: string, last = "") =>
  `from tortoise import fields
from tortoise.models import Model

class User(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80, default="x")
${more}${last}`;

const steps = [
  models(""),
  models("    email = fields.CharField(max_length=80, null=True)\n"),
  models(
    "    email = fields.CharField(max_length=80, null=True)\n" +
      "    age = fields.IntField(null=True, db_index=True)\n",
  ),
  models(
    "    email = fields.CharField(max_length=80, null=True)\n" +
      "    age = fields.IntField(null=True, db_index=True)\n",
    "\nclass Tag(Model):\n    id = fields.IntField(primary_key=True)\n" +
      '    user = fields.ForeignKeyField("models.User")\n',
  ),
];

/** SQLite takes a path, servers a URL with the name of the driver. */
const connection = (kind: Kind, url: string) =>
  kind === "sqlite" ? "sqlite://app.db" : url.replace(/^postgres:/, "asyncpg:");

const cases: readonly (readonly [PythonName, Kind])[] = [
  ["newest", "sqlite"],
  ["newest", "postgres15"],
  ["newest", "mariadb"],
  ["middle", "sqlite"],
];

describe("adopt aerich", () => {
  for (const [name, kind] of cases) {
    test(`moves a project of the ${name} release on ${kind}`, { timeout: 300_000 }, async () => {
      const python = await usePython(name);
      if (python === undefined) return;
      const aerich = join(dirname(python), "aerich");
      await checkMove({
        tool: "aerich",
        kind,
        own: ["aerich"],
        env: { VIRTUAL_ENV: dirname(dirname(python)) },
        args: ["--from", "old"],
        write: (project) =>
          project.write({
            "pyproject.toml":
              '[tool.aerich]\ntortoise_orm = "conf.TORTOISE"\nlocation = "./old"\n' +
              'src_folder = "./."\n',
            "conf.py": `TORTOISE = {
    "connections": {"default": "${connection(kind, project.url)}"},
    "apps": {"models": {"models": ["models", "aerich.models"], "default_connection": "default"}},
}
`,
            "models.py": steps[0]!,
          }),
        apply(project, count) {
          const run = (...words: string[]) => project.tool([aerich, ...words], { PYTHONPATH: "." });
          run("init-db");
          steps.slice(1).forEach((text, index) => {
            project.write({ "models.py": text });
            // The file's name has the second in which it was made.
            run("migrate", "--name", `step${index}`);
            if (index + 2 <= count) run("upgrade");
          });
        },
      });
    });
  }
});
