import type { Session, Shadow, ShadowOptions } from "../../core/adapter.ts";
import { connect } from "./connect.ts";

/** Databases in memory, each as new as the one before it was. */
export async function shadow({ signal }: ShadowOptions): Promise<Shadow> {
  let current: Session | undefined;
  const start = () =>
    connect({
      url: "sqlite::memory:",
      connectTimeout: 0,
      readOnly: false,
      settings: {},
      env: {},
      ...(signal === undefined ? {} : { signal }),
    });
  const end = async () => {
    const last = current;
    current = undefined;
    await last?.[Symbol.asyncDispose]();
  };
  const first = current = await start();
  let used = false;
  return {
    identity: first.server,
    async open() {
      if (used) {
        await end();
        current = await start();
      }
      used = true;
      return current!;
    },
    [Symbol.asyncDispose]: end,
  };
}
