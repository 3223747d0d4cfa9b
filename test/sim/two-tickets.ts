import {
  allow,
  calls,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../../src/sim/api.ts";
import type { RunRecord } from "../../src/sim/record.ts";
import type { Verdict } from "../../src/sim/laws/verdict.ts";

const work = (id: string) =>
  tier3(
    id,
    reply(says(`${id} begins.`), calls("write", { file_path: id, content: `${id}\n` })),
    reply(says(`${id} ends.`)),
  );

/** Two tickets that anything may order: the smallest race there is. */
export const twoTickets = scenario({
  name: "two tickets",
  epic: "Do two things",
  workspace: { "README.md": "# Two\n" },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "main", title: "Main" }))),
    tier2("main", reply(tickets({ id: "A", title: "First" }, { id: "B", title: "Second" }))),
    work("A"),
    work("B"),
  ],
  expect: [outcome("done")],
});

/** A law of one's own that some schedules break. */
export function firstComesFirst({ log }: RunRecord): Verdict {
  const done = log.flatMap((event) => (event.type === "ticket.done" ? [event.ticketId] : []));
  const [first] = done;
  if (first === undefined) return { type: "not-exercised" };
  return `${first}` === "A"
    ? { type: "holds", exercised: 1 }
    : { type: "broken", breaches: [`${first} was done first`], exercised: 1 };
}
