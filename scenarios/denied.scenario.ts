import {
  allow,
  calls,
  deny,
  file,
  outcome,
  passes,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** Each rule denies at another gate of one ticket; a call that is denied is no end. */
export default scenario({
  name: "rules deny a start, a call, a check and a merge, and nothing else stops",
  epic: "Tidy up the house",
  rules: [
    allow.everything(),
    deny.spawn("attic"),
    deny.tool("bash", { ticket: "cellar" }),
    deny.check("garage"),
    deny.merge("garden"),
  ],
  config: { check: "make tidy" },
  checks: { cellar: [passes()], "cellar-stairs": [passes()], garden: [passes()] },
  models: [
    tier1(reply(tracks({ id: "house", title: "The house" }))),
    tier2(
      "house",
      reply(
        tickets(
          { id: "attic", title: "Tidy the attic" },
          { id: "cellar", title: "Tidy the cellar" },
          { id: "cellar-stairs", title: "Sweep the stairs" },
          { id: "garage", title: "Tidy the garage" },
          { id: "garden", title: "Tidy the garden" },
          { id: "fence", title: "Paint the fence", dependsOn: ["garden"] },
        ),
      ),
    ),
    tier3(
      "cellar",
      // Nobody is asked about it, however often.
      ...Array.from({ length: 4 }, () => reply(calls("bash", { command: "rm -rf old" }))),
      reply(write("cellar.txt")),
      reply(says("Tidy, without the shell.")),
    ),
    // A rule for one ticket is none for another whose id begins alike.
    tier3(
      "cellar-stairs",
      reply(calls("bash", { command: "touch stairs.txt" })),
      reply(says("Swept.")),
    ),
    tier3("garage", reply(write("garage.txt")), reply(says("Tidy."))),
    tier3("garden", reply(write("garden.txt")), reply(says("Tidy."))),
  ],
  expect: [
    outcome("failed"),
    ticket("attic").failed(),
    ticket("cellar").done(),
    ticket("cellar-stairs").done(),
    ticket("garage").failed(),
    ticket("garden").failed(),
    ticket("fence").blocked(),
    file("cellar.txt").contains("cellar"),
    file("garden.txt").missing(),
  ],
});
