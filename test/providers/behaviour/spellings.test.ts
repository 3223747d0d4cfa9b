import { expect, test } from "bun:test";
import {
  chunk,
  completed,
  counted,
  delta,
  done,
  event,
  frames,
  item,
  messageEnd,
  messageStart,
  piece,
  read,
  start,
  stop,
  type Wire,
} from "./real-server.ts";

/** One reply of Chat Completions with this delta, before its words where `says` is theirs. */
const chat = (...values: readonly unknown[]) => frames(...values, chunk({}, "stop"), counted, done);
const thought = (members: object) => chat(chunk(members), chunk({ content: "Done." }));
const calling = (...values: readonly unknown[]) =>
  frames(...values, chunk({}, "tool_calls"), counted, done);
const call = (members: object, called: object = {}) =>
  piece({ index: 0, id: "a", function: { name: "read", ...called }, ...members });
const withArguments = (json: unknown) => calling(call({}, { arguments: json }));
const choice = (members: object) => ({ choices: [{ index: 0, ...members }] });
const messages = (block: object, ...values: readonly unknown[]) =>
  frames(messageStart(), start(block), ...values, stop(), ...messageEnd());
const whole = { choices: [{ message: { content: "Done." }, finish_reason: "stop" }] };
const textItem = { type: "message", id: "m", content: [{ type: "output_text", text: "Done." }] };
const callItem = { type: "function_call", id: "f", call_id: "a", name: "read" };
const textDelta = event("response.output_text.delta", {
  item_id: "m",
  output_index: 0,
  delta: "Done.",
});

/** The same words, thoughts and calls, spelt as some server, bridge or version of one spells them. */
test.each<[string, Wire, string]>([
  ["parts without a type", "chat", chat(chunk({ content: [{ text: "Done." }] }))],
  ["parts that are texts", "chat", chat(chunk({ content: ["Do", "ne."] }))],
  ["a completion's text", "chat", chat(choice({ text: "Done." }))],
  ["a completion's text, whole", "chat", JSON.stringify(choice({ text: "Done." }))],
  ["a whole reply in data", "chat", JSON.stringify({ data: whole })],
  ["a whole reply in result", "chat", JSON.stringify({ result: whole })],
  ["a whole reply behind a byte order mark", "chat", `\u{FEFF}${JSON.stringify(whole)}`],
  ["finishReason", "chat", frames(chunk({ content: "Done." }), choice({ finishReason: "stop" }))],
  [
    "a finish reason in the delta",
    "chat",
    frames(chunk({ content: "Done.", finish_reason: "stop" })),
  ],
  ["a stop_reason", "chat", frames(chunk({ content: "Done." }), choice({ stop_reason: "stop" }))],
  ["fields in capitals", "chat", chat(chunk({ content: "Done." })).replaceAll("data:", "DATA:")],
  [
    "pings as data",
    "chat",
    `data: ping\n\ndata: keep-alive\n\n${chat(chunk({ content: "Done." }))}`,
  ],
  ["a comment as data", "chat", `data: : PROCESSING\n\n${chat(chunk({ content: "Done." }))}`],
  ["events of white space", "chat", `data:   \n\n${chat(chunk({ content: "Done." }))}`],
  [
    "words for numbers",
    "chat",
    `data: {"choices":[{"index":0,"delta":{"content":"Done."},"logprobs":-Infinity}]}\n\n${chat()}`,
  ],
  [
    "objects in a row, with a comma behind",
    "chat",
    `data: ${JSON.stringify(chunk({ content: "Do" }))}${JSON.stringify(chunk({ content: "ne." }))},\n\n${chat()}`,
  ],
  ["an end by its name", "chat", `${frames(chunk({ content: "Done." }))}event: done\ndata: {}\n\n`],
  [
    "an end by its name, with a word",
    "chat",
    `${frames(chunk({ content: "Done." }))}event: end\ndata: ok\n\n`,
  ],
  [
    "a delta without a type",
    "messages",
    messages(
      { type: "text", text: "" },
      event("content_block_delta", { index: 0, delta: { text: "Done." } }),
    ),
  ],
  [
    "a part's end alone",
    "responses",
    frames(
      event("response.content_part.done", { item_id: "m", part: textItem.content[0] }),
      completed(),
    ),
  ],
  [
    "output_text alone",
    "responses",
    JSON.stringify({ object: "response", output: [], output_text: "Done." }),
  ],
  ["words at the end alone", "responses", frames(completed({ output: [textItem] }))],
])("words come as %s", async (_, wire, body) => {
  expect(await read(wire, body)).toMatchObject({ text: "Done.", calls: [], flaw: null });
});

