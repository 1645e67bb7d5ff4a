import type { CommandModule } from "./app.ts";

/** A command as the list of commands shows it. */
export interface CommandEntry {
  readonly name: string;
  readonly alias?: string;
  readonly group: "Start" | "Write" | "Apply" | "Read" | "Mend" | "Families" | "Other";
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command; only the one that is called is loaded. */
export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    group: "Start",
    summary: "write the configuration and the migrations folder",
    load: () => import("./init.ts"),
  },
  {
    name: "adopt",
    group: "Start",
    summary: "take over the history of another migration tool",
    load: () => import("./adopt.ts"),
  },
  {
    name: "init-db",
    group: "Start",
    summary: "write the first migration out of the models, and apply it",
    load: () => import("./init_db.ts"),
  },
  {
    name: "types",
    group: "Start",
    summary: "write the library's types beside the migrations",
    load: () => import("./types.ts"),
  },
  {
    name: "migrate",
    alias: "make",
    group: "Write",
    summary: "write the next migration, out of the models or by hand",
    load: () => import("./migrate.ts"),
  },
  {
    name: "merge",
    group: "Write",
    summary: "join several heads in one migration",
    load: () => import("./merge.ts"),
  },
  {
    name: "rebase",
    group: "Write",
    summary: "let a branch's migrations follow another head",
    load: () => import("./rebase.ts"),
  },
  {
    name: "squash",
    group: "Write",
    summary: "put one migration in the place of several",
    load: () => import("./squash.ts"),
  },
  {
    name: "upgrade",
    alias: "up",
    group: "Apply",
    summary: "apply pending migrations",
    load: () => import("./upgrade.ts"),
  },
  {
    name: "downgrade",
    alias: "down",
    group: "Apply",
    summary: "undo the last migration, or back to a revision",
    load: () => import("./downgrade.ts"),
  },
  {
    name: "plan",
    group: "Apply",
    summary: "show what upgrade would run, without running it",
    load: () => import("./plan.ts"),
  },
  {
    name: "status",
    group: "Read",
    summary: "compare the files with what is applied",
    load: () => import("./status.ts"),
  },
  {
    name: "history",
    group: "Read",
    summary: "list the migrations, the newest first",
    load: () => import("./history.ts"),
  },
  {
    name: "heads",
    group: "Read",
    summary: "list the migrations that nothing follows",
    load: () => import("./heads.ts"),
  },
  {
    name: "current",
    group: "Read",
    summary: "show where the database stands",
    load: () => import("./current.ts"),
  },
  {
    name: "show",
    group: "Read",
    summary: "show one migration and its statements",
    load: () => import("./show.ts"),
  },
  {
    name: "diff",
    group: "Read",
    summary: "show what gets from one schema to another",
    load: () => import("./diff.ts"),
  },
  {
    name: "inspect",
    group: "Read",
    summary: "show a schema as SQL, JSON or model code",
    load: () => import("./inspect.ts"),
  },
  {
    name: "verify",
    group: "Read",
    summary: "run every migration up, down and up again in a throw-away database",
    load: () => import("./verify.ts"),
  },
  {
    name: "check",
    group: "Read",
    summary: "exit 1 when something is pending, changed or undecided",
    load: () => import("./check.ts"),
  },
  {
    name: "stamp",
    group: "Mend",
    summary: "set the history without running anything",
    load: () => import("./stamp.ts"),
  },
  {
    name: "repair",
    group: "Mend",
    summary: "accept changed files, settle interrupted statements",
    load: () => import("./repair.ts"),
  },
  {
    name: "unlock",
    group: "Mend",
    summary: "show who holds the lock, and end that run",
    load: () => import("./unlock.ts"),
  },
  {
    name: "aerich",
    group: "Families",
    summary: "the commands of Aerich",
    load: () => import("./aerich/mod.ts"),
  },
  {
    name: "alembic",
    group: "Families",
    summary: "the commands of Alembic",
    load: () => import("./alembic/mod.ts"),
  },
  {
    name: "django",
    group: "Families",
    summary: "the commands of Django's migrations",
    load: () => import("./django/mod.ts"),
  },
  {
    name: "entrypoint",
    group: "Other",
    summary: "run the command that the environment names, in a container",
    load: () => import("./entrypoint.ts"),
  },
  {
    name: "completion",
    group: "Other",
    summary: "print a completion script for bash, zsh or fish",
    load: () => import("./completion.ts"),
  },
];
