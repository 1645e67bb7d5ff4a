import type { MigratorEvent } from "../core/event.ts";
import type { StepResult } from "../core/migrator.ts";
import type { Step } from "../core/plan.ts";
import type { App } from "./app.ts";
import { stepJson } from "./json.ts";

/** Tells on stderr how a run goes, and on stdout what it did. */
export interface Progress {
  readonly onEvent: (event: MigratorEvent) => void;
  /** Takes the line of the running step away. */
  readonly stop: () => void;
  /** @param verb `Applied` or `Undone`. */
  readonly report: (results: readonly StepResult[], verb: string) => void;
}

/** Milliseconds after which a running step is worth a line. */
const quietTime = 1000;

/** Follows a run. */
export function followRun(app: App): Progress {
  const { stderr } = app.io;
  const live = stderr.isTTY && !app.quiet;
  let current:
    | { step: Step; index: number; total: number; since: number; statements: number }
    | undefined;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\x1b[2K");
    shown = false;
  };
  const draw = () => {
    if (current === undefined || performance.now() - current.since < quietTime) return;
    const seconds = Math.round((performance.now() - current.since) / 1000);
    const place = `[${current.index}/${current.total}]`;
    const line = `${place} ${current.step.name}: statement ${current.statements + 1}, ${seconds} s`;
    stderr.write(`\r\x1b[2K${app.errorColors.dim(line.slice(0, stderr.columns - 1))}`);
    shown = true;
  };
  const timer = live ? setInterval(draw, 500) : undefined;
  timer?.unref?.();
  return {
    onEvent(event) {
      if (event.type === "start") {
        current = { ...event, since: performance.now(), statements: 0 };
      } else if (event.type === "progress") {
        if (current !== undefined) current.statements = event.statements;
      } else if (event.type === "done") {
        clear();
        if (!app.json) app.print(doneLine(app, event));
      } else {
        clear();
        app.say(talk(event));
      }
    },
    stop() {
      clearInterval(timer);
      clear();
    },
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

function talk(event: Exclude<MigratorEvent, { type: "start" | "progress" | "done" }>): string {
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
