import type { MigratorEvent } from "../core/event.ts";
import type { StepResult } from "../core/migrator.ts";
import type { App } from "./app.ts";
import type { Whimbrel } from "../project/whimbrel.ts";
import { stepJson } from "./json.ts";
import { type RunningStep, startLiveLine } from "./live_line.ts";

/** Tells on stderr how a run goes, and on stdout what it did. */
export interface Progress {
  readonly onEvent: (event: MigratorEvent) => void;
  /** Takes the line of the running step away. */
  readonly stop: () => void;
  /** @param verb `Applied` or `Undone`. */
  readonly report: (results: readonly StepResult[], verb: string) => void;
}

/** Follows a run. */
export function followRun(app: App, { project }: Whimbrel): Progress {
  let current: RunningStep | undefined;
  let backend: string | undefined;
  const line = startLiveLine(
    app,
    () => current,
    async () => backend === undefined ? undefined : await project.watch(backend),
  );
  return {
    onEvent(event) {
      if (event.type === "locked") {
        backend = event.backend;
      } else if (event.type === "start") {
        current = { ...event, since: performance.now(), statements: 0 };
      } else if (event.type === "progress") {
        if (current !== undefined) current = { ...current, statements: event.statements };
      } else if (event.type === "done") {
        line.clear();
        if (!app.json) app.print(doneLine(app, event));
      } else {
        line.clear();
        app.say(talk(event));
      }
    },
    stop: line.stop,
    report(results, verb) {
      if (app.json) {
        app.printJson({
          steps: results.map(({ step, durationMs }) => ({ ...stepJson(step), durationMs })),
        });
      } else if (results.length === 0) {
        app.print("Nothing to do");
      } else {
        app.print(`${verb} ${results.length} ${results.length === 1 ? "migration" : "migrations"}`);
      }
    },
  };
}

function doneLine({ colors }: App, { step, durationMs }: MigratorEvent & { type: "done" }): string {
  const mark = step.direction === "upgrade" ? colors.green("applied") : colors.yellow("undone ");
  return `${mark} ${step.name} ${colors.dim(`(${durationMs} ms)`)}`;
}

function talk(
  event: Exclude<MigratorEvent, { type: "locked" | "start" | "progress" | "done" }>,
): string {
  switch (event.type) {
    case "waiting": {
      const holder = event.holder === undefined ? "another run" : event.holder.description;
      return `waiting for ${holder} to end (${Math.round(event.waited / 1000)} s)`;
    }
    case "retry": {
      const seconds = (event.delay / 1000).toFixed(1);
      return `${event.step.name}: ${event.reason}; trying again in ${seconds} s`;
    }
    case "reconnected":
      return "the connection was lost and has been made again";
    case "resume":
      return `${event.step.name}: going on at statement ${event.statement}`;
  }
}
