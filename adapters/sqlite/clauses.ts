import type { ConflictAction, Deferral, ForeignKey, ReferentialAction } from "../../core/schema.ts";
import { splitAtCommas, type TokenReader } from "./token_reader.ts";

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** `ON CONFLICT action`, if it comes next; ABORT is what holds anyway. */
export function readConflict(reader: TokenReader): { readonly onConflict?: ConflictAction } {
  if (!reader.takeWords("on", "conflict")) return {};
  const action = reader.take().text.toLowerCase();
  return action === "abort" ? {} : { onConflict: action as ConflictAction };
}

/** A foreign key behind the word REFERENCES, still without its columns and name. */
export function readReferences(reader: TokenReader): ForeignKey {
  const key: Writable<ForeignKey> = {
    kind: "foreign_key",
    columns: [],
    references: { name: reader.takeName() },
    referencedColumns: [],
  };
  if (reader.peek()?.text === "(") {
    key.referencedColumns = splitAtCommas(reader.takeParenthesised())
      .map(([token]) => token?.value ?? "");
  }
  for (;;) {
    if (reader.takeWords("on", "delete")) setAction(key, "onDelete", readAction(reader));
    else if (reader.takeWords("on", "update")) setAction(key, "onUpdate", readAction(reader));
    else if (reader.takeWords("on", "insert")) readAction(reader);
    else if (reader.takeWords("match")) {
      const match = reader.takeName().toLowerCase();
      if (match === "full" || match === "partial") key.match = match;
    } else if (reader.takeWords("not", "deferrable")) {
      readDeferral(reader);
    } else if (reader.takeWords("deferrable")) key.deferrable = readDeferral(reader);
    else return key;
  }
}

function setAction(
  key: Writable<ForeignKey>,
  event: "onDelete" | "onUpdate",
  action: ReferentialAction | undefined,
): void {
  if (action === undefined) delete key[event];
  else key[event] = action;
}

function readAction(reader: TokenReader): ReferentialAction | undefined {
  if (reader.takeWords("no", "action")) return undefined;
  if (reader.takeWords("set", "null")) return "set null";
  if (reader.takeWords("set", "default")) return "set default";
  return reader.take().text.toLowerCase() as ReferentialAction;
}

function readDeferral(reader: TokenReader): Deferral {
  if (!reader.takeWords("initially")) return "immediate";
  return reader.take().text.toLowerCase() as Deferral;
}
