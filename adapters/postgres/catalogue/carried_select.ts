/** SQL for a name, with its schema where that is not the default one. */
export function qualified(schema: string, name: string): string {
  return `CASE WHEN ${schema} = current_schema() OR ${schema} = 'pg_catalog' THEN '' ` +
    `ELSE quote_ident(${schema}) || '.' END || quote_ident(${name})`;
}

/** SQL for the name of a routine without its arguments, which regproc would qualify where there are several. */
export function routine(oid: string): string {
  return `(SELECT ${qualified("rn.nspname", "r.proname")} FROM pg_catalog.pg_proc AS r ` +
    `JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.pronamespace WHERE r.oid = ${oid})`;
}

/** How objects of a kind are read, in SQL. */
export interface CarriedKind {
  readonly catalogue: string;
  /** FROM and WHERE; the row of the catalogue is `x`. */
  readonly from: string;
  /** As it is. */
  readonly kind: string;
  readonly name: string;
  readonly definition: string;
  /** For what lives in one. */
  readonly schema?: string;
  /** The oid of the table or view that it goes with. */
  readonly relation?: string;
  /** When a trigger fires, where that is not the usual. */
  readonly state?: string;
}

/** One query of the union that {@linkcode carried} is. */
export function select(
  { catalogue, from, kind, name, definition, schema, relation, state }: CarriedKind,
): string {
  return `SELECT '${catalogue}' AS catalogue, x.oid, '${kind}' AS kind,
    ${schema ?? "NULL"}::text AS schema, ${name} AS name, ${relation ?? "NULL"}::oid AS relation,
    ${definition} AS definition, ${state ?? "NULL"} AS state,
    obj_description(x.oid, '${catalogue}') AS comment
  ${from}`;
}
