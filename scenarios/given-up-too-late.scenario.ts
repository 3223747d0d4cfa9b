import {
  allow,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** The merge is under way: a word that comes now is refused, and so is one behind it. */
export default scenario({
  name: "a ticket that is being merged is not given up any more",
  epic: "Write a page",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "book", title: "A book" }))),
    tier2(
      "book",
      reply(
        tickets(
          { id: "page", title: "Write the page" },
          { id: "cover", title: "Draw it", dependsOn: ["page"] },
        ),
      ),
    ),
    tier3(
      "page",
      reply(calls("write", { file_path: "page.txt", content: "Once\n" })),
      reply(says("Written.")),
    ),
    tier3("cover", reply(says("It is drawn.")).after("1s")),
  ],
  interventions: [stops("page", "nobody reads", { at: "merge.started" })],
  expect: [
    outcome("done"),
    ticket("page").done(),
    ticket("cover").done(),
    file("page.txt").equals("Once\n"),
  ],
});
