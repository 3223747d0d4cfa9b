import {
  allow,
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

const draft = (name: string) => [
  reply(calls("write", { file_path: `drafts/${name}.txt`, content: `${name}\n` })),
  reply(says("Written.")),
  reply(says("It may stay where git does not look.")),
];

/** Nobody is asked: a rule goes on without what a commit leaves out, and another does not. */
export default scenario({
  name: "rules decide on what a commit left out",
  epic: "Write two drafts",
  workspace: { ".gitignore": "drafts/\n" },
  rules: [allow.everything(), { action: "deny", kind: "leftovers", ticket: "song" }],
  models: [
    tier1(reply(tracks({ id: "words", title: "Words" }))),
    tier2(
      "words",
      reply(tickets({ id: "poem", title: "A poem" }, { id: "song", title: "A song" })),
    ),
    tier3("poem", ...draft("poem")),
    tier3("song", ...draft("song")),
  ],
  expect: [outcome("failed"), ticket("poem").done(), ticket("song").failed(), popups().inOrder()],
});
