import {
  allow,
  answer,
  asks,
  calls,
  check,
  fails,
  outcome,
  passes,
  reply,
  says,
  scenario,
  stops,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
  workspaceFails,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** With one slot, so that it is known what is under way when the person says so. Nothing of it is done again after a resume. */
export default scenario({
  name: "tickets are given up while one waits for a mending, one is checked, one is read by QA and one asks, and leave one slot each",
  epic: "Bake for the fair",
  rules: [allow.everything()],
  config: { workers: 1, attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "fair", title: "The fair" }))),
    tier2(
      "fair",
      reply(
        tickets(
          { id: "bread", title: "Bread" },
          { id: "cake", title: "Cake" },
          { id: "tart", title: "Tart" },
          { id: "buns", title: "Buns" },
          { id: "pie", title: "Pie" },
          { id: "rolls", title: "Rolls" },
        ),
      ),
    ),
    tier3("bread", reply(write("bread"))),
    tier3("cake", reply(write("cake")), reply(says("Baked."))),
    tier3("tart", reply(write("tart")), reply(says("Baked."))),
    tier4("tart", reply(says("It is burnt.")).after("1m").optional()),
    tier3("buns", reply(write("buns")), reply(says("Baked."))),
    tier3("pie", reply(asks("With which fruit?"))),
    tier3("rolls", reply(write("rolls")), reply(says("Baked.")).optional()),
  ],
  user: [answer.question("pie", "With plums.").after("10m").optional()],
  checks: { cake: [passes()], tart: [fails("burnt\n")], buns: [passes()], rolls: [passes()] },
  faults: [workspaceFails("bread", "tool")],
  interventions: [
    stops("bread", "the flour is gone", { at: "effect.failed" }),
    stops("cake", "there is enough", { at: "check.started" }),
    stops("tart", "no more of these", { at: "session.opened", nth: 6 }),
    stops("pie", "the oven is cold", { at: "popup.opened" }),
    stops("rolls", "the shop is closed", { at: "tool.started", nth: 5 }),
  ],
  expect: [
    outcome("failed"),
    // The cake and the rolls may be done before the person is heard.
    ...["bread", "tart", "pie"].map((id) => ticket(id).failed()),
    ticket("buns").done(),
    check("nobody waited for a mending that was not wanted any more", (run) => {
      const ends = run.log.filter(({ type }) => type === "run.ended");
      return ends.length === 1;
    }),
  ],
});
