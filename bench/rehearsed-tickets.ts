import {
  allow,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../src/sim/api.ts";
import { simulate } from "../src/sim/simulate.ts";
import type { Scenario } from "../src/sim/scenario.ts";
import { nowNs } from "./stopwatch.ts";

/** A scenario of so many tickets, each of one turn, none of which waits for another. */
export function manyTickets(count: number, workers: number): Scenario {
  const ids = Array.from({ length: count }, (_, index) => `T-${index + 1}`);
  return scenario({
    name: `${count} tickets`,
    epic: "The epic",
    rules: [allow.everything()],
    config: { workers },
    models: [
      tier1(reply(tracks({ id: "track", title: "The track" }))),
      tier2("track", reply(tickets(...ids.map((id) => ({ id, title: `Ticket ${id}` }))))),
      ...ids.map((id) => tier3(id, reply(says("Done.")))),
    ],
    expect: [outcome("done")],
  });
}

/** Nanoseconds a ticket of one rehearsal. */
export async function timeRehearsal(rehearsed: Scenario, count: number): Promise<number> {
  const startedAtNs = nowNs();
  const { log, problems } = await simulate({ scenario: rehearsed, choose: () => 0 });
  const elapsedNs = nowNs() - startedAtNs;
  const [problem] = problems;
  if (problem !== undefined) throw new Error(JSON.stringify(problem));
  const end = log.at(-1);
  if (end?.type !== "run.ended" || end.outcome !== "done") throw new Error("the run is not done");
  return elapsedNs / count;
}
