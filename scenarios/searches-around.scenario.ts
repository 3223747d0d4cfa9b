import {
  allow,
  ask,
  calls,
  deny,
  outcome,
  popups,
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

const grep = (path?: string) =>
  calls("grep", path === undefined ? { pattern: "rose" } : { pattern: "rose", path });

// A rule keeps a folder from a tool. Only a person can say whether a call that does not name the folder may come across it.
export default scenario({
  name: "a search around a folder that a rule keeps, in other letters or from outside, is asked about, and one beside it is not",
  epic: "Look for roses",
  workspace: { "keys/gate.txt": "rose\n", "beds/front.txt": "rose\n" },
  rules: [
    allow.everything(),
    deny.tool("grep", { path: "keys/**" }),
    ask.tool("glob", { path: "keys/old/**" }),
    deny.tool("read", { path: "keys/**" }),
  ],
  models: [
    tier1(reply(tracks({ id: "garden", title: "The garden" }))),
    tier2("garden", reply(tickets({ id: "roses", title: "Find them" }))),
    tier3(
      "roses",
      reply(grep("beds"), grep(), grep("beds/..")),
      reply(calls("glob", { pattern: "*", path: "KEYS" }), grep(".."), grep("/workspace/keys")),
      reply(calls("read", { file_path: "../roses/keys/gate.txt" })),
      reply(calls("glob", { pattern: "*", path: "beds" }), says("In the front bed.")),
      reply(says("In the front bed.")),
    ),
  ],
  user: [
    ...Array.from({ length: 4 }, () => reject.tool("roses", "grep", "not the keys")),
    reject.tool("roses", "glob", "not the keys"),
    reject.tool("roses", "read", "not the keys"),
  ],
  expect: [outcome("done"), popups(...Array.from({ length: 6 }, () => "tool" as const)).inOrder()],
});
