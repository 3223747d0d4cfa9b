import {
  allow,
  branchMovedBack,
  calls,
  check,
  file,
  httpError,
  outage,
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
  treeLost,
  workspaceFails,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

// Each time that nothing goes on any more, somebody mends what is named, and the run is resumed.
export default scenario({
  name: "a full disk, a refused key, an outage, a deleted tree and a branch that was moved cost time, and no ticket",
  epic: "Paint the house in bad weather",
  rules: [allow.everything()],
  config: { workers: 2, attempts: 1, check: "true" },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "walls", title: "Paint the walls" },
          { id: "roof", title: "Paint the roof" },
          { id: "door", title: "Paint the door", dependsOn: ["walls"] },
        ),
      ),
    ),
    tier3("walls", reply(write("walls")), reply(says("Painted."))),
    tier3("roof", reply(write("roof")).fails(httpError(401)), reply(says("Painted."))),
    tier3("door", reply(write("door")), reply(says("Painted."))),
    // The tree went before the check, so the door is painted again, by another worker.
    tier3(
      "door",
      reply(write("door")),
      reply(says("Painted again.")).fails(httpError(404)),
    ).attempt(2),
  ],
  faults: [
    workspaceFails("walls", "prepare"),
    workspaceFails("walls", "tool"),
    workspaceFails("roof", "merge"),
    treeLost("door", "check"),
    outage({ at: "ticket.done" }),
    // Somebody moves the run's branch back, once walls and roof are on it, and puts it back when the run has said so.
    branchMovedBack("door", "commit"),
  ],
  expect: [
    outcome("done"),
    ticket("walls").attempts(1),
    ticket("roof").attempts(1),
    ticket("door").attempts(2),
    file("walls").contains("walls"),
    file("roof").contains("roof"),
    file("door").contains("door"),
    check("the run waited for somebody to mend things, and nothing was blocked", (run) => {
      const ends = run.log.filter((event) => event.type === "run.ended");
      const waits = ends.filter((event) => event.outcome === "waiting" && event.failure !== null);
      return waits.length > 0 && !run.log.some(({ type }) => type === "ticket.blocked");
    }),
  ],
});
