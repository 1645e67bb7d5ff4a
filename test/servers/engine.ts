/** A server as a thing that runs: a process of this machine or a container. */
export interface Engine {
  readonly port: number;
  readonly user: string;
  /** The process that serves; for a container, its main process as this machine sees it. */
  pid(): Promise<number>;
  /** Starts it on its port and its data, without waiting until it answers. */
  start(): Promise<void>;
  isRunning(): Promise<boolean>;
  /** Sends a signal to all its processes. */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Ends it cleanly and waits for that. Does nothing when it does not run. */
  stop(): Promise<void>;
  /** The end of what it printed. */
  log(): Promise<string>;
  /** Leaves nothing behind. */
  remove(): Promise<void>;
}

/** How a server is started. */
export interface ServerOptions {
  /** Whether a commit survives a power cut. The default, false, is much faster. */
  readonly durable?: boolean;
  /** Settings of the server by name, such as `{ max_connections: "5" }`. */
  readonly settings?: Readonly<Record<string, string>>;
}
