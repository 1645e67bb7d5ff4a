export const entities = [
  { name: "team", fields: { name: "text unique" } },
  { name: "member", fields: { mail: "text unique", age: "number?", team: "-> team" } },
];
