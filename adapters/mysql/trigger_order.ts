import { isWord, type Token } from "../../core/lexer.ts";
import type { Operation } from "../../core/operation.ts";
import type { OpaqueObject, Schema } from "../../core/schema.ts";
import { tokens } from "./lexer.ts";

/** A trigger's definition with the one behind which it runs, which the server does not show there. */
export function withPlace(definition: string, place: string): string {
  const { at } = headOf(definition);
  return `${definition.slice(0, at)} ${place}${definition.slice(at)}`;
}

/**
 * Puts triggers whose forerunner is not there before those that follow them, where these are there
 * already: the server would refuse them, or let them run last
 * (https://dev.mysql.com/doc/refman/9.4/en/create-trigger.html). Wants to see all operations in order.
 */
export function triggerOrder(
  operations: readonly Operation[],
  before: Schema,
  quote: (name: string) => string,
): <Step extends Operation>(operation: Step) => Step {
  const now = triggersOf(before.objects);
  const last = new Map(now);
  for (const operation of operations) carryOut(operation, last);
  return (operation) => {
    carryOut(operation, now);
    const made = madeBy(operation);
    if (made === undefined) return operation;
    const there = (name: string | undefined) => {
      const other = name === undefined ? undefined : now.get(name);
      return other !== undefined && isBeside(made, other) ? other : undefined;
    };
    const { follows } = headOf(made.definition);
    if (there(follows) !== undefined) return operation;
    const follower = [...last.values()].find((other) =>
      headOf(other.definition).follows === made.name && other.table?.name === made.table?.name
    );
    const next = there(follower?.name);
    if (next === undefined && follows === undefined) return operation;
    const bare = withoutPlace(made.definition);
    const definition = next === undefined ? bare : withPlace(bare, `PRECEDES ${quote(next.name)}`);
    const placed = { ...made, definition };
    return operation.kind === "create_object"
      ? { ...operation, object: placed }
      : { ...operation, to: placed };
  };
}

/** Whether two triggers run on the same event. */
function isBeside(one: OpaqueObject, other: OpaqueObject): boolean {
  return one.table?.name === other.table?.name &&
    headOf(one.definition).event === headOf(other.definition).event;
}

function withoutPlace(definition: string): string {
  const { at, end } = headOf(definition);
  return definition.slice(0, at) + definition.slice(end);
}

function triggersOf(objects: readonly OpaqueObject[]): Map<string, OpaqueObject> {
  const triggers = objects.filter(({ kind }) => kind === "trigger");
  return new Map(triggers.map((trigger) => [trigger.name, trigger]));
}

/** The trigger that an operation makes. */
function madeBy(operation: Operation): OpaqueObject | undefined {
  const made = operation.kind === "create_object"
    ? operation.object
    : operation.kind === "replace_object"
    ? operation.to
    : undefined;
  return made?.kind === "trigger" ? made : undefined;
}

function carryOut(operation: Operation, triggers: Map<string, OpaqueObject>): void {
  const made = madeBy(operation);
  if (made !== undefined) triggers.set(made.name, made);
  else if (operation.kind === "drop_object" && operation.object.kind === "trigger") {
    triggers.delete(operation.object.name);
  }
}

/** What stands before the body of a trigger. */
interface Head {
  /** `before insert`. */
  readonly event: string;
  /** The trigger behind which it runs. */
  readonly follows: string | undefined;
  /** Where the place among other triggers is named, from and to. */
  readonly at: number;
  readonly end: number;
}

function headOf(definition: string): Head {
  let event = "";
  const last: Token[] = [];
  let at = 0;
  for (const token of tokens(definition)) {
    if (at > 0) {
      if (last.length === 0 && !isWord(token, "follows")) break;
      if (last.length === 1) return { event, follows: token.value, at, end: token.end };
      last.push(token);
    } else if (event === "" && isWord(token, "insert", "update", "delete")) {
      event = `${last.at(-1)?.text} ${token.text}`.toLowerCase();
      last.length = 0;
    } else if (isWord(token, "row") && event !== "" && isWord(last.at(-1), "each")) {
      at = token.end;
      last.length = 0;
    } else last.push(token);
  }
  return { event, follows: undefined, at, end: at };
}
