import { equalData } from "./schema_order.ts";
import { type DataType, type Domain, type QualifiedName, sameName, type Schema } from "./schema.ts";

/**
 * Whether a domain has to be made anew: for another type, and for more conditions on values that are
 * parts of arrays and rows, in which no database looks for them.
 *
 * @param before the schema that the domain is changed in.
 */
export function isDomainRemade(from: Domain, to: Domain, before: Schema): boolean {
  if (!equalData(from.type, to.type) || from.collation !== to.collation) return true;
  return isStricter(from, to) && isPartOfValues(to, before);
}

/** Whether a domain gets conditions that rows have to be looked through for. */
export function isStricter(from: Domain, to: Domain): boolean {
  return from.nullable && !to.nullable ||
    to.checks.some((check) => !from.checks.some((other) => equalData(check, other)));
}

function isPartOfValues(
  type: QualifiedName,
  { tables, domains, composites }: Schema,
): boolean {
  const isIt = (other: DataType) => typeof other !== "string" && sameName(other, type);
  const isArray = (other: DataType) =>
    typeof other !== "string" && other.dimensions > 0 && sameName(other, type);
  return composites.some(({ fields }) => fields.some((field) => isIt(field.type))) ||
    domains.some((domain) => isArray(domain.type)) ||
    tables.some(({ columns }) => columns.some((column) => isArray(column.type)));
}
