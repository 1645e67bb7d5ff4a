import type { Command } from "commander";
import { exitCodes } from "../core/errors.ts";
import type { Verdict } from "../project/verify.ts";
import type { App } from "./app.ts";

/** `whimbrel verify`: every migration up, down and up again, in the shadow. */
export function define(command: Command, app: () => App, exit: (code: number) => void): void {
  command
    .argument("[target]", "the last revision to verify (default: all)")
    .option("--dialect <name>", "where no database is named, or for a section of another dialect")
    .addHelpText(
      "after",
      `
Runs each migration in a throw-away database: up, down, up again. The schema after the way down
must be the one before it. Your own database is not touched.

Examples:
  whimbrel verify
  whimbrel verify --dialect sqlite`,
    )
    .action(async (target: string | undefined, options: { readonly dialect?: string }) =>
      exit(await run(app(), target, options.dialect))
    );
}

const words: Readonly<Record<Verdict["verdict"], string>> = {
  reversible: "goes up, down and up again",
  irreversible: "has no way back",
  differs: "does not come back to the schema before it",
  unsteady: "makes another schema the second time",
  failed: "fails on its way back",
};

async function run(
  app: App,
  target: string | undefined,
  dialect: string | undefined,
): Promise<number> {
  const [{ verifyMigrations }, { upTo }, { graphOrEmpty }] = await Promise.all([
    import("../project/verify.ts"),
    import("../project/source.ts"),
    import("../project/new_file.ts"),
  ]);
  const { colors } = app;
  const verdicts = await app.use(({ project }) =>
    verifyMigrations(project, upTo(graphOrEmpty(project), target), {
      ...(dialect === undefined ? {} : { dialect }),
      signal: app.io.signal,
      onVerdict({ migration, verdict, notes }) {
        if (app.json) return;
        const paint = verdict === "reversible"
          ? colors.green
          : verdict === "irreversible"
          ? colors.yellow
          : colors.red;
        app.print(`${paint(verdict.padEnd(12))} ${migration.name}: ${words[verdict]}`);
        for (const note of notes) app.print(`             ${note}`);
      },
    })
  );
  if (app.json) {
    app.printJson(verdicts.map(({ migration, ...rest }) => ({
      revision: migration.id,
      file: migration.file,
      ...rest,
    })));
  } else if (verdicts.length === 0) app.say("there is no migration to verify");
  const isFound = verdicts.some(({ verdict }) =>
    verdict !== "reversible" && verdict !== "irreversible"
  );
  return isFound ? exitCodes.found : exitCodes.done;
}
