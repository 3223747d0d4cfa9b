import { realClock } from "../../clock/real-clock.ts";
import type { Inside } from "../../clock/virtual/inside.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import { turns } from "./uncaught.ts";

/**
 * How long, in real time, a simulation waits for what it knows nothing of, such as a file that is read or a module
 * that is loaded, before it says that an agent hangs. It learns from what came of earlier waits.
 */
export interface Patience {
  /**
   * Waits until `hasCome`, and says whether it has. `isExplained`: it is known what the agent waits for, so that
   * there is little hope.
   */
  somethingComes(
    hasCome: () => boolean,
    wait: { readonly inside: Inside; readonly isExplained: boolean },
  ): Promise<boolean>;
}

const mostMs = 2_000;
/** Where nothing came before, nothing is expected. */
const leastMs = 50;
const pollMs = 2;

const known = new WeakMap<AgentScenario, Patience>();

export function patienceOf(scenario: AgentScenario): Patience {
  const patience = known.get(scenario) ?? newPatience();
  known.set(scenario, patience);
  return patience;
}

function newPatience(): Patience {
  let patienceMs = mostMs;
  return {
    async somethingComes(hasCome, { inside, isExplained }) {
      const untilMs = realClock.nowMs() + (isExplained ? leastMs : patienceMs);
      while (realClock.nowMs() < untilMs) {
        await waitInRealTime(pollMs, inside);
        if (!hasCome()) continue;
        patienceMs = mostMs;
        return true;
      }
      if (!isExplained) patienceMs = Math.max(leastMs, patienceMs / 4);
      return false;
    },
  };
}

/** Other simulations go on meanwhile. */
export async function waitInRealTime(delayMs: number, inside: Inside): Promise<void> {
  turns.leave();
  await realClock.until(realClock.nowMs() + delayMs, new AbortController().signal);
  await turns.enter(inside);
}
