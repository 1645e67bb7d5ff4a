import { emptySchema, type Plugin, type Schema, type Table, WhimbrelError } from "whimbrel";

/** What the entities of `entities.js` look like: the made-up ORM that this plugin is for. */
interface Entity {
  readonly name: string;
  /** `text`, `number`, `text unique`, `number?`, `-> team`. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * The program runs in the user's project, where it imports the entities, and hands them over as JSON:
 * it reads `input.json` of the folder that it is called with, and writes `output.json` there.
 */
const source = `
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { paths } = JSON.parse(readFileSync(join(folder, "input.json"), "utf8"));
const found = [];
for (const path of paths) {
  const { entities } = await import(pathToFileURL(resolve(path)).href);
  found.push(...entities);
}
writeFileSync(join(folder, "output.json"), JSON.stringify(found));
process.exit(0);
`;

/** Types by dialect. The shadow database tells how the catalogue spells them. */
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sqlite: { key: "INTEGER", text: "TEXT", number: "REAL" },
  postgres: { key: "bigint", text: "text", number: "double precision" },
  mysql: { key: "bigint", text: "varchar(255)", number: "double" },
};

/** From JSON to a schema, without reading or running anything. */
function translate(entities: readonly Entity[], dialect: string): Schema {
  const spelled = types[dialect];
  if (spelled === undefined) {
    throw new WhimbrelError("models", `Entities cannot be tables of "${dialect}"`);
  }
  return { ...emptySchema, tables: entities.map((entity) => tableOf(entity, spelled)) };
}

function tableOf(entity: Entity, spelled: Readonly<Record<string, string>>): Table {
  const fields = Object.entries(entity.fields).map(([name, text]) => {
    const [, to, type = "", optional, unique] = /^(?:-> (\w+)|(\w+?))(\?)?( unique)?$/.exec(text) ??
      [];
    if (to === undefined && spelled[type] === undefined) {
      throw new WhimbrelError("models", `"${entity.name}.${name}" is of no type: "${text}"`, {
        hint: "write text, number or -> ENTITY, perhaps with ? or unique",
      });
    }
    return { name, to, type: spelled[to === undefined ? type : "key"]!, optional, unique };
  });
  return {
    name: entity.name,
    columns: [
      { name: "id", type: spelled["key"]!, nullable: false, identity: {} },
      ...fields.map(({ name, type, optional }) => ({ name, type, nullable: optional === "?" })),
    ],
    primaryKey: { kind: "primary_key", columns: ["id"] },
    // Without names: the database chooses them.
    uniques: fields.filter(({ unique }) => unique !== undefined)
      .map(({ name }) => ({ kind: "unique", columns: [name] })),
    foreignKeys: fields.filter(({ to }) => to !== undefined).map(({ name, to }) => ({
      kind: "foreign_key",
      columns: [name],
      references: { name: to! },
      referencedColumns: ["id"],
    })),
    checks: [],
    exclusions: [],
    indexes: [],
    options: {},
  };
}

const plugin: Plugin = {
  name: "entities",
  loader: ({ paths }) => ({ runtime: "javascript", source, input: { paths } }),
  translate: (models, { dialect }) => ({
    schema: translate(models as readonly Entity[], dialect),
  }),
  // Entities have no checks, indexes, ...: those that a migration made by hand stay.
  expresses: {
    checks: false,
    exclusions: false,
    indexes: false,
    comments: false,
    enums: false,
    sequences: false,
    domains: false,
    composites: false,
    objects: [],
  },
};

export default plugin;
