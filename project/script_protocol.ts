import type { Value } from "../core/adapter.ts";
import type { Direction } from "../core/direction.ts";
import type { Operation } from "../core/operation.ts";
import type { TableName } from "../core/schema.ts";
import type { SpellRequest } from "../core/script.ts";

/** What the host sends to the thread in which scripts run. */
export type ToWorker =
  | { readonly type: "exports"; readonly path: string }
  | {
    readonly type: "run";
    readonly path: string;
    readonly direction: Direction;
    readonly dialect: string;
  }
  | { readonly type: "answer"; readonly call: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly call: number; readonly message: string };

/** A call of `op`. */
export type Call =
  | { readonly method: "execute"; readonly sql: string }
  | { readonly method: "query"; readonly sql: string; readonly parameters: readonly Value[] }
  | { readonly method: "operations"; readonly list: readonly Operation[] }
  | { readonly method: "table"; readonly name: TableName }
  | { readonly method: "spell"; readonly request: SpellRequest };

/** What the thread sends back. */
export type FromWorker =
  | { readonly type: "exported"; readonly directions: readonly Direction[] }
  | { readonly type: "call"; readonly call: number; readonly request: Call }
  | { readonly type: "finished" }
  | {
    readonly type: "threw";
    readonly message: string;
    /** In the script's own file, where it is known. */
    readonly line: number | undefined;
    /** The number of the refused call whose error came out of the script. */
    readonly call: number | undefined;
    /** It was thrown while the file was loaded: it does not compile, or an import is missing. */
    readonly loading: boolean;
  };
