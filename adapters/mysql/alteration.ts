/** What a part of an ALTER TABLE does with a column or key, as far as other parts have to know. */
export type Role =
  | "added"
  | "dropped"
  | "changed"
  /** Changed in what an index on it may not see, so that one goes before and comes after. */
  | "reshaped"
  | "renamed"
  | "read"
  | "referring"
  /** A foreign key of the table itself refers to it. */
  | "referred";

/** Parts of one ALTER TABLE, which stand or fall together. */
export interface Alteration {
  readonly clauses: readonly string[];
  /** Columns by name, and what happens to them. */
  readonly columns?: Readonly<Record<string, Role>>;
  /** Keys and constraints by name (`PRIMARY` for the primary key), and what happens to them. */
  readonly keys?: Readonly<Record<string, Role>>;
  /** The column that a new one goes behind. */
  readonly beside?: string;
  /** No other part may stand beside these (partitions). */
  readonly alone?: true;
}

/**
 * What may follow what on one column in one ALTER TABLE, whose parts all see the table as it was
 * before, but for new columns and keys on them. Measured on MySQL 9.7 and MariaDB 10.11.
 */
const goTogether: ReadonlySet<string> = new Set([
  "added read",
  "added referring",
  "changed read",
  "dropped added",
  "read changed",
  "read dropped",
  "read read",
  "read referring",
  "referred referred",
  "referred referring",
  "referring dropped",
  "referring read",
  "referring referred",
  "referring referring",
]);

/** An ALTER TABLE that is being put together. */
export interface OpenAlter {
  /** False where the alteration has to wait until the ones before it have run. */
  take(alteration: Alteration): boolean;
  clauses(): readonly string[];
}

/** Starts an ALTER TABLE with nothing in it. */
export function openAlter(): OpenAlter {
  const columns = new Map<string, Role>();
  const keys = new Map<string, Role>();
  const neighbours = new Set<string>();
  const clauses: string[] = [];
  let alone = false;
  return {
    clauses: () => clauses,
    take(alteration) {
      const follows = clauses.length === 0 ||
        !alone && !alteration.alone &&
          entriesOf(alteration.columns).every(([name, role]) =>
            allowed(columns.get(name), role) &&
            !(neighbours.has(name) && (role === "dropped" || role === "renamed"))
          ) &&
          columns.get(alteration.beside?.toLowerCase() ?? "") !== "renamed" &&
          entriesOf(alteration.keys).every(([name, role]) => allowed(keys.get(name), role));
      if (!follows) return false;
      clauses.push(...alteration.clauses);
      alone = alteration.alone === true;
      if (alteration.beside !== undefined) neighbours.add(alteration.beside.toLowerCase());
      for (const [name, role] of entriesOf(alteration.columns)) {
        // A column that a key reads meanwhile is a new or changed one still.
        if (!isLasting(columns.get(name))) columns.set(name, role);
      }
      for (const [name, role] of entriesOf(alteration.keys)) keys.set(name, role);
      return true;
    },
  };
}

function isLasting(role: Role | undefined): boolean {
  return role === "added" || role === "changed" || role === "reshaped";
}

function allowed(before: Role | undefined, role: Role): boolean {
  return before === undefined || goTogether.has(`${before} ${role}`);
}

/** Column names ignore case on both servers. */
function entriesOf(roles: Readonly<Record<string, Role>> = {}): readonly [string, Role][] {
  return Object.entries(roles).map(([name, role]) => [name.toLowerCase(), role]);
}

/** One role for all of the names. */
export function roles(names: readonly string[], role: Role): Readonly<Record<string, Role>> {
  return Object.fromEntries(names.map((name) => [name, role]));
}
