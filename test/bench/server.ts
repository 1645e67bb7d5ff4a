import { rmSync } from "node:fs";
import { join } from "node:path";
import { type ServerName, startServer, withDatabase } from "../servers/mod.ts";
import { installDbmate } from "./dbmate.ts";
import {
  inFolder,
  largeTable,
  megabytes,
  smallMigration,
  whimbrel,
  write,
  writeDbmateMigrations,
  writeInserts,
  writeMigrations,
} from "./folder.ts";
import {
  compare,
  countRow,
  memoryRow,
  milliseconds,
  type Row,
  type Subject,
  time,
  timeRow,
  weigh,
} from "./measure.ts";
import { countRoundTrips, type IsRequest } from "./round_trips.ts";
import { buildProgram } from "./start.ts";

/** A database server that is measured, and what Whimbrel is compared with on it. */
export interface Contest {
  readonly server: ServerName;
  /** The name that stands in the table. */
  readonly title: string;
  /** The server's own client, running a script as fast as it can and stopping at an error. */
  readonly client: { readonly name: string; script(url: string, file: string): Subject };
  /** A program in TypeScript that runs `select 1` on the database of `DATABASE_URL`. */
  readonly bare: { readonly name: string; readonly text: string };
  readonly isRequest: IsRequest;
  /** The URL in a form that dbmate takes, and that leaves TLS off for everybody. */
  plain(url: string): string;
  readonly history: string;
  readonly begin: string;
  /** Round trips that 100 migrations may take. */
  readonly trips: number;
  /** How often 1,000 migrations are applied; a server on which that takes long gets by with one. */
  readonly rounds: number;
  /** Megabytes of a file that makes its own table, where that keeps it out of one transaction. */
  readonly mixed?: number;
  readonly targets: {
    readonly dbmate: number;
    readonly client: number;
  };
}

/** The rows of one server, which is started for them with its default settings for durability. */
export async function race(contest: Contest): Promise<readonly Row[]> {
  await using server = await startServer(contest.server, { durable: true });
  const base = contest.plain(server.url());
  return [
    ...await inFolder((folder) => nothing(contest, base, folder)),
    ...await inFolder((folder) => hundred(contest, base, folder)),
    ...await inFolder((folder) => thousand(contest, base, folder)),
    ...await inFolder((folder) => many(contest, base, folder)),
    ...await inFolder((folder) => large(contest, base, folder)),
  ];
}

/** A database by name, new and empty whenever `renew` was called. */
interface Database {
  readonly url: string;
  readonly renew: () => void;
}

/** Names a database of the server; it is made by the server's own client, which does not wait. */
function database({ client }: Contest, base: string, folder: string, name: string): Database {
  const script = write(
    folder,
    `${name}.sql`,
    `DROP DATABASE IF EXISTS ${name};\nCREATE DATABASE ${name};\n`,
  );
  const make = client.script(base, script);
  return { url: withDatabase(base, name), renew: () => void time(make) };
}

function upgrade({ url }: Database, folder: string): Subject {
  return { command: [whimbrel, "upgrade"], cwd: folder, env: { DATABASE_URL: url } };
}

function dbmateUp(program: string, { url }: Database, folder: string): Subject {
  const words = ["--migrations-dir", "dbmate", "--no-dump-schema", "up"];
  return { command: [program, ...words], cwd: folder, env: { DATABASE_URL: url } };
}

/** A subject that finds its database empty in every run. */
function onNew(subject: Subject, { renew }: Database): Subject {
  return { ...subject, prepare: renew };
}

async function nothing(contest: Contest, base: string, folder: string): Promise<readonly Row[]> {
  writeMigrations(folder, 1000);
  writeDbmateMigrations(folder, 1000);
  const ours = database(contest, base, folder, "bench_applied");
  const theirs = database(contest, base, folder, "bench_dbmate");
  ours.renew();
  theirs.renew();
  const subjects = {
    ours: upgrade(ours, folder),
    bare: {
      command: [buildProgram(folder, "bare", contest.bare.text)],
      env: { DATABASE_URL: ours.url },
    },
    dbmate: dbmateUp(await installDbmate(), theirs, folder),
  };
  compare(subjects, 1);
  const times = compare(subjects, 11);
  const { port, hostname } = new URL(base);
  const trips = await countRoundTrips(Number(port), contest.isRequest, (proxy) => {
    const url = ours.url.replace(`${hostname}:${port}`, `${hostname}:${proxy}`);
    return upgrade({ ...ours, url }, folder);
  });
  const what = `${contest.title}: nothing pending, 1,000 applied`;
  return [
    timeRow(what, times.ours, [contest.bare.name, times.bare], 1.3),
    timeRow(
      what,
      times.ours,
      ["dbmate, which compares no checksums", times.dbmate],
      contest.targets.dbmate,
    ),
    countRow(`${contest.title}: round trips after the login`, trips, 3),
  ];
}

