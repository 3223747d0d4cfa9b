import { assertNever } from "../../core/assert-never.ts";
import { faultWords, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import type { DrawForeignFault } from "../../replies/meet/strike.ts";

/** A fault that was drawn from a seed, not written in the scenario: data, so that a failure can be shrunk and replayed. */
export type AgentFault =
  /** What goes wrong with one try of a reply, by its name (`nameOfTry`). */
  | { readonly type: "reply"; readonly at: string; readonly fault: ReplyFault }
  /** The beginning of each answer of a conversation, and each chunk of it, take so much longer (`slowAnswerMaxMs`). */
  | { readonly type: "latency"; readonly chain: string; readonly delayMs: number };

/**
 * What latency adds to an answer as a whole, however many parts it has. Clients have a time limit for all of it, a
 * minute where they are strict, and an agent that keeps to it is right.
 */
export const slowAnswerMaxMs = 30_000;

/** The conditions of a run that its scenario does not name. */
export interface AgentWeather {
  readonly reply: DrawForeignFault;
  readonly latencyMs: (chain: string) => number;
}

export const fairAgentWeather: AgentWeather = { reply: () => null, latencyMs: () => 0 };

/** `reply 2, try 1`; of a reply for several requests, `reply 2, time 3, try 1`. */
export const nameOfTry = ({ reply, round, try: nth }: Parameters<DrawForeignFault>[0]): string =>
  `${reply}${round === 1 ? "" : `, time ${round}`}, try ${nth}`;

/** The conditions that consist of exactly these faults. */
export function agentWeatherOf(faults: readonly AgentFault[]): AgentWeather {
  const replies = new Map<string, ReplyFault>();
  const latencies = new Map<string, number>();
  for (const fault of faults) {
    switch (fault.type) {
      case "reply":
        replies.set(fault.at, fault.fault);
        break;
      case "latency":
        latencies.set(fault.chain, fault.delayMs);
        break;
      default:
        assertNever(fault);
    }
  }
  return {
    reply: (place) => replies.get(nameOfTry(place)) ?? null,
    latencyMs: (chain) => latencies.get(chain) ?? 0,
  };
}

export function wordsOfAgentFault(fault: AgentFault): string {
  switch (fault.type) {
    case "reply":
      return `${faultWords(fault.fault)} at ${fault.at}`;
    case "latency":
      return `each part of an answer in the ${fault.chain} comes ${fault.delayMs} ms later, and all of it ${slowAnswerMaxMs / 1000} s at most`;
  }
}
