import type { ConnectOptions } from "../../../core/adapter.ts";
import { openWire } from "../connect.ts";
import { openSession, type PostgresSession } from "../session.ts";
import type { Host, Target } from "../url.ts";
import { type Exchange, openLocalSocket } from "./socket.ts";

/** What a session in the embedded server is opened with. */
export interface LoginOptions {
  /** In which unqualified names are made. */
  readonly schema?: string;
}

const host: Host = {
  name: "localhost",
  port: 0,
  address: undefined,
  tls: undefined,
  password: undefined,
};

const target: Target = {
  hosts: [host],
  user: "postgres",
  database: "postgres",
  attributes: "any",
  applicationName: undefined,
  options: undefined,
  searchPath: undefined,
  connectTimeout: undefined,
};

/**
 * Opens a session in the embedded server.
 *
 * @param cut called when the session is given up in the middle of a statement.
 */
export async function logIn(
  exchange: Exchange,
  { schema, cut }: LoginOptions & { readonly cut: () => void },
): Promise<PostgresSession> {
  const options: ConnectOptions = {
    url: "",
    connectTimeout: 0,
    readOnly: false,
    settings: {},
    env: {},
    ...(schema === undefined ? {} : { schema }),
  };
  const socket = openLocalSocket(exchange, cut);
  const wire = openWire({ socket, host, target, local: true });
  const session = await openSession(wire, { target, host, options });
  return Object.assign(session, { database: "the embedded shadow database" });
}
