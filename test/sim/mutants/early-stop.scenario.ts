import {
  allow,
  outcome,
  raw,
  reply,
  says,
  scenario,
  stream,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "rehearsal/sim";

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
const piece = (text: string) => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text },
});
const events = [
  { type: "message_start", message },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  piece("The roses"),
  {
    type: "message_delta",
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 9 },
  },
  piece(" are pl"),
];

const brokenOff = raw(
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""),
  { end: "reset" },
);

/** Some bridges say the end behind each piece: where the connection breaks behind one of them, the reply is not whole. */
export default scenario({
  name: "an end that is said too early",
  epic: "Plant the roses",
  rules: [allow.everything()],
  models: [
    tier1(reply(tracks({ id: "garden", title: "The garden" }))),
    tier2("garden", reply(tickets({ id: "roses", title: "Plant the roses" }))),
    tier3("roses", reply(says("The roses are planted.")).fails(brokenOff)),
  ],
  expect: [outcome("done"), stream("Tier 3 (Worker): roses").equals("The roses are planted.")],
});
