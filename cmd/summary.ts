import type { Dialect } from "../core/adapter.ts";
import { describe, destroys } from "../core/describe.ts";
import type { Operation } from "../core/operation.ts";
import { risksAmong } from "../core/risk.ts";
import type { App } from "./app.ts";
import { inOneLine } from "./printable.ts";

/** Tells what operations do, one a line: what comes in green, what goes in red, dangers in words. */
export function summarize(
  app: App,
  operations: readonly Operation[],
  dialect: Pick<Dialect, "misfit"> = {},
): void {
  const { errorColors: colors } = app;
  const risks = risksAmong(operations, dialect);
  for (const [index, operation] of operations.entries()) {
    const [mark, paint] = sign(operation.kind);
    const lost = destroys(operation, dialect);
    const risk = lost === undefined ? risks[index] : undefined;
    const danger = lost !== undefined
      ? colors.red(` (loses ${inOneLine(lost)})`)
      : risk !== undefined
      ? colors.yellow(` (fails if ${inOneLine(risk)})`)
      : "";
    app.say(`${colors[paint](`${mark} ${inOneLine(describe(operation))}`)}${danger}`);
  }
}

function sign(kind: Operation["kind"]): readonly ["+" | "-" | "~", "green" | "red" | "yellow"] {
  if (/^(?:create|add)_/.test(kind)) return ["+", "green"];
  return kind.startsWith("drop_") ? ["-", "red"] : ["~", "yellow"];
}
