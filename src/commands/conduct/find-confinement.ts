import type { CommandSettings } from "../../core/settings.ts";
import { type Confinement, hasSandbox, hideEnvironment } from "../../workspaces/confinement.ts";
import { openHostProxy } from "../../workspaces/sandbox/host-proxy.ts";
import { note } from "../output.ts";
import { usageError } from "../usage-error.ts";

/** Why nothing keeps a command from the keys, and what to do about it. */
export const exposedText =
  "Commands of workers can read the environment of your processes here (/proc), a provider's key among it: " +
  "neither `setpriv` nor `unshare` of util-linux can keep them from it. Install util-linux, allow user namespaces, " +
  "or run in a container that holds nothing else.";

export const noSandboxText =
  "No sandbox can be had here: `bwrap` (bubblewrap) is missing or may not make namespaces. Install bubblewrap and allow " +
  "user namespaces, or leave out --sandbox and run in a container.";

/** How the commands of a run are confined. What was asked for and can't be had is refused. */
export async function findConfinement({
  sandbox,
  hosts = [],
}: CommandSettings): Promise<Confinement> {
  if (sandbox === "none") {
    const confinement = await hideEnvironment();
    if (confinement.type === "none") note(`Note: ${exposedText}`);
    return confinement;
  }
  if (!(await hasSandbox())) throw usageError(noSandboxText);
  if (sandbox === "online") return { type: "sandbox", network: { type: "all" } };
  if (hosts.length === 0) return { type: "sandbox", network: { type: "none" } };
  const { folder, socket, close } = await openHostProxy(hosts, process.env);
  process.once("exit", close);
  return { type: "sandbox", network: { type: "hosts", folder, socket } };
}
