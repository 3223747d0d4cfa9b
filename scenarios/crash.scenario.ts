import {
  allow,
  calls,
  check,
  crash,
  file,
  happened,
  outcome,
  popups,
  redo,
  reply,
  says,
  scenario,
  stream,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

// The intent to run the command is on disk before the command begins. The next event says how the command
// ended, and the process dies before the disk has that.
const script = {
  epic: "Launch the rocket",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "rocket", title: "The rocket" }))),
    tier2("rocket", reply(tickets({ id: "T-1", title: "Launch it" }))),
    tier3(
      "T-1",
      reply(says("Three, two, one."), calls("bash", { command: "echo launched >> log.txt" })),
      reply(says(" It flies.")),
    ),
  ],
  faults: [crash({ at: "tool.ended" })],
};

export default [
  scenario({
    ...script,
    name: "a process dies while a command runs; resumed, it asks before it goes on",
    user: [happened.inDoubt("T-1").after("1m")],
    expect: [
      outcome("done"),
      ticket("T-1").done(),
      ticket("T-1").attempts(1),
      popups("in-doubt").inOrder(),
      stream("Tier 3 (Worker): T-1").equals("Three, two, one. It flies."),
      file("log.txt").equals("launched\n"),
      check("the log goes on where the disk ended", (run) => {
        const resumed = run.log.find((event) => event.type === "run.resumed");
        const intent = run.log.find((event) => event.type === "tool.started");
        return resumed?.seq === (intent?.seq ?? 0) + 1;
      }),
    ],
  }),

  scenario({
    ...script,
    name: "a person who has the command run again is asked once more where that is cut off, too",
    faults: [crash({ at: "tool.ended" }), crash({ at: "tool.ended" })],
    user: [redo.inDoubt("T-1"), redo.inDoubt("T-1")],
    expect: [outcome("done"), file("log.txt").equals("launched\n".repeat(3))],
  }),
];
