import {
  abort,
  allow,
  approve,
  calls,
  outcome,
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

const draft = (path: string) => calls("write", { file_path: path, content: `${path}\n` });

/** Both workers write where git does not look, and leave it there until a person has spoken. */
export default scenario({
  name: "a person wants what a commit left out: one worker moves it, the other's ticket is given up",
  epic: "Write two drafts",
  workspace: { ".gitignore": "drafts/\n" },
  rules: [allow.tracks(), allow.tickets(), allow.spawn(), allow.tool("write"), allow.merge()],
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(tickets({ id: "poem", title: "A poem" }, { id: "song", title: "A song" })),
    ),
    tier3(
      "poem",
      reply(draft("drafts/poem.txt")),
      reply(says("Written.")),
      reply(says("It is a draft.")),
      reply(calls("bash", { command: "mv drafts/poem.txt ." })),
      reply(says("Moved.")),
    ),
    tier3(
      "song",
      reply(draft("drafts/song.txt")),
      reply(says("Written.")),
      reply(says("It is a draft.")),
      reply(says("It stays a draft.")),
    ),
  ],
  user: [
    reject.leftovers("poem", "move it where it is seen"),
    approve.tool("poem", "bash"),
    reject.leftovers("song", "move it where it is seen"),
    abort.leftovers("song"),
  ],
  expect: [outcome("failed"), ticket("poem").done(), ticket("song").failed()],
});
