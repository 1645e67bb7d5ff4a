/**
 * Module text that makes a Sequelize whose connection is the recorder; version 6, with or without a
 * driver installed.
 */
export const sequelizeSource = String.raw`
function openSequelize() {
  const library = require("sequelize");
  const Sequelize = library.Sequelize ?? library;
  const answer = (words, callback) => {
    const [sql, parameters] = words;
    let rows;
    try {
      const text = typeof sql === "string" ? sql : sql.sql;
      // Sequelize looks whether a type is there before it makes it, and at all of them after that.
      rows = /\bpg_(?:enum|range)\b/.test(text) ? [] : ask(text, parameters ?? []);
    } catch (error) {
      callback.call({}, error);
      return;
    }
    const result = dialect === "postgres"
      ? { rows, rowCount: 0, fields: [], command: "" }
      : dialect === "sqlite" || rows.length > 0 ? rows : { affectedRows: 0, insertId: 0 };
    callback.call({ lastID: 0, changes: 0 }, null, result);
  };
  const send = (...words) => {
    answer(words.slice(0, -1), words.at(-1));
    return { setMaxListeners() {} };
  };
  const connection = {
    ...{ query: send, execute: send, all: send, run: send, exec: send },
    serialize: (work) => work(),
    ...{ uuid: "recorder", filename: ":memory:" },
  };
  const sequelize = new Sequelize({
    ...{ dialect, logging: false, dialectModule: stub() },
    ...(input.server === "" ? {} : { databaseVersion: input.server }),
  });
  sequelize.connectionManager.getConnection = async () => connection;
  sequelize.connectionManager.releaseConnection = async () => {};
  const begun = () => ({
    ...{ connection, commit: async () => {}, afterCommit() {}, LOCK: {}, parent: undefined },
    rollback: async () => { throw refuse("it rolls back"); },
  });
  sequelize.transaction = async (...words) => {
    const work = words.at(-1);
    return typeof work === "function" ? await work(begun()) : begun();
  };
  const queryInterface = sequelize.getQueryInterface();
  if (dialect === "postgres") {
    // Only to say that a column is missing; the statement needs nothing but names.
    const known = async (table, column) => ({ [column]: { type: "TEXT", allowNull: true } });
    if (queryInterface.assertTableHasColumn !== undefined) {
      queryInterface.assertTableHasColumn = known;
    }
  }
  return { Sequelize, sequelize, queryInterface };
}

/** A driver that is never called: what the constructor looks at. */
function stub() {
  const types = { getTypeParser: () => (value) => value, setTypeParser() {}, builtins: {} };
  class Database {}
  return { types, Client: class {}, Database, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_FULLMUTEX: 0 };
}
`;
