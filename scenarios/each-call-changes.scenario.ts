import {
  allow,
  calls,
  file,
  outcome,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

/** Short, and all of it changes something: a crash anywhere falls into the middle of it. */
export default scenario({
  name: "each call of a short ticket changes something, wherever a crash falls",
  epic: "Keep a diary",
  workspace: { diary: "" },
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "diary", title: "The diary" }))),
    tier2("diary", reply(tickets({ id: "T-1", title: "Write it" }))),
    tier3(
      "T-1",
      reply(
        calls("bash", { command: "echo one >> diary" }),
        calls("write", { file_path: "cover", content: "Diary\n" }),
        calls("bash", { command: "echo two >> diary" }),
      ),
      reply(says("Good night.")),
    ),
  ],
  expect: [outcome("done"), file("diary").equals("one\ntwo\n"), file("cover").equals("Diary\n")],
});
