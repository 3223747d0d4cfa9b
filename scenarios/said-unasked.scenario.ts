import {
  allow,
  approve,
  ask,
  calls,
  check,
  either,
  fails,
  httpError,
  outcome,
  passes,
  rateLimited,
  reply,
  says,
  scenario,
  stops,
  tells,
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

/** One ticket goes first, so that it is known whose call is under way when the person says something. */
export default scenario({
  name: "a person speaks to a worker at its call and at its last words, and gives up what waits for others",
  epic: "Mend the farm",
  rules: [allow.everything(), ask.merge("wall")],
  config: { attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "farm", title: "The farm" }))),
    tier2(
      "farm",
      reply(
        tickets(
          { id: "fence", title: "Mend the fence" },
          { id: "gate", title: "Mend the gate", dependsOn: ["fence"] },
          { id: "hut", title: "Mend the hut", dependsOn: ["fence"] },
          { id: "wall", title: "Mend the wall", dependsOn: ["fence"] },
          { id: "shed", title: "Mend the shed", dependsOn: ["fence"] },
        ),
      ),
    ),
    tier3(
      "fence",
      reply(write("fence.txt")),
      reply(says("Mended.")).after("1s"),
      reply(says("And painted.")),
    ),
    tier3("gate", reply(says("Mended.")).fails(httpError(401)).optional()),
    tier3("hut", reply(write("hut.txt")), reply(says("Mended."))),
    tier4("hut", reply(says("It has no door.")).fails(rateLimited("10m")).optional()),
    tier3("wall", reply(write("wall.txt")), reply(says("Mended."))),
    // Where the word for it comes late, it has been mended meanwhile.
    tier3("shed", reply(write("shed.txt")), reply(says("Mended.")).optional()),
  ],
  checks: { fence: [passes()], hut: [fails("no door\n")], wall: [passes()] },
  interventions: [
    tells("fence", "Take oak.", { at: "tool.started" }),
    tells("fence", "And paint it.", { at: "model.started", nth: 4 }),
    stops("gate", "no key will come", { at: "session.paused" }),
    stops("hut", "it is sold", { at: "timer.started" }),
    stops("shed", "it is rotten", { at: "effect.failed" }),
  ],
  faults: [workspaceFails("shed", "tool")],
  // The run waits for this one alone, and is resumed after the others were given up.
  user: [approve.merge("wall").onReturn()],
  expect: [
    outcome("failed"),
    ticket("fence").done(),
    // Where the word for the gate comes late, its worker was asked again meanwhile.
    check("the gate is given up, or its worker was asked again before", ({ tickets, log }) => {
      const asked = log.filter(
        (event) => event.type === "model.started" && event.address.ticketId === "gate",
      );
      const gate = tickets.find(({ id }) => id === "gate");
      return gate?.status === "failed" || asked.length > 1;
    }),
    ticket("hut").failed(),
    ticket("wall").done(),
    either(ticket("shed").failed(), ticket("shed").done()),
  ],
});
