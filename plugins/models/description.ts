/** What the program finds out about models, the same for every dialect, as JSON. */
export interface Description {
  readonly models: readonly ModelDescription[];
}

/** One model that has a table. */
export interface ModelDescription {
  /** The class. */
  readonly name: string;
  readonly app: string;
  readonly table: string;
  readonly schema?: string;
  readonly comment?: string;
  /** In the order of their declaration. */
  readonly fields: readonly FieldDescription[];
  /** Names of fields. */
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly indexes: readonly IndexDescription[];
}

/** One field of a model. */
export interface FieldDescription {
  readonly name: string;
  readonly fieldType: string;
  /** As they were written, but for functions. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The model that a relation is to. */
  readonly to?: ModelName;
}

/** How a model is found among all. */
export interface ModelName {
  readonly app: string;
  readonly name: string;
}

/** One index of a model's `Meta`. */
export interface IndexDescription {
  readonly fields?: readonly string[];
  readonly expressions?: readonly string[];
  readonly name?: string;
  readonly type?: string;
  readonly where?: string;
  readonly unique?: boolean;
}
