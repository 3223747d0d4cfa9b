import {
  allow,
  approve,
  ask,
  calls,
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

const write = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** One worker, and a ticket whose step waits for somebody who is away: it has no place that another could take. */
export default scenario({
  name: "in step mode a ticket that has not begun makes no room for others while nobody attends its step",
  epic: "Write three words",
  rules: [allow.everything(), ask.step()],
  config: { mode: "step", workers: 1 },
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(tickets(...["one", "two", "three"].map((id) => ({ id, title: `Write ${id}` })))),
    ),
    tier3("one", reply(write("one.txt")).after("1m"), reply(says("Written."))),
    tier3("two", reply(write("two.txt")), reply(says("Written."))),
    tier3("three", reply(write("three.txt")), reply(says("Written."))),
  ],
  user: [approve.step("one"), approve.step("two").onReturn(), approve.step("three").after("1s")],
  expect: [outcome("done"), ...["one", "two", "three"].map((id) => ticket(id).done())],
});
