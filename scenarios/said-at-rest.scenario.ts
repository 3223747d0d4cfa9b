import {
  allow,
  approve,
  ask,
  calls,
  check,
  file,
  outcome,
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
  tracks,
} from "rehearsal/sim";

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** Both starts are asked about while nobody is there; of what is said then, each word is an event of its own. */
export default scenario({
  name: "while a run waits, a person gives one ticket up and says something to another one's worker",
  epic: "Mend the farm",
  rules: [allow.everything(), ask.spawn()],
  models: [
    tier1(reply(tracks({ id: "farm", title: "The farm" }))),
    tier2(
      "farm",
      reply(
        tickets(
          { id: "fence", title: "Mend the fence" },
          { id: "gate", title: "Mend the gate" },
          { id: "hinge", title: "Oil the hinge", dependsOn: ["gate"] },
        ),
      ),
    ),
    tier3("fence", reply(write("fence.txt")), reply(says("Mended, of oak."))),
  ],
  interventions: [
    stops("gate", "it is sold", { at: "run.ended" }),
    tells("fence", "Take oak.", { at: "run.ended" }),
  ],
  user: [approve.spawn("fence").onReturn(), approve.spawn("gate").onReturn().optional()],
  expect: [
    outcome("failed"),
    ticket("fence").done(),
    ticket("gate").failed(),
    ticket("hinge").blocked(),
    file("fence.txt").equals("fence.txt\n"),
    check("both words were taken before the run went on", ({ log }) => {
      const end = log.findIndex(({ type }) => type === "run.ended");
      const on = log.findIndex(({ type }) => type === "run.resumed");
      const taken = log.slice(end, on).filter(({ type }) => type === "intervention.received");
      return taken.length === 2;
    }),
  ],
});
