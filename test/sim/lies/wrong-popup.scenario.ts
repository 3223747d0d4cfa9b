import {
  approve,
  calls,
  outcome,
  popups,
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

// The first lie: a mock that answers whoever asks. The command was meant for "test" and is addressed to
// "build", or the planner's request gets the reply that was meant for a worker. A mock that hands out its
// replies in order, or has a default one, lets both pass: a tool popup opens (the wrong one), the person's
// approval hits it, and the run ends well.

const script = {
  epic: "Build and test the tool",
  config: { attempts: 1 },
  user: [
    approve.tracks(),
    approve.tickets("tool"),
    approve.spawn("build"),
    approve.tool("build", "bash"),
    approve.spawn("test"),
  ],
};

export default [
  scenario({
    ...script,
    name: "a reply is addressed to the wrong ticket",
    models: [
      tier1(reply(tracks({ id: "tool", title: "The tool" }))),
      tier2(
        "tool",
        reply(
          tickets(
            { id: "build", title: "Build it" },
            { id: "test", title: "Test it", dependsOn: ["build"] },
          ),
        ),
      ),
      // Meant for "build".
      tier3("test", reply(calls("bash", { command: "make" })), reply(says("Built."))),
    ],
    expect: [outcome("done"), ticket("build").done()],
  }),

  scenario({
    ...script,
    name: "the planner is answered with a worker's tool call",
    models: [
      tier1(
        reply(calls("bash", { command: "make" })),
        reply(tracks({ id: "tool", title: "The tool" })),
      ),
      tier2(
        "tool",
        reply(tickets({ id: "build", title: "Build it" }, { id: "test", title: "Test it" })),
      ),
      tier3("build", reply(says("Built."))),
      tier3("test", reply(says("Tested."))),
    ],
    expect: [outcome("done"), popups("tool", "tracks", "tickets", "spawn", "spawn").inOrder()],
  }),
];
