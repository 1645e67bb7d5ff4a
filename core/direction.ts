/** Which of a migration's two scripts runs. */
export type Direction = "upgrade" | "downgrade";
