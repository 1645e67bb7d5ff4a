import type { Activity, ActivityWatch } from "../core/adapter.ts";
import type { Step } from "../core/plan.ts";
import type { App } from "./app.ts";
import { inOneLine } from "./printable.ts";

/** The step that runs now. */
export interface RunningStep {
  readonly step: Step;
  /** Counted from 1. */
  readonly index: number;
  readonly total: number;
  /** Milliseconds, by `performance.now()`. */
  readonly since: number;
  /** Statements that have run. */
  readonly statements: number;
}

/** Tells on stderr about a step that takes long: for how long, how far, and what it waits for. */
export interface LiveLine {
  /** Takes the line away, so that another can be written. */
  clear(): void;
  stop(): void;
}

/** Milliseconds after which a running step is worth a line. */
const quietTime = 1000;
/** Milliseconds between two looks at the server. */
const lookTime = 2000;
/** Milliseconds between two lines where the output is no terminal. */
const logTime = 30_000;

/**
 * @param running the step that runs now.
 * @param watch opens a connection beside the run; asked once, and only when a step takes long.
 */
export function startLiveLine(
  app: App,
  running: () => RunningStep | undefined,
  watch: () => Promise<ActivityWatch | undefined>,
): LiveLine {
  const { stderr } = app.io;
  let watching: Promise<ActivityWatch | undefined> | undefined;
  let activity: Activity = {};
  let lookedAt = 0;
  let loggedAt = 0;
  let shown = false;
  let logged: string | undefined;
  const clear = () => {
    if (shown) stderr.write("\r\x1b[2K");
    shown = false;
  };
  const look = async () => {
    try {
      const open = await (watching ??= watch());
      activity = await open?.look() ?? {};
    } catch {
      // Only the telling is lost; the run itself goes on.
      activity = {};
    }
  };
  const tick = () => {
    const step = running();
    if (step === undefined || performance.now() - step.since < quietTime) return;
    if (performance.now() - lookedAt >= lookTime) {
      lookedAt = performance.now();
      void look();
    }
    const line = inOneLine(describe(step, activity));
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[2K${app.errorColors.dim(line.slice(0, stderr.columns - 1))}`);
      shown = true;
      return;
    }
    const news = activity.waitsFor !== undefined && activity.waitsFor !== logged;
    if (!news && performance.now() - Math.max(loggedAt, step.since) < logTime) return;
    loggedAt = performance.now();
    logged = activity.waitsFor;
    app.say(line);
  };
  const timer = app.quiet ? undefined : setInterval(tick, 500);
  timer?.unref();
  return {
    clear,
    stop() {
      clearInterval(timer);
      clear();
      void watching?.then((open) => open?.[Symbol.asyncDispose]()).catch(() => {});
    },
  };
}

function describe(running: RunningStep, { done, waitsFor }: Activity): string {
  const { step, index, total, since, statements } = running;
  const parts = [`${Math.round((performance.now() - since) / 1000)} s`];
  if (done !== undefined) parts.push(`${Math.floor(done * 100)} %`);
  if (waitsFor !== undefined) parts.push(waitsFor);
  // A batch is one message to the server, so the statement within it is not known.
  if (statements > 0) parts.push(`after statement ${statements}`);
  return `[${index}/${total}] ${step.name}: running, ${parts.join(", ")}`;
}
