import type { Dependency, OpaqueObject } from "../../core/schema.ts";
import type { NameModel, ViewModel } from "./models.ts";
import { nameOfModel } from "./table.ts";

/** Views as objects, each with the other views that it is made of. */
export function viewObjects(
  views: readonly ViewModel[],
  { quote, define }: {
    quote(name: string): string;
    define(view: ViewModel): string;
  },
): readonly OpaqueObject[] {
  return views.map((view) => ({
    ...nameOfModel(view),
    kind: kindOf(view),
    definition: define(view),
    dependsOn: views.filter((other) => other !== view && reads(view.query, other, quote))
      .map((other): Dependency => ({ kind: kindOf(other), ...nameOfModel(other) })),
  }));
}

function kindOf({ materialized }: ViewModel): string {
  return materialized ? "materialized view" : "view";
}

/** Whether a query takes rows from something: its name stands behind FROM, JOIN or a comma. */
function reads(
  query: string,
  { schema, name }: NameModel,
  quote: (name: string) => string,
): boolean {
  const spelled = (part: string) => `(?:${escape(quote(part))}|${escape(part)})`;
  const whole = `${schema === undefined ? "" : `${spelled(schema)}\\.`}${spelled(name)}`;
  return new RegExp(`(?:\\b(?:from|join)\\s+|,\\s*)${whole}(?![\\w."\`])`, "i").test(query);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
