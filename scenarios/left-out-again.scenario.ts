import {
  abort,
  allow,
  approve,
  calls,
  check,
  outcome,
  reply,
  says,
  scenario,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

const draft = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** A worker that has a turn left hears first what its commit lacks, in each attempt; of one that has none a person is asked. */
export default scenario({
  name: "each attempt hears what its commit leaves out, and a worker without a turn left is not asked",
  epic: "Draw two maps",
  workspace: { ".gitignore": "drafts/\n" },
  rules: [allow.tracks(), allow.tickets(), allow.spawn(), allow.tool("write"), allow.merge()],
  config: { turns: 3, attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "maps", title: "Maps" }))),
    tier2(
      "maps",
      reply(tickets({ id: "land", title: "The land" }, { id: "sea", title: "The sea" })),
    ),
    tier3(
      "land",
      reply(draft("drafts/land.txt")),
      reply(says("Drawn.")),
      reply(says("It is a draft.")),
    ),
    tier3(
      "land",
      reply(draft("drafts/land.txt")),
      reply(says("Drawn again.")),
      reply(says("It stays a draft.")),
    ).attempt(2),
    tier3(
      "sea",
      reply(draft("drafts/sea.txt")),
      reply(draft("drafts/islands.txt")),
      reply(says("Drawn, islands and all.")),
    ),
  ],
  user: [abort.leftovers("land"), approve.leftovers("land").attempt(2), approve.leftovers("sea")],
  retries: [{ ticketId: "land", note: "a draft will do" }],
  expect: [
    outcome("done"),
    ticket("land").attempts(2),
    ticket("sea").attempts(1),
    check("only who had a turn left was asked to mend it, each time", (run) => {
      const asked = run.log.flatMap((event) =>
        event.type === "leftovers.returned" ? [event.sessionId as string] : [],
      );
      return asked.join() === "tier3:land:1,tier3:land:2" || asked.join();
    }),
  ],
});
