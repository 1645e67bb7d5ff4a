import type { StatementError } from "../../../core/adapter.ts";
import { WhimbrelError } from "../../../core/errors.ts";
import { quote } from "../quoting.ts";
import type { PostgresSession } from "../session.ts";
import { needsOf, sharedEffect } from "./needs.ts";
import type { Surrounding } from "./session.ts";

/**
 * Keeps statements from a server's scratch database that would change the server itself, and says
 * what the server has to have.
 */
export function surroundingOf({ server }: Pick<PostgresSession, "server">): Surrounding {
  return {
    async before(statement) {
      const effect = sharedEffect(statement);
      if (effect === undefined) return [];
      throw new WhimbrelError(
        "shadow",
        `Cannot run ${effect} in a scratch database: it would change the whole server`,
        {
          statement,
          notes: [`the shadow is a database of a real server (${server})`],
          hint:
            'leave "shadow" out of the configuration: the embedded database takes such statements',
        },
      );
    },
    explain(error, statement) {
      const { extensions, roles } = needsOf(statement);
      const code = error.serverCode ?? "";
      const [extension] = extensions;
      if (extension !== undefined && extensionFaults.has(code)) {
        return missing(error, {
          what: `cannot make the extension "${extension}"`,
          hint: "install it there, or let an administrator grant the right to make it",
          statement,
        });
      }
      const role = roles.find((name) => error.message.includes(`"${name}"`));
      if (role === undefined || code !== undefinedObject) return undefined;
      return missing(error, {
        what: `has no role "${role}"`,
        hint: `make it there: CREATE ROLE ${quote(role)}; or leave "shadow" out of the ` +
          "configuration: the embedded database makes the roles that are named",
        statement,
      });
    },
  };
}

/** `undefined_object`. */
const undefinedObject = "42704";

/** `feature_not_supported`, `undefined_file` before PostgreSQL 13, `insufficient_privilege`. */
const extensionFaults: ReadonlySet<string> = new Set(["0A000", "58P01", "42501"]);

function missing(
  error: StatementError,
  { what, hint, statement }: {
    readonly what: string;
    readonly hint: string;
    readonly statement: string;
  },
): WhimbrelError {
  return new WhimbrelError("shadow", `The server of the shadow ${what}`, {
    statement,
    ...(error.serverCode === undefined ? {} : { serverCode: error.serverCode }),
    notes: [error.message],
    hint,
    cause: error,
  });
}
