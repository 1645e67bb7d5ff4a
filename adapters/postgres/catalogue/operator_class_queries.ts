import { qualified, select } from "./carried_select.ts";
import { own, type Scope, within } from "./queries.ts";

/** Families with those of their members that belong to no class, and classes with their own. */
export function operatorClasses(scope: Scope): readonly string[] {
  const family = "(SELECT " + qualified("fn.nspname", "f.opfname") +
    " FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_namespace AS fn " +
    "ON fn.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily)";
  const members = (isMember: (catalogue: string, oid: string) => string, types: string) =>
    `(SELECT string_agg(i.item, ', ' ORDER BY i.rank, i.number, i.item) FROM (
      SELECT 1 AS rank, o.amopstrategy AS number, concat('OPERATOR ', o.amopstrategy, ' ',
        o.amopopr::regoperator, ' FOR ORDER BY ' || ${family}) AS item
      FROM pg_catalog.pg_amop AS o WHERE o.amopfamily = x.opf AND ${isMember("pg_amop", "o.oid")}
      UNION ALL SELECT 2, o.amprocnum, concat('FUNCTION ', o.amprocnum, ' ', ${types},
        o.amproc::regprocedure)
      FROM pg_catalog.pg_amproc AS o WHERE o.amprocfamily = x.opf
        AND ${isMember("pg_amproc", "o.oid")}) AS i)`;
  const bond = (catalogue: string, oid: string, owner: string) =>
    `(SELECT FROM pg_catalog.pg_depend AS b WHERE b.classid = 'pg_catalog.${catalogue}'::regclass
      AND b.objid = ${oid} AND b.refclassid = 'pg_catalog.pg_opclass'::regclass${owner})`;
  const inputs = "'(', format_type(o.amproclefttype, NULL), ', ', " +
    "format_type(o.amprocrighttype, NULL), ') '";
  const loose = members((catalogue, oid) => `NOT EXISTS ${bond(catalogue, oid, "")}`, inputs);
  const owned = members(
    (catalogue, oid) => `EXISTS ${bond(catalogue, oid, " AND b.refobjid = x.oid")}`,
    inputs,
  );
  const name = (kind: string) => `${qualified("n.nspname", `x.${kind}name`)}`;
  const using = "' USING ', quote_ident(m.amname)";
  const families = select({
    catalogue: "pg_opfamily",
    kind: "operator family",
    schema: "n.nspname",
    name: "x.opfname",
    definition: `concat('CREATE OPERATOR FAMILY ', ${name("opf")}, ${using},
      ';\nALTER OPERATOR FAMILY ' || ${name("opf")} || ' USING ' || quote_ident(m.amname) || ' ADD '
      || ${loose})`,
    from: `FROM (SELECT f.*, f.oid AS opf FROM pg_catalog.pg_opfamily AS f) AS x
      JOIN pg_catalog.pg_namespace AS n ON n.oid = x.opfnamespace
      JOIN pg_catalog.pg_am AS m ON m.oid = x.opfmethod
      WHERE ${within(scope)} AND ${own("x.oid", "pg_opfamily")}`,
  });
  const classes = select({
    catalogue: "pg_opclass",
    kind: "operator class",
    schema: "n.nspname",
    name: "x.opcname",
    definition: `concat('CREATE OPERATOR CLASS ', ${name("opc")},
      CASE WHEN x.opcdefault THEN ' DEFAULT' END, ' FOR TYPE ', format_type(x.opcintype, NULL),
      ${using}, ' FAMILY ', ${
      qualified("fn.nspname", "f.opfname")
    }, ' AS ', concat_ws(', ', ${owned},
        CASE WHEN x.opckeytype <> 0 OR ${owned} IS NULL THEN 'STORAGE ' ||
          format_type(coalesce(nullif(x.opckeytype, 0), x.opcintype), NULL) END))`,
    from: `FROM (SELECT c.*, c.opcfamily AS opf FROM pg_catalog.pg_opclass AS c) AS x
      JOIN pg_catalog.pg_namespace AS n ON n.oid = x.opcnamespace
      JOIN pg_catalog.pg_am AS m ON m.oid = x.opcmethod
      JOIN pg_catalog.pg_opfamily AS f ON f.oid = x.opcfamily
      JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.opfnamespace
      WHERE ${within(scope)} AND ${own("x.oid", "pg_opclass")}`,
  });
  return [families, classes];
}
