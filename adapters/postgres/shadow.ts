import type { Shadow, ShadowOptions } from "../../core/adapter.ts";
import { embeddedShadow } from "./shadow/embedded.ts";
import { serverShadow } from "./shadow/server.ts";

/**
 * A shadow in this process, which needs no server; on a server where one is named.
 *
 * @throws {WhimbrelError} `shadow`.
 */
export async function shadow({ url, ...options }: ShadowOptions): Promise<Shadow> {
  return url === undefined ? await embeddedShadow(options) : await serverShadow(url, options);
}
