import {
  allow,
  calls,
  abort,
  crash,
  deny,
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
} from "rehearsal/sim";

const models = [
  tier1(reply(tracks({ id: "post", title: "Post" }))),
  tier2("post", reply(tickets({ id: "one", title: "One" }, { id: "two", title: "Two" }))),
];

export default [
  scenario({
    name: "a rule that denies tickets ends their track, and no worker starts",
    epic: "Send two letters",
    rules: [allow.everything(), deny.tickets()],
    models,
    expect: [outcome("failed")],
  }),

  scenario({
    name: "a person gives up a call that a crash left in doubt, and the other letter is sent",
    epic: "Send two letters",
    rules: [allow.everything()],
    config: { workers: 1 },
    models: [
      ...models,
      tier3("one", reply(calls("bash", { command: "send one" })), reply(says("Sent.")).optional()),
      tier3("two", reply(says("It needs no stamp."))),
    ],
    user: [abort.inDoubt("one")],
    faults: [crash({ at: "tool.ended" })],
    expect: [outcome("failed"), ticket("one").failed(), ticket("two").done()],
  }),
];
