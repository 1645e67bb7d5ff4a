import type { Sequence, SequenceBounds } from "../../../core/schema.ts";
import { literal, quote } from "../quoting.ts";
import { changedComment, newComment, spell } from "./words.ts";

/** The words of CREATE SEQUENCE, or of ALTER SEQUENCE where there are bounds to lead from. */
export function bounds(to: SequenceBounds, before?: SequenceBounds): readonly string[] {
  const from = before ?? {};
  const word = (name: "increment" | "start" | "cache", spelled: string, usual: string) =>
    to[name] === from[name] ? [] : [`${spelled} ${number(to[name] ?? usual)}`];
  // The usual limits are others in the other direction.
  const isTurned = before !== undefined && isDescending(before) !== isDescending(to);
  const limit = (name: "minimum" | "maximum", spelled: string) =>
    to[name] === from[name] && !isTurned
      ? []
      : [to[name] === undefined ? `NO ${spelled}` : `${spelled} ${number(to[name])}`];
  // The start stays where it was, even if it was only the first number within the old limits.
  const isStartMoved = before !== undefined && to.start === undefined &&
    startOf(before) !== startOf(to);
  return [
    ...word("increment", "INCREMENT BY", "1"),
    ...limit("minimum", "MINVALUE"),
    ...limit("maximum", "MAXVALUE"),
    ...(isStartMoved ? [`START WITH ${startOf(to)}`] : word("start", "START WITH", startOf(to))),
    ...word("cache", "CACHE", "1"),
    ...(to.cycle === from.cycle ? [] : [to.cycle === true ? "CYCLE" : "NO CYCLE"]),
  ];
}

/** The first number. */
export function startOf(bounds: SequenceBounds): string {
  const { start, minimum, maximum } = bounds;
  return start ?? (isDescending(bounds) ? maximum ?? "-1" : minimum ?? "1");
}

function isDescending({ increment }: SequenceBounds): boolean {
  return increment?.startsWith("-") === true;
}

/** Whether a position that was right may be outside of the new limits. */
export function isNarrowed(from: SequenceBounds, to: SequenceBounds): boolean {
  if (isDescending(from) !== isDescending(to)) return true;
  const first = (bounds: SequenceBounds) => bounds.minimum ?? "1";
  const isLater = !isDescending(to) && BigInt(first(to)) > BigInt(first(from));
  const isSooner = to.maximum !== undefined &&
    (from.maximum === undefined || BigInt(to.maximum) < BigInt(from.maximum));
  return isLater || isSooner;
}

function number(text: string): string {
  return String(BigInt(text));
}

/** CREATE SEQUENCE, but for its owner. */
export function createSequence(sequence: Sequence): readonly string[] {
  const type = sequence.type === undefined ? [] : [`AS ${sequence.type}`];
  return [
    [
      `CREATE ${sequence.unlogged === true ? "UNLOGGED " : ""}SEQUENCE ${spell(sequence)}`,
      ...type,
      ...bounds(sequence),
    ].join(" "),
    ...newComment(`SEQUENCE ${spell(sequence)}`, sequence.comment),
  ];
}

/** OWNED BY, with the table as it is called when the statement runs. */
export function ownSequence({ ownedBy, ...sequence }: Sequence): string {
  const owner = ownedBy === undefined ? "NONE" : `${spell(ownedBy.table)}.${quote(ownedBy.column)}`;
  return `ALTER SEQUENCE ${spell(sequence)} OWNED BY ${owner}`;
}

/** Brings the position of a sequence within its new limits, if it is outside. */
function intoLimits(name: string, to: SequenceBounds): string {
  const outside = [
    ...(to.minimum === undefined ? [] : [`last_value < ${number(to.minimum)}`]),
    ...(to.maximum === undefined ? [] : [`last_value > ${number(to.maximum)}`]),
  ];
  return `SELECT setval(${literal(name)}, ${startOf(to)}, false) FROM ${name} WHERE ${
    outside.length === 0 ? "last_value < 1" : outside.join(" OR ")
  }`;
}

/** Changes a sequence, which goes on from where it is, unless it goes in the other direction. */
export function alterSequence(from: Sequence, to: Sequence): readonly string[] {
  const isTurned = isDescending(from) !== isDescending(to);
  const words = [
    ...(from.type === to.type ? [] : [`AS ${to.type ?? "bigint"}`]),
    ...bounds(to, from),
    ...(isTurned ? ["RESTART"] : []),
  ];
  const owner = (sequence: Sequence) => JSON.stringify(sequence.ownedBy);
  const name = spell(to);
  return [
    ...(isNarrowed(from, to) && !isTurned ? [intoLimits(name, to)] : []),
    ...(words.length === 0 ? [] : [`ALTER SEQUENCE ${name} ${words.join(" ")}`]),
    ...(from.unlogged === to.unlogged
      ? []
      : [`ALTER SEQUENCE ${name} SET ${to.unlogged === true ? "UNLOGGED" : "LOGGED"}`]),
    ...(owner(from) === owner(to) ? [] : [ownSequence(to)]),
    ...changedComment(`SEQUENCE ${name}`, { from, to }),
  ];
}
