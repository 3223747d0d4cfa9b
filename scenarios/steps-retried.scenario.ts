import {
  abort,
  allow,
  approve,
  ask,
  deny,
  outcome,
  popups,
  refusal,
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

// A retry is no step: what was refused is asked about once more, and what a rule denies stays denied.
export default scenario({
  name: "in step mode a retry asks about the steps that were refused, and about no other",
  epic: "Go four steps",
  rules: [allow.everything(), ask.step(), deny.step("cliff")],
  config: { mode: "step", attempts: 1 },
  models: [
    tier1(reply(tracks({ id: "way", title: "The way" }))),
    tier2(
      "way",
      reply(
        tickets(
          { id: "gate", title: "Through the gate" },
          { id: "stream", title: "Over the stream" },
          { id: "wood", title: "Into the wood" },
          { id: "cliff", title: "Off the cliff" },
          { id: "clearing", title: "To the clearing", dependsOn: ["wood"] },
        ),
      ),
    ),
    ...["gate", "wood"].map((id) => tier3(id, reply(says("Gone.")))),
    tier3("stream", reply(says("Waded.")).fails(refusal())),
    tier3("stream", reply(says("Jumped."))).attempt(2),
  ],
  user: [
    approve.step("gate"),
    approve.step("stream"),
    reject.step("wood", "it is dark"),
    approve.step("wood"),
    abort.step("clearing"),
  ],
  retries: [{ ticketId: null, note: "it is day" }],
  expect: [
    outcome("failed"),
    ...["gate", "stream", "wood"].map((id) => ticket(id).done()),
    ...["cliff", "clearing"].map((id) => ticket(id).failed()),
    popups("step", "step", "step", "step", "step").inOrder(),
  ],
});
