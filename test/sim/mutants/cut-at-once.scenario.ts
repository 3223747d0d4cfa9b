import {
  allow,
  calls,
  maxTokens,
  outcome,
  raw,
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

const call = { type: "tool_use", id: "toolu_1", name: "glob", input: {} };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "small",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 100, output_tokens: 1 },
};
const events = [
  { type: "message_start", message },
  { type: "content_block_start", index: 0, content_block: call },
  { type: "content_block_stop", index: 0 },
  {
    type: "message_delta",
    delta: { stop_reason: "max_tokens", stop_sequence: null },
    usage: { output_tokens: 16_000 },
  },
  { type: "message_stop" },
];

/** The output limit ends one reply behind the name of its tool, and the next one within its input. */
export default scenario({
  name: "a call that the output limit cut is not made, also where nothing but its name came",
  epic: "Count the files",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "files", title: "The files" }))),
    tier2("files", reply(tickets({ id: "count", title: "Count them" }))),
    tier3(
      "count",
      raw(
        events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
      ),
      reply(calls("glob", { pattern: "**/*" })).fails(maxTokens()),
      reply(says("There are none.")),
    ),
  ],
  expect: [outcome("done"), ticket("count").done()],
});
