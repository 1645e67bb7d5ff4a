import type { Sequence, SequenceBounds } from "../../../core/schema.ts";
import { quote } from "../quoting.ts";
import { changedComment, newComment, spell } from "./words.ts";

/** The words of CREATE and ALTER SEQUENCE that lead from some bounds to others. */
export function bounds(to: SequenceBounds, from: SequenceBounds): readonly string[] {
  const word = (name: "increment" | "start" | "cache", spelled: string, usual: string) =>
    to[name] === from[name] ? [] : [`${spelled} ${number(to[name] ?? usual)}`];
  const limit = (name: "minimum" | "maximum", spelled: string) =>
    to[name] === from[name]
      ? []
      : [to[name] === undefined ? `NO ${spelled}` : `${spelled} ${number(to[name])}`];
  const usualStart = to.increment?.startsWith("-") === true
    ? to.maximum ?? "-1"
    : to.minimum ?? "1";
  return [
    ...word("increment", "INCREMENT BY", "1"),
    ...limit("minimum", "MINVALUE"),
    ...limit("maximum", "MAXVALUE"),
    ...word("start", "START WITH", usualStart),
    ...word("cache", "CACHE", "1"),
    ...(to.cycle === from.cycle ? [] : [to.cycle === true ? "CYCLE" : "NO CYCLE"]),
  ];
}

function number(text: string): string {
  return String(BigInt(text));
}

/** CREATE SEQUENCE, but for its owner. */
export function createSequence(sequence: Sequence): readonly string[] {
  const type = sequence.type === undefined ? [] : [`AS ${sequence.type}`];
  return [
    [`CREATE SEQUENCE ${spell(sequence)}`, ...type, ...bounds(sequence, {})].join(" "),
    ...newComment(`SEQUENCE ${spell(sequence)}`, sequence.comment),
  ];
}

/** OWNED BY, with the table as it is called when the statement runs. */
export function ownSequence({ ownedBy, ...sequence }: Sequence): string {
  const owner = ownedBy === undefined ? "NONE" : `${spell(ownedBy.table)}.${quote(ownedBy.column)}`;
  return `ALTER SEQUENCE ${spell(sequence)} OWNED BY ${owner}`;
}

/** Changes a sequence, which goes on from where it is. */
export function alterSequence(from: Sequence, to: Sequence): readonly string[] {
  const words = [
    ...(from.type === to.type ? [] : [`AS ${to.type ?? "bigint"}`]),
    ...bounds(to, from),
  ];
  const owner = (sequence: Sequence) => JSON.stringify(sequence.ownedBy);
  return [
    ...(words.length === 0 ? [] : [`ALTER SEQUENCE ${spell(to)} ${words.join(" ")}`]),
    ...(owner(from) === owner(to) ? [] : [ownSequence(to)]),
    ...changedComment(`SEQUENCE ${spell(to)}`, { from, to }),
  ];
}
