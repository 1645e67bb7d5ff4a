import type { Holder } from "./adapter.ts";
import type { Step } from "./plan.ts";

/** What a run tells while it works. */
export type MigratorEvent =
  /** Somebody else holds the lock; at most once a second. */
  | { readonly type: "waiting"; readonly waited: number; readonly holder: Holder | undefined }
  /** The lock is held, by the server's connection of this id. */
  | { readonly type: "locked"; readonly backend: string }
  /** A step begins; `index` counts from 1. */
  | { readonly type: "start"; readonly step: Step; readonly index: number; readonly total: number }
  /** So many statements of the step have run. */
  | { readonly type: "progress"; readonly step: Step; readonly statements: number }
  /** The transaction failed for a passing cause, was rolled back, and is tried again. */
  | {
    readonly type: "retry";
    readonly step: Step;
    readonly attempt: number;
    readonly delay: number;
    readonly reason: string;
  }
  /** The connection was lost and has been made again. */
  | { readonly type: "reconnected"; readonly step: Step | undefined }
  /** An interrupted step goes on at a statement, counted from 1. */
  | { readonly type: "resume"; readonly step: Step; readonly statement: number }
  /** The step is committed. */
  | { readonly type: "done"; readonly step: Step; readonly durationMs: number };

export type OnEvent = (event: MigratorEvent) => void;
