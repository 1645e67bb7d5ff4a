import type { Argument, Command, Option } from "commander";
import { WhimbrelError } from "../core/errors.ts";
import { loadConfig } from "../project/config.ts";
import { graphOrEmpty } from "../project/new_file.ts";
import { openProject, type ProjectOptions } from "../project/project.ts";
import type { Io } from "./app.ts";
import { createProgram } from "./program.ts";

/** Something that may stand at the cursor. */
interface Choice {
  readonly value: string;
  readonly description: string;
}

/** What may stand at the cursor: choices, or whatever the shell finds on the disk. */
type Choices = readonly Choice[] | ":files" | ":folders";

/**
 * Answers a shell: what may stand in place of the last word. A line is a value, a tab and a
 * description, or `:files` or `:folders`. Neither errors nor the database get in the way.
 */
export async function completeWords(io: Io, words: readonly string[]): Promise<readonly string[]> {
  const { program } = await createProgram([], io, () => {}, { all: true });
  const current = words.at(-1) ?? "";
  const typed = readWords(program, words.slice(0, -1));
  // `--format=t`: the shell replaces the whole word, so the answers begin like it.
  const assigned = /^(--[^=]+=)(.*)$/s.exec(current);
  const choices = await choicesOf(program, typed, { io, current, assigned: assigned?.[1] });
  if (typeof choices === "string") return [choices];
  const prefix = assigned?.[1] ?? "";
  return choices.map(({ value, description }) => ({ value: `${prefix}${value}`, description }))
    .filter(({ value }) => value.startsWith(current))
    .map(({ value, description }) => `${value}\t${description.replace(/\s+/g, " ")}`);
}

/** The words before the cursor as the program would read them. */
interface Typed {
  readonly command: Command;
  /** The option whose value stands at the cursor. */
  readonly pending: Option | undefined;
  /** Arguments that stand before the cursor. */
  readonly position: number;
  /** No option can follow a `--`. */
  readonly onlyArguments: boolean;
  readonly project: ProjectOptions;
}

const projectOptions: Readonly<Record<string, keyof ProjectOptions>> = {
  "--dir": "dir",
  "--config": "config",
  "--database": "database",
  "--env-file": "envFile",
};

function readWords(program: Command, words: readonly string[]): Typed {
  let command = program;
  let pending: Option | undefined;
  let position = 0;
  let onlyArguments = false;
  const project: Record<string, string> = {};
  const keep = (option: Option, value: string) => {
    // What a family calls the same is another tool's.
    const isShared = option.hidden || program.options.includes(option);
    const key = isShared ? projectOptions[option.long ?? ""] : undefined;
    if (key !== undefined) project[key] = value;
  };
  for (const word of words) {
    if (pending !== undefined) {
      keep(pending, word);
      pending = undefined;
    } else if (onlyArguments) {
      position++;
    } else if (word === "--") {
      onlyArguments = true;
    } else if (/^-\D/.test(word)) {
      const [flag = "", ...value] = word.split("=");
      const option = optionCalled(program, command, flag);
      if (option?.required !== true) continue;
      if (value.length === 0) pending = option;
      else keep(option, value.join("="));
    } else {
      const found = commandCalled(command, word);
      if (found === undefined) position++;
      else command = found;
    }
  }
  return { command, pending, position, onlyArguments, project };
}

/** A command of the program or of a family. */
function commandCalled(owner: Command, word: string): Command | undefined {
  return owner.commands.find((one) => one.name() === word || one.aliases().includes(word));
}

function optionCalled(program: Command, command: Command, flag: string): Option | undefined {
  return [...command.options, ...program.options].find(({ long, short }) =>
    long === flag || short === flag
  );
}

interface Cursor {
  readonly io: Io;
  readonly current: string;
  /** `--format=` where the value of an option stands in the same word. */
  readonly assigned: string | undefined;
}

