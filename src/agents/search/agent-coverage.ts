import { hashOf } from "../../core/json.ts";
import type { CoverageReport } from "../../reports/sim/scenario-report.ts";
import { type CoverageTally, coverageReport } from "../../sim/coverage/coverage-tally.ts";
import type { ScheduleCoverage } from "../../sim/coverage/schedule-coverage.ts";
import type { AgentRecord } from "../agent-record.ts";
import { drawnFaultKinds, kindOfFault } from "./agent-swarm.ts";

/** Of more than so many at once, the orders of all pairs would be more than anybody reads. */
const chainsMax = 12;

const noFault = "no fault";

/**
 * What one schedule of an agent reached, as far as it is seen from outside: which of two conversations, steps or decisions of a
 * person ended before the other, and what went wrong with which reply. Its class is the order of all requests, answers,
 * decisions and ends of steps; chunks and timers in between make no other one.
 */
export function coverageOfAgent({ steps, requests }: AgentRecord): ScheduleCoverage {
  const ends = new Map<string, number>();
  const completions = new Map<string, number>();
  /** Whose a request is, by its number. */
  const chains = new Map<string, string>();
  for (const { label, chain, step } of steps) {
    if (chain.startsWith("timer ")) continue;
    ends.set(chain, step);
    // Requests are numbered as they come; of what conversation it is, each schedule says alike.
    const part = /^#\d+/.exec(label)?.[0] ?? label;
    completions.set(`${chain} ${part}`, step);
    chains.set(part, chain);
  }
  const asked = requests.map(({ number }) => chains.get(`#${number}`) ?? null);
  const order = [...completions].toSorted(([, a], [, b]) => a - b).map(([name]) => name);
  const pairs = orderedPairs([...ends].toSorted(([, a], [, b]) => a - b).map(([chain]) => chain));
  const faults = requests.flatMap(({ reply, fault }) =>
    reply === null ? [] : [`${fault === null ? noFault : kindOfFault(fault)} at ${reply}`],
  );
  return {
    reached: {
      events: new Map(),
      decisions: new Map(),
      pairs: new Map(pairs.map((pair) => [pair, null])),
      faults: new Map(faults.map((fault) => [fault, null])),
      marks: new Map(),
    },
    happensBefore: hashOf([asked, order.map((name) => name.replace(/ #\d+$/, ""))]),
  };
}

function orderedPairs(chains: readonly string[]): readonly string[] {
  const names = chains
    .slice(0, chainsMax)
    .map((chain) => chain.replaceAll(", then ", ", and then "));
  return names.flatMap((first, at) =>
    names.slice(at + 1).map((second) => `${first} ends, then ${second} ends`),
  );
}

/** As reports show it. Where faults were drawn, each kind could have met each reply. */
export function agentCoverageReport(
  tally: CoverageTally,
  drawn: "drawn" | "scripted",
): CoverageReport {
  const met = Object.entries(tally.reached.faults).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const replies = new Set(met.map(([name]) => name.slice(name.indexOf(" at ") + 4)));
  const kinds = drawn === "drawn" ? drawnFaultKinds : [];
  const possible = [...replies].flatMap((reply) => kinds.map((kind) => `${kind} at ${reply}`));
  const report = coverageReport(tally);
  const { firstSeeds } = report;
  return {
    ...report,
    firstSeeds: {
      ...firstSeeds,
      faults: Object.fromEntries(
        Object.entries(firstSeeds.faults).filter(([name]) => !name.startsWith(noFault)),
      ),
    },
    // An agent has no log of ours, and our core decides nothing of it.
    events: {},
    decisions: {},
    faults: {
      ...Object.fromEntries(possible.map((name) => [name, 0])),
      ...Object.fromEntries(met.filter(([name]) => !name.startsWith(noFault))),
    },
  };
}
