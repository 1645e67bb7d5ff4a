/** The public surface of the core: errors, contracts and data. @module */
export {
  type Activity,
  type ActivityWatch,
  type Adapter,
  type ConnectOptions,
  type Dialect,
  type Digest,
  type Holder,
  type IntrospectFilter,
  type Limits,
  type Lock,
  type LockRequest,
  type RenderOptions,
  type Row,
  type ScriptOrigin,
  type Session,
  type Shadow,
  type ShadowOptions,
  StatementError,
  type StoreTables,
  type StoreTypes,
  type Surroundings,
  type TransactionConflict,
  type Unusable,
  type Value,
} from "./adapter.ts";
export type { Direction } from "./direction.ts";
export type { Migration } from "./directory.ts";
export {
  type ErrorCode,
  type ErrorDetails,
  exitCodes,
  type Place,
  WhimbrelError,
} from "./errors.ts";
export type { MigratorEvent, OnEvent } from "./event.ts";
export type { Revision, RevisionGraph } from "./graph.ts";
export type { StepResult } from "./migrator.ts";
export type { Operation } from "./operation.ts";
export type {
  Action,
  ColumnChanges,
  ColumnDefinition,
  Columns,
  ColumnType,
  IndexOptions,
  IndexOrder,
  IndexPart,
  Literal,
  Name,
  Named,
  Operations,
  Reference,
  SqlExpression,
  TableDefinition,
} from "./op.ts";
export type { Step } from "./plan.ts";
export type {
  Desired,
  Expressiveness,
  ModelsRequest,
  Plugin,
  PluginEntry,
  Program,
} from "./plugin.ts";
export type { PreparedStep } from "./prepare.ts";
export type * from "./schema.ts";
export type { ObjectName, Statement, StatementClass, StatementTraits } from "./statement.ts";
export { generated } from "./statement.ts";
export type { Standing, StatusRow } from "./status.ts";
export type { Entry, EntryState, JournalEntry } from "./store.ts";
// What an adapter is written with.
export {
  type LexicalRules,
  type QuoteRule,
  type Token,
  tokenize,
  type TokenKind,
} from "./lexer.ts";
export { emptySchema } from "./schema.ts";
export { sortSchema } from "./schema_order.ts";
export { split } from "./split.ts";
export type { ClientRules, Follow, ScriptRules } from "./split/rules.ts";
export { createStore, type Store, type StoreState } from "./store.ts";
export { readTokens, type TokenReader, traitsOf } from "./token_reader.ts";
