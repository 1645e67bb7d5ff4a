import { WhimbrelError } from "./errors.ts";
import type { FailureOutcome } from "./failure.ts";
import type { PreparedStep } from "./prepare.ts";
import type { Evidence } from "./recovery.ts";
import type { Statement } from "./statement.ts";
import type { JournalEntry } from "./store.ts";

/** How far a journaled run has come. */
export interface Progress {
  readonly prepared: PreparedStep;
  /** What earlier runs left, by statement. */
  readonly rows: ReadonlyMap<number, JournalEntry>;
  /** Statements that have taken effect. */
  readonly ran: number;
  /** Index of the next statement, counted from 0. */
  readonly next: number;
}

/** The first statement failed, so there is nothing to go on from. */
export const untouchedOutcome: FailureOutcome = {
  code: "migration_failed",
  notes: ["nothing of this migration took effect"],
  hint: "mend the statement and run the command again",
};

/** Statements before the failed one took effect and stay. */
export function halfwayOutcome({ ran }: Progress, left: readonly string[]): FailureOutcome {
  return {
    code: "migration_incomplete",
    notes: [
      ...left.map((object) => `${object} was left unusable; the next run takes it away`),
      ran === 0
        ? "no statement of this migration took effect"
        : `${counted(ran)} of this migration took effect and ${ran === 1 ? "stays" : "stay"}`,
      "it is not in the history; the journal keeps its place",
    ],
    hint: "mend the statement that failed (those that ran must stay as they are) and run the " +
      "command again: it goes on from there",
  };
}

/** The failed statement changed some of the objects that it names, and not the others. */
export function partialOutcome(
  { ran, prepared }: Progress,
  index: number,
  { notes }: Evidence,
): FailureOutcome {
  return {
    code: "outcome_unknown",
    notes: [
      `${counted(ran)} of this migration took effect before it`,
      "it took effect in part before it failed",
      ...notes,
    ],
    hint: settleHint(`${prepared.step.revision}:${index + 1}`),
  };
}

function settleHint(at: string): string {
  return `look at the database, then say which it is: \`whimbrel repair --applied ${at}\` or ` +
    `\`whimbrel repair --not-applied ${at}\``;
}

/** The failed statement may have changed something before it failed. */
export function unknownOutcome({ ran, prepared }: Progress, index: number): FailureOutcome {
  const at = `${prepared.step.revision}:${index + 1}`;
  return {
    code: "outcome_unknown",
    notes: [
      `${counted(ran)} of this migration took effect before it`,
      "whether it changed anything before it failed cannot be seen in the catalogue",
    ],
    hint: settleHint(at),
  };
}

/** The run was asked to stop, and did so between two statements. */
export function interruptedHalfway({ ran, prepared: { step } }: Progress): WhimbrelError {
  return new WhimbrelError("interrupted", `Interrupted in "${step.name}"`, {
    notes: ran === 0 ? [untouchedOutcome.notes[0]!] : [
      `${counted(ran)} of this migration took effect and ${ran === 1 ? "stays" : "stay"}`,
      "it is not in the history; the journal keeps its place",
    ],
    hint: "run the command again to carry on",
  });
}

function counted(statements: number): string {
  if (statements === 0) return "no statement";
  return statements === 1 ? "1 statement" : `${statements} statements`;
}

/** A statement that must stay as it was is another one by now. */
export function editedError(run: Progress, statement: Statement, what: string): WhimbrelError {
  const { prepared, next } = run;
  return new WhimbrelError(
    "changed",
    `Cannot resume "${prepared.step.name}": statement ${next} ${what} and was edited since`,
    {
      place: { file: prepared.file, line: statement.line },
      statement: statement.text,
      hint: "put the statement back as it was; only statements that have not run may be edited",
    },
  );
}

/** @throws {WhimbrelError} `changed` where statements that ran are gone from the file. */
export function refuseShortened(run: Progress): void {
  const beyond = [...run.rows.values()].filter((row) =>
    row.statement >= run.next && row.state !== "failed"
  );
  if (beyond.length === 0) return;
  throw new WhimbrelError(
    "changed",
    `Cannot resume "${run.prepared.step.name}": it has ${run.next} statements, ` +
      `but statement ${beyond[0]!.statement + 1} already ran`,
    {
      place: { file: run.prepared.file },
      hint: "put the statements back that were taken out",
    },
  );
}

/** The evidence does not tell whether a statement took effect. */
export function unknownError(
  { prepared, ran }: Progress,
  { row, statement, evidence }: {
    readonly row: JournalEntry;
    readonly statement: Statement;
    readonly evidence: Evidence;
  },
): WhimbrelError {
  const { step, file } = prepared;
  const at = `${step.revision}:${row.statement + 1}`;
  const partial = evidence.outcome === "partial";
  return new WhimbrelError(
    "outcome_unknown",
    partial
      ? `Cannot resume "${step.name}": statement ${row.statement + 1} took effect in part`
      : `Cannot resume "${step.name}": it is not known whether statement ${
        row.statement + 1
      } took effect`,
    {
      place: { file, line: statement.line },
      statement: statement.text,
      notes: [
        `it started at ${row.startedAt} and its run ended before the answer came`,
        `${counted(ran)} before it took effect`,
        ...evidence.notes,
      ],
      hint: settleHint(at),
    },
  );
}
