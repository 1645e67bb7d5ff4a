import { readFileSync, statSync } from "node:fs";
import process from "node:process";
import { WhimbrelError } from "../../core/errors.ts";

/** Who wants to log in, and where. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/**
 * Looks a password up in a password file
 * (https://www.postgresql.org/docs/current/libpq-pgpass.html); undefined where the file is missing
 * or says nothing of this login.
 *
 * @throws {WhimbrelError} `configuration` when others may read the file.
 */
export function readPassword(login: Login, file: string): string | undefined {
  const text = readSecret(file);
  if (text === undefined) return undefined;
  const isSocket = login.host.startsWith("/");
  const wanted = [isSocket ? "localhost" : login.host, login.port, login.database, login.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const fields = splitLine(line);
    const matches = wanted.every((value, index) =>
      fields[index] === "*" || fields[index] === String(value)
    );
    if (matches && fields.length >= 5) return fields[4];
  }
  return undefined;
}

function readSecret(file: string): string | undefined {
  try {
    const { mode } = statSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new WhimbrelError("configuration", `Others may read the password file "${file}"`, {
        hint: `run \`chmod 0600 ${file}\``,
      });
    }
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof WhimbrelError) throw error;
    return undefined;
  }
}

/** Fields stand between colons; a backslash makes the next character plain. */
function splitLine(line: string): readonly string[] {
  const fields = [""];
  for (let at = 0; at < line.length; at++) {
    const last = fields.length - 1;
    if (line[at] === ":" && fields.length < 5) fields.push("");
    else if (line[at] === "\\" && at + 1 < line.length) fields[last] += line[++at]!;
    else fields[last] += line[at]!;
  }
  return fields;
}