test.each<[string, Wire, string]>([
  ["reasoning.content", "chat", thought({ reasoning: { content: "hm" } })],
  ["reasoning.text", "chat", thought({ reasoning: { text: "hm" } })],
  ["thinking.content", "chat", thought({ thinking: { content: "hm" } })],
  ["thinking_content", "chat", thought({ thinking_content: "hm" })],
  ["thought", "chat", thought({ thought: "hm" })],
  ["thoughts", "chat", thought({ thoughts: "hm" })],
  ["parts of reasoning_content", "chat", thought({ reasoning_content: [{ text: "hm" }] })],
  ["a reasoning part", "chat", thought({ content: [{ type: "reasoning", text: "hm" }] })],
  [
    "a reasoning part's summary",
    "chat",
    thought({ content: [{ type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] }] }),
  ],
  [
    "a thinking_delta's text",
    "messages",
    frames(
      messageStart(),
      start({ type: "thinking", thinking: "" }),
      delta("thinking_delta", { text: "hm" }),
      stop(),
      start({ type: "text", text: "Done." }, 1),
      stop(1),
      ...messageEnd(),
    ),
  ],
  [
    "a reasoning_text's end alone",
    "responses",
    frames(
      event("response.reasoning_text.done", { item_id: "t", output_index: 0, text: "hm" }),
      event("response.output_text.delta", { item_id: "m", output_index: 1, delta: "Done." }),
      completed(),
    ),
  ],
  [
    "pieces that each have a number",
    "responses",
    frames(
      ...["h", "m"].map((piece, at) =>
        event("response.reasoning_text.delta", {
          item_id: "t",
          output_index: 0,
          content_index: at,
          delta: piece,
        }),
      ),
      event("response.output_text.delta", { item_id: "m", output_index: 1, delta: "Done." }),
      completed(),
    ),
  ],
])("thoughts come as %s", async (_, wire, body) => {
  expect(await read(wire, body)).toMatchObject({ text: "Done.", thoughts: "hm", calls: [] });
});

const opened = { type: "tool_use", id: "a", name: "read", input: {} };

test.each<[string, Wire, string]>([
  ["parameters", "chat", calling(call({}, { parameters: { p: 1 } }))],
  ["a trailing comma", "chat", withArguments('{"p":1,}')],
  ["a list of the one object", "chat", withArguments('[{"p":1}]')],
  ["an object behind a thought", "chat", withArguments('<think>{x}</think>\n{"p":1}')],
  [
    "arguments so far in each piece",
    "chat",
    calling(
      ...['{"p', '{"p":', '{"p":1}'].map((json, at) =>
        at === 0
          ? call({}, { arguments: json })
          : piece({ index: 0, function: { arguments: json } }),
      ),
    ),
  ],
  ["tool_call", "chat", calling(chunk({ tool_call: { id: "a", name: "read", input: { p: 1 } } }))],
  ["a part of the content", "chat", calling(chunk({ content: [{ ...opened, input: { p: 1 } }] }))],
  [
    "tool_calls beside the delta",
    "chat",
    calling(
      choice({
        delta: { content: null },
        tool_calls: [{ id: "a", function: { name: "read", arguments: '{"p":1}' } }],
      }),
    ),
  ],
  [
    "a name so far in each piece",
    "chat",
    calling(
      call({}, { name: "re", arguments: "" }),
      piece({ index: 0, function: { name: "read", arguments: '{"p":1}' } }),
    ),
  ],
  [
    "an item's beginning alone",
    "responses",
    frames(item("added", { ...callItem, arguments: '{"p":1}' }), completed()),
  ],
  [
    "a name whose last piece has the arguments",
    "chat",
    calling(
      call({}, { name: "re", arguments: "" }),
      piece({ index: 0, function: { name: "ad", arguments: '{"p":1}' } }),
    ),
  ],
  [
    "a name in tags",
    "chat",
    calling(call({}, { name: "<tool>read</tool>", arguments: '{"p":1}' })),
  ],
  ["a name on a path", "chat", calling(call({}, { name: "tools/read", arguments: '{"p":1}' }))],
  [
    "a delta without a type",
    "messages",
    messages(
      opened,
      event("content_block_delta", { index: 0, delta: { partial_json: '{"p":1}' } }),
    ),
  ],
  [
    "input at the block's end",
    "messages",
    frames(
      messageStart(),
      start(opened),
      event("content_block_stop", { index: 0, content_block: { ...opened, input: { p: 1 } } }),
      ...messageEnd("tool_use"),
    ),
  ],
  ["a tool_call block", "messages", messages({ ...opened, type: "tool_call", input: { p: 1 } })],
  [
    "an item that the end alone tells of, behind words",
    "responses",
    frames(textDelta, completed({ output: [textItem, { ...callItem, arguments: '{"p":1}' }] })),
  ],
  [
    "an item that the end tells again by other ids",
    "responses",
    frames(
      item("added", { ...callItem, arguments: "" }),
      item("done", { ...callItem, arguments: '{"p":1}' }),
      completed({ output: [{ ...callItem, id: "other", arguments: '{"p":1}' }] }),
    ),
  ],
])("a call comes as %s", async (_, wire, body) => {
  expect((await read(wire, body)).calls).toEqual([["read", { p: 1 }]]);
});

test.each([
  ["max_new_tokens", "max-tokens"],
  ["BLOCKLIST", "refusal"],
  ["content_policy_violation", "refusal"],
  ["UNEXPECTED_TOOL_CALL", "malformed-reply"],
  ["server_error", "stream-error"],
])("a finish reason of %s is %s", async (reason, end) => {
  expect(
    await read("chat", frames(chunk({ content: "Do" }), chunk({}, reason), done)),
  ).toMatchObject({ end });
});

test("an error in a choice has its words", async () => {
  const error = { code: 503, message: "no upstream" };
  const body = frames(choice({ delta: {}, finish_reason: "error", error }), done);
  expect(await read("chat", body)).toMatchObject({
    end: "overloaded",
    failure: { message: "no upstream" },
  });
});

test("two calls that need no input are two, though they have one number", async () => {
  const now = (id: string) => piece({ index: 0, id, function: { name: "now", arguments: "" } });
  expect((await read("chat", calling(now("x"), now("y")))).calls).toEqual([
    ["now", {}],
    ["now", {}],
  ]);
});

test("a key that is refused with a 400 is a key", async () => {
  const message = "API key not valid. Please pass a valid API key.";
  const refused = () => Response.json([{ error: { code: 400, message } }], { status: 400 });
  expect((await read("chat", refused)).end).toBe("authentication");
});
