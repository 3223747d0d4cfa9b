import {
  always,
  approve,
  calls,
  outcome,
  reject,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** Somebody in haste at a terminal: every key comes too early first, and the right one twice. */
export default scenario({
  name: "keys that come before a popup can be read decide nothing",
  epic: "Ring the bells",
  workspace: {},
  models: [
    tier1(reply(tracks({ id: "bells", title: "The bells" }))),
    tier2("bells", reply(tickets({ id: "T-1", title: "Ring" }, { id: "T-2", title: "Toll" }))),
    ...["T-1", "T-2"].map((id) =>
      tier3(
        id,
        reply(calls("bash", { command: `echo ${id} > bell.txt; rm -f old.txt` })),
        reply(says("Then not.")),
      ),
    ),
  ],
  user: [
    approve.tracks().typed(),
    approve.tickets("bells").typed(),
    always.spawn("T-1").typed().optional(),
    always.spawn("T-2").typed().optional(),
    reject.tool("T-1", "bash", "not so\nuse the new bell\nand keep old.txt").typed(),
    reject.tool("T-2", "bash", "nor this").typed(),
  ],
  expect: [outcome("done")],
});
