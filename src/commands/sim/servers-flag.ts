import { serverNamed, servers } from "../../mock-provider/servers/played-servers.ts";
import { simulatedWireOf } from "../../sim/world/simulated-wire.ts";
import { usageError } from "../usage-error.ts";
import type { SimOptions } from "./sim-options.ts";

/** With which servers each scenario is rehearsed, by their names; `null`: one as its wire is documented. */
export function serversOf({
  server,
  wire,
}: Pick<SimOptions, "server" | "wire">): readonly (string | null)[] {
  if (server === undefined) return [null];
  const known = servers.filter((one) => wire === undefined || simulatedWireOf(one.wire) === wire);
  if (server === "all") return known.map(({ name }) => name);
  const profile = serverNamed(server);
  if (profile === null || known.includes(profile)) return [server];
  const own = simulatedWireOf(profile.wire);
  throw usageError(`${profile.title} is played on the wire ${own}: leave --wire ${wire} out.`);
}