/** Small migrations travel in few messages, which counts where the server is not next door. */
async function hundred(contest: Contest, base: string, folder: string): Promise<readonly Row[]> {
  writeMigrations(folder, 100);
  const fresh = database(contest, base, folder, "bench_fresh");
  fresh.renew();
  const { port, hostname } = new URL(base);
  const trips = await countRoundTrips(Number(port), contest.isRequest, (proxy) => {
    const url = fresh.url.replace(`${hostname}:${port}`, `${hostname}:${proxy}`);
    return upgrade({ ...fresh, url }, folder);
  });
  return [countRow(`${contest.title}: round trips, 100 pending`, trips, contest.trips)];
}

async function thousand(contest: Contest, base: string, folder: string): Promise<readonly Row[]> {
  writeMigrations(folder, 1000);
  writeDbmateMigrations(folder, 1000);
  const { begin, client, history } = contest;
  const each = Array.from({ length: 1000 }, (_, index) => {
    const { upgrade } = smallMigration(index);
    const entry = `INSERT INTO history (revision, checksum) VALUES ('${index}', 'checksum');\n`;
    return `${begin};\n${upgrade}${entry}COMMIT;\n`;
  });
  const script = write(folder, "each.sql", `${history};\n${each.join("")}`);
  const ours = database(contest, base, folder, "bench_fresh");
  const theirs = database(contest, base, folder, "bench_client");
  const dbmate = database(contest, base, folder, "bench_dbmate");
  const times = compare({
    ours: onNew(upgrade(ours, folder), ours),
    client: onNew(client.script(theirs.url, script), theirs),
    dbmate: onNew(dbmateUp(await installDbmate(), dbmate, folder), dbmate),
  }, contest.rounds);
  const what = `${contest.title}: 1,000 pending, a transaction each`;
  return [
    timeRow(what, times.ours, [client.name, times.client], contest.targets.client),
    timeRow(what, times.ours, ["dbmate", times.dbmate], contest.targets.dbmate),
  ];
}

/** That it works at all is the point: one transaction for all would exhaust the locks. */
async function many(contest: Contest, base: string, folder: string): Promise<readonly Row[]> {
  const few = join(folder, "few");
  const many = join(folder, "many");
  writeMigrations(few, 1000);
  writeMigrations(many, 5000);
  const fresh = database(contest, base, folder, "bench_fresh");
  const times = compare({
    few: onNew(upgrade(fresh, few), fresh),
    many: onNew(upgrade(fresh, many), fresh),
  }, 1);
  const row = timeRow(
    `${contest.title}: 5,000 pending, default settings`,
    times.many,
    ["with 1,000", times.few],
    6,
  );
  return [{ ...row, ours: `works, ${milliseconds(times.many)}` }];
}

async function large(contest: Contest, base: string, folder: string): Promise<readonly Row[]> {
  const { begin, client, title, mixed } = contest;
  const script = join(folder, "large.sql");
  const migrations = join(folder, "migrations");
  const ours = database(contest, base, folder, "bench_large");
  const theirs = database(contest, base, folder, "bench_client");
  const rows: Row[] = [];
  const contend = (what: string, size: number) => {
    writeInserts(script, `${largeTable}${begin};\n`, "COMMIT;\n", size);
    const { elapsed, memory } = weigh(onNew(upgrade(ours, folder), ours));
    const { shell } = compare({ shell: onNew(client.script(theirs.url, script), theirs) }, 1);
    const beside = [`${client.name}, in one transaction`, shell] as const;
    rows.push(timeRow(`${title}: ${what}`, elapsed, beside, contest.targets.client));
    return memory;
  };
  write(folder, "migrations/1_table.sql", largeTable);
  writeInserts(join(migrations, "2_rows.sql"), "");
  const memory = contend(`one file of ${megabytes} MB of inserts`, megabytes);
  rows.push(memoryRow(`${title}: peak memory, one file of ${megabytes} MB`, memory, 300, ""));
  if (mixed !== undefined) {
    rmSync(join(migrations, "1_table.sql"));
    writeInserts(join(migrations, "2_rows.sql"), largeTable, "", mixed);
    contend(`one file with a table and ${mixed} MB of inserts`, mixed);
  }
  ours.renew();
  theirs.renew();
  return rows;
}