async function choicesOf(
  program: Command,
  { command, pending, position, onlyArguments, project }: Typed,
  { io, current, assigned }: Cursor,
): Promise<Choices> {
  const option = pending ??
    (assigned === undefined ? undefined : optionCalled(program, command, assigned.slice(0, -1)));
  if (option !== undefined) return await valuesOf(option, command, { io, project });
  if (assigned !== undefined) return [];
  if (current.startsWith("-") && !onlyArguments) return optionsOf(command);
  if (command.commands.length > 0) {
    return position > 0 ? [] : command.createHelp().visibleCommands(command)
      .map((one) => ({ value: one.name(), description: one.summary() || one.description() }));
  }
  const { registeredArguments: known } = command;
  const argument = known[position] ?? (known.at(-1)?.variadic === true ? known.at(-1) : undefined);
  return argument === undefined ? [] : await valuesOf(argument, command, { io, project });
}

/** Those of a command, of its family and of the program; the nearest of those called the same. */
function optionsOf(command: Command): readonly Choice[] {
  const options = new Map<string | undefined, Option>();
  for (let owner: Command | null = command; owner !== null; owner = owner.parent) {
    for (const option of owner.options) {
      const name = option.long ?? option.short;
      if (!option.hidden && !options.has(name)) options.set(name, option);
    }
  }
  return [
    ...[...options.values()]
      .map(({ long, short, description }) => ({ value: long ?? short ?? "", description })),
    { value: "--help", description: "show a command's options and examples" },
  ];
}

interface Surroundings {
  readonly io: Io;
  readonly project: ProjectOptions;
}

/** What fits an option or an argument by its choices, or else by what its value is called. */
async function valuesOf(
  of: Option | Argument,
  command: Command,
  surroundings: Surroundings,
): Promise<Choices> {
  if (of.argChoices !== undefined) {
    return of.argChoices.map((value) => ({ value, description: "" }));
  }
  const name = "flags" in of ? /<([^>]+)>/.exec(of.flags)?.[1] : of.name();
  switch (name) {
    case "file":
      return ":files";
    case "folder":
      return ":folders";
    case "target":
    case "revision":
    case "revisions":
      return [...wordsFor(name, command), ...await revisions(surroundings)];
    case "shell":
      return ["bash", "zsh", "fish"].map((value) => ({ value, description: "" }));
    case "name":
      return "flags" in of ? await namesFor(of, surroundings) : [];
    default:
      return [];
  }
}

function wordsFor(name: string, command: Command): readonly Choice[] {
  if (name === "revisions") return [];
  const down = command.name() === "downgrade";
  return [
    ...(down ? [] : [{ value: "head", description: "the newest" }]),
    ...(name === "target" && !down
      ? [{ value: "heads", description: "the newest of each line" }]
      : []),
    ...(down ? [{ value: "base", description: "before the first" }] : []),
    ...(name === "target" && !down ? [{ value: "+1", description: "the next" }] : []),
    ...(down ? [{ value: "-1", description: "the last" }] : []),
  ];
}

/** The newest first, with their names. */
async function revisions({ io, project }: Surroundings): Promise<readonly Choice[]> {
  return await orNothing(async () => {
    const { order, labels } = graphOrEmpty(
      await openProject({ root: io.cwd, env: io.env, ...project }),
    );
    return [
      ...[...labels.keys()].map((label) => ({ value: `${label}@head`, description: label })),
      ...order.toReversed().map(({ id, name }) => ({ value: id, description: name })),
    ];
  });
}

async function namesFor(option: Option, { io, project }: Surroundings): Promise<readonly Choice[]> {
  if (option.long === "--dialect") {
    const { adapters } = await import("../adapters/mod.ts");
    return adapters.map(({ name }) => ({ value: name, description: "" }));
  }
  if (option.long !== "--database") return [];
  return await orNothing(async () => {
    const path = project.config === undefined ? {} : { path: project.config };
    const { config } = await loadConfig(io.cwd, { code: true, ...path });
    return Object.keys(config.databases ?? {}).map((value) => ({ value, description: "" }));
  });
}

/** A broken project is told of by the commands, not in the middle of a line that is being typed. */
async function orNothing(read: () => Promise<readonly Choice[]>): Promise<readonly Choice[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof WhimbrelError) return [];
    throw error;
  }
}
