import {
  allow,
  calls,
  check,
  crash,
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

const ids = ["oak", "elm", "fir"];

/** The process dies when a merge is made and nobody has written so; once it is back, the others in line go first. */
export default scenario({
  name: "a merge that a crash left unnoticed is not made again, also behind those that stood in line",
  epic: "Plant three trees",
  rules: [allow.everything()],
  config: { workers: 3 },
  models: [
    tier1(reply(tracks({ id: "wood", title: "The wood" }))),
    tier2("wood", reply(tickets(...ids.map((id) => ({ id, title: `Plant the ${id}` }))))),
    ...ids.map((id) =>
      tier3(
        id,
        reply(calls("write", { file_path: `${id}.txt`, content: `${id}\n` })),
        reply(says(`The ${id} stands.`)),
      ),
    ),
  ],
  faults: [crash({ at: "merge.ended" })],
  expect: [
    outcome("done"),
    ...ids.map((id) => ticket(id).done()),
    check("each was merged, and the first was compared anew", (run) => {
      const count = (type: string) => run.log.filter((event) => event.type === type).length;
      return count("comparison.started") === 4 && count("merge.ended") === 3;
    }),
  ],
});
