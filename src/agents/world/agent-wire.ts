import { runOutside } from "../../clock/virtual/inside.ts";
import { createMockProvider } from "../../mock-provider/mock-provider.ts";
import { type ServedReplies, servedReplies } from "../../replies/served-replies.ts";
import type { Life, Scheduler } from "../../sim/scheduler.ts";
import type { AgentScenario } from "../agent-scenario.ts";
import { type AgentWeather, slowAnswerMaxMs } from "../search/agent-fault.ts";
import { requestJournal, type RequestJournal } from "./request-journal.ts";
import { waitAtWork } from "./step-work.ts";

/** The scripted provider of one simulation, at every host. */
export interface AgentWire {
  readonly fetch: typeof fetch;
  readonly journal: RequestJournal;
  readonly replies: Pick<ServedReplies, "problems">;
}

export function agentWire(
  { models, faults }: AgentScenario,
  {
    scheduler,
    life,
    weather,
    sinceBeginningMs,
    unreachable,
  }: {
    readonly scheduler: Scheduler;
    readonly life: Life;
    readonly weather: AgentWeather;
    readonly sinceBeginningMs: () => number;
    readonly unreachable: (address: string) => Error;
  },
): AgentWire {
  const journal = requestJournal(sinceBeginningMs);
  const replies = servedReplies(
    { type: "served", models, faults },
    sinceBeginningMs,
    journal.met,
    weather.reply,
  );
  const slowedMs = new Map<number, number>();
  /** How much later a part of this answer comes. */
  function latencyMs(call: number, chain: string): number {
    const soFarMs = slowedMs.get(call) ?? 0;
    const delayMs = Math.min(weather.latencyMs(chain), slowAnswerMaxMs - soFarMs);
    slowedMs.set(call, soFarMs + delayMs);
    return delayMs;
  }
  const mock = createMockProvider({
    source: replies,
    pacer: {
      before({ call, kind, index, delayMs }, signal) {
        const label = `${journal.nameOf(call)} ${kind}${kind === "chunk" ? ` ${index + 1}` : ""}`;
        const chain = journal.chainOf(call);
        const dueAtMs = scheduler.nowMs() + delayMs + latencyMs(call, chain);
        return scheduler.at({ label, chain, dueAtMs, life, signal });
      },
    },
    observer: {
      observe(observation) {
        if (!life.alive) return;
        journal.observe(observation);
        replies.observe(observation);
      },
    },
    nowMs: scheduler.nowMs,
  });

  async function answer(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    if (/^(?:data|blob|file):/i.test(url)) return await runOutside(() => fetch(input, init));
    const isRequest = input instanceof Request && init === undefined;
    const request = isRequest ? input : new Request(input, init);
    // As everywhere: what was let go of before it began is not sent.
    if (request.signal.aborted) throw request.signal.reason;
    if (!mock.serves(request)) throw unreachable(`${request.method} ${request.url}`);
    const endWait = waitAtWork();
    try {
      return await mock.fetch(request);
    } finally {
      endWait();
    }
  }

  return { fetch: Object.assign(answer, { preconnect: () => {} }), journal, replies };
}
