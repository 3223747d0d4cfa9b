import {
  approve,
  calls,
  check,
  outcome,
  popups,
  refused,
  reject,
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

export default scenario({
  name: "a double click and a click that comes too late decide nothing",
  epic: "Ring the bell",
  models: [
    tier1(reply(tracks({ id: "bell", title: "The bell" }))),
    tier2("bell", reply(tickets({ id: "T-1", title: "Ring it" }))),
    tier3(
      "T-1",
      reply(calls("bash", { command: "echo ding > bell.txt" })),
      reply(calls("bash", { command: "echo dong > bell.txt" })),
      // Every click has come by then, whatever the order.
      reply(says("It rang.")).after("1s"),
    ),
  ],
  user: [
    approve.tracks().twice(),
    approve.tickets("bell"),
    approve.spawn("T-1").twice(),
    // The second click of the first command must not approve the second command.
    approve.tool("T-1", "bash").twice(),
    reject.tool("T-1", "bash", "once is enough"),
    // The tickets were accepted long ago.
    reject.tickets("bell", "I have changed my mind").late(),
  ],
  expect: [
    outcome("done"),
    ticket("T-1").done(),
    popups("tracks", "tickets", "spawn", "tool", "tool").inOrder(),
    check("only the first command was run", (run) => run.files["bell.txt"] === "ding\n"),
    refused("already-decided").times(4),
  ],
});
