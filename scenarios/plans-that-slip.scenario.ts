import {
  allow,
  check,
  json,
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

const track = (id: string) => ({ id, title: `The ${id}` });

const mended = (id: string) => reply(tickets({ id, title: `Dig the ${id}` }));

/** Each planner slips once, in a way of its own, and is told just that. */
export default scenario({
  name: "tracks and tickets of one id, a ticket that waits for itself, and a cycle behind a way in",
  epic: "Lay out a garden",
  rules: [allow.everything()],
  models: [
    tier1(
      reply(json({ tracks: [track("pond"), track("pond")] })),
      reply(tracks(track("bed"), track("path"), track("pond"))),
    ),
    tier2("bed", reply(json({ tickets: [track("roses"), track("roses")] })), mended("roses")),
    tier2(
      "path",
      reply(json({ tickets: [{ ...track("gravel"), dependsOn: ["gravel"] }] })),
      mended("gravel"),
    ),
    tier2(
      "pond",
      reply(
        json({
          tickets: [
            { ...track("fish"), dependsOn: ["water"] },
            { ...track("water"), dependsOn: ["pump"] },
            { ...track("pump"), dependsOn: ["water"] },
          ],
        }),
      ),
      mended("water"),
    ),
    ...["roses", "gravel", "water"].map((id) => tier3(id, reply(says(`The ${id} is dug.`)))),
  ],
  expect: [
    outcome("done"),
    ...["roses", "gravel", "water"].map((id) => ticket(id).done()),
    check("each was told what was wrong with its plan, and no more", (run) => {
      const told = run.log.flatMap((event) =>
        event.type === "plan.refused" ? event.problems : [],
      );
      const wanted = [
        'two tracks have the id "pond"',
        'two tickets have the id "roses"',
        "the tickets depend on each other in a cycle: gravel → gravel",
        "the tickets depend on each other in a cycle: water → pump → water",
      ];
      return told.toSorted().join("\n") === wanted.toSorted().join("\n") || told.join("\n");
    }),
  ],
});
