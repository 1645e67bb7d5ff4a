import { StatementError } from "./adapter.ts";
import { type ErrorCode, type ErrorDetails, WhimbrelError } from "./errors.ts";
import type { PreparedStep } from "./prepare.ts";
import { ScriptError } from "./script.ts";
import type { Statement } from "./statement.ts";

/** Where in a step something failed. */
export interface FailurePoint {
  readonly prepared: PreparedStep;
  /** Counted from 1; undefined where it was not a statement of the migration. */
  readonly number?: number;
  readonly statement?: Statement;
  /** How many statements the step has, where that is known. */
  readonly total?: number;
}

/** What became of the step, and what to do. */
export interface FailureOutcome {
  readonly code: ErrorCode;
  readonly notes: readonly string[];
  readonly hint: string;
}

/** Makes the error that a person reads out of what a server or a script said. */
export function explainFailure(
  cause: unknown,
  point: FailurePoint,
  outcome: FailureOutcome,
): WhimbrelError {
  if (cause instanceof WhimbrelError) return withOutcome(cause, point, outcome);
  const { step } = point.prepared;
  const verb = step.direction === "upgrade" ? "apply" : "undo";
  const message = `Cannot ${verb} "${step.name}": ${whatFailed(cause, point)}: ${causeText(cause)}`;
  const details: ErrorDetails = {
    place: placeOf(cause, point),
    ...(point.statement === undefined ? {} : { statement: point.statement.text }),
    ...(cause instanceof StatementError && cause.serverCode !== undefined
      ? { serverCode: cause.serverCode }
      : {}),
    notes: outcome.notes,
    hint: outcome.hint,
    cause,
  };
  return new WhimbrelError(outcome.code, message, details);
}

/** An error of ours that passed through keeps its words and learns what became of the step. */
function withOutcome(
  cause: WhimbrelError,
  { prepared }: FailurePoint,
  outcome: FailureOutcome,
): WhimbrelError {
  return new WhimbrelError(cause.code, cause.message, {
    place: cause.place ?? { file: prepared.file },
    ...(cause.statement === undefined ? {} : { statement: cause.statement }),
    ...(cause.serverCode === undefined ? {} : { serverCode: cause.serverCode }),
    notes: [...cause.notes, ...outcome.notes],
    hint: cause.hint ?? outcome.hint,
    cause,
  });
}

function whatFailed(cause: unknown, { number, total }: FailurePoint): string {
  if (cause instanceof ScriptError) return "its script failed";
  if (number === undefined) return "its transaction failed";
  return `statement ${number}${total === undefined ? "" : ` of ${total}`} failed`;
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function placeOf(cause: unknown, { prepared, statement }: FailurePoint) {
  const line = cause instanceof ScriptError ? cause.line : lineOf(cause, statement);
  return { file: prepared.file, ...(line === undefined ? {} : { line }) };
}

/** The line on which the server saw the fault, else the one on which the statement starts. */
function lineOf(cause: unknown, statement: Statement | undefined): number | undefined {
  if (statement === undefined || statement.line === 0) return undefined;
  const offset = cause instanceof StatementError ? cause.offset : undefined;
  if (offset === undefined) return statement.line;
  return statement.line + (statement.text.slice(0, offset).match(/\r\n?|\n/g)?.length ?? 0);
}
