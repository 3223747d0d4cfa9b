import { createMockProvider } from "../../mock-provider/mock-provider.ts";
import type { Observation } from "../../mock-provider/observer.ts";
import type { Pacer } from "../../mock-provider/sending/pacer.ts";
import { serverNamed, serverNames } from "../../mock-provider/servers/played-servers.ts";
import type { ServerProfile } from "../../mock-provider/servers/server-profile.ts";
import type { Provider } from "../../ports.ts";
import type { AddressReplies } from "../../replies/address-replies.ts";
import { chainOf } from "../step-chain.ts";
import type { Weather } from "../faults.ts";
import { type Life, type Scheduler, virtualClock } from "../scheduler.ts";
import { simulatedProvider } from "./simulated-provider.ts";
import { mockWireOf, type SimulatedWire } from "./simulated-wire.ts";

/** Where the models' replies come from, over which wire they go, and what decides when. */
interface Models {
  readonly wire: SimulatedWire;
  readonly server: ServerProfile | null;
  readonly scheduler: Scheduler;
  readonly weather: Weather;
  readonly replies: AddressReplies;
}

/** A reply that comes byte by byte is slow at its first pieces alone: with all of them it would fall silent at every try. */
const slowedChunksMax = 300;

/** The models of one simulated process: the production provider, connected to a mock whose every chunk is a step. */
export function simulatedModels(
  { wire, server, scheduler, weather, replies }: Models,
  life: Life,
  observe: (observation: Observation) => void,
): Provider {
  const pacer: Pacer = {
    before: ({ address, kind, index, delayMs }, signal) => {
      const where = address === null ? "?" : `${address.ticketId ?? address.trackId ?? "epic"}`;
      const turn = address === null ? "" : ` ${address.tier} turn ${address.turn}.${address.try}`;
      const label = `${where}${turn} ${kind}${kind === "chunk" ? ` ${index}` : ""}`;
      const chain = chainOf(address);
      const slowerMs = index < slowedChunksMax ? weather.latencyMs(chain) : 0;
      const dueAtMs = scheduler.nowMs() + delayMs + slowerMs;
      return scheduler.at({ label, chain, dueAtMs, life, signal });
    },
  };
  const { fetchFor } = createMockProvider({
    source: replies,
    pacer,
    observer: {
      observe(observation) {
        observe(observation);
        const { type, address } = observation;
        if (type === "refused" && observation.isWay === true && address !== null && life.alive)
          replies.refused(address);
      },
    },
    nowMs: scheduler.nowMs,
    server: { wire: mockWireOf[wire], habits: [...(server?.habits ?? []), ...weather.habits] },
  });
  const place = server === null ? {} : { baseURL: server.baseURL };
  return simulatedProvider(wire, { fetchFor, clock: virtualClock(scheduler, life), ...place });
}

/** The server of this name; `null` for none. */
export function serverOfModel(name: string | null): ServerProfile | null {
  if (name === null) return null;
  const server = serverNamed(name);
  if (server === null) throw new Error(`There is no server "${name}": ${serverNames.join(", ")}.`);
  return server;
}
