import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type Answer,
  chatUsage,
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
  wires,
} from "./real-server.ts";

/** The same reply on each wire: some words, and two calls. */
const documented: Readonly<Record<Wire, string>> = {
  chat: frames(
    chunk({ role: "assistant", content: "" }),
    chunk({ content: "Wri" }),
    chunk({ content: "ting – é✓😀." }),
    piece({ index: 0, id: "a", function: { name: "write", arguments: "" } }),
    piece({ index: 0, function: { arguments: '{"p":"é' } }),
    piece({ index: 0, function: { arguments: '😀"}' } }),
    piece({ index: 1, id: "b", function: { name: "read", arguments: '{"p":2}' } }),
    chunk({}, "tool_calls"),
    counted,
    done,
  ),
  messages: frames(
    messageStart(),
    start({ type: "text", text: "" }),
    delta("text_delta", { text: "Wri" }),
    delta("text_delta", { text: "ting – é✓😀." }),
    stop(),
    start({ type: "tool_use", id: "a", name: "write", input: {} }, 1),
    delta("input_json_delta", { partial_json: '{"p":"é' }, 1),
    delta("input_json_delta", { partial_json: '😀"}' }, 1),
    stop(1),
    start({ type: "tool_use", id: "b", name: "read", input: {} }, 2),
    delta("input_json_delta", { partial_json: '{"p":2}' }, 2),
    stop(2),
    ...messageEnd("tool_use"),
  ),
  responses: frames(
    event("response.created", { response: { id: "r-1", status: "in_progress" } }),
    item("added", { type: "message", id: "i-0" }),
    event("response.output_text.delta", { output_index: 0, delta: "Wri" }),
    event("response.output_text.delta", { output_index: 0, delta: "ting – é✓😀." }),
    item("added", { type: "function_call", id: "i-1", call_id: "a", name: "write" }, 1),
    event("response.function_call_arguments.delta", { output_index: 1, delta: '{"p":"é' }),
    event("response.function_call_arguments.delta", { output_index: 1, delta: '😀"}' }),
    item("added", { type: "function_call", id: "i-2", call_id: "b", name: "read" }, 2),
    event("response.function_call_arguments.delta", { output_index: 2, delta: '{"p":2}' }),
    completed(),
  ),
};

const whole = {
  text: "Writing – é✓😀.",
  calls: [
    ["write", { p: "é😀" }],
    ["read", { p: 2 }],
  ],
  ids: ["a", "b"],
  usage: [100, 20, 0, 0, 0],
  end: "tool-use",
} as const;

const bytes = new TextEncoder();
const cut = (text: string, size: number): Answer => {
  const all = bytes.encode(text);
  return () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (let at = 0; at < all.length; at += size)
            controller.enqueue(all.slice(at, at + size));
          controller.close();
        },
      }),
    );
};
const typed =
  (type: string | null) =>
  (text: string): Answer =>
  () => {
    const response = new Response(bytes.encode(text));
    if (type !== null) response.headers.set("content-type", type);
    return response;
  };
const each = (text: string, change: (frame: string) => string): string =>
  text
    .split("\n\n")
    .filter((one) => one !== "")
    .map((one) => change(`${one}\n\n`))
    .join("");
const dataOf = (one: string) => one.slice(one.indexOf("data: ") + 6).trim();
const pretty = (one: string) =>
  one.includes("[DONE]")
    ? one
    : `${JSON.stringify(JSON.parse(dataOf(one)), null, 1)
        .split("\n")
        .map((line) => `data: ${line}\n`)
        .join("")}\n`;

describe.each([...wires])("on the wire of %s, a reply is whole", (wire) => {
  test.each<[string, (text: string) => Answer]>([
    ["as it is documented", (text) => text],
    [
      "between comments, blank ones too",
      (text) => each(text, (one) => `: OPENROUTER PROCESSING\n\n:\n\n${one}`),
    ],
    ["with lines that end in CR LF", (text) => text.replaceAll("\n", "\r\n")],
    ["with lines that end in CR", (text) => text.replaceAll("\n", "\r")],
    ["behind a byte order mark", (text) => `\uFEFF${text}`],
    ["behind blank lines", (text) => `\n\n\r\n${text}`],
    ["with pretty JSON on many lines of data", (text) => each(text, pretty)],
    [
      "with pretty JSON of which the first line alone is said to be data",
      (text) => each(text, (one) => pretty(one).replace(/^data: (?!\{$|\[)/gm, "")),
    ],
    ["without a space after the colon", (text) => text.replace(/^(data|event): /gm, "$1:")],
    [
      "with ids, retries and DashScope's status",
      (text) => each(text, (one) => `id:1\nretry:300\n:HTTP_STATUS/200\n${one}`),
    ],
    [
      "between events with empty data, or without data",
      (text) => each(text, (one) => `data:\n\ndata: \n\ndata\n\nevent: x\n\n${one}`),
    ],
    [
      "with a blank line between `event:` and `data:`",
      (text) => text.replace(/^(event: .*\n)/gm, "$1\n"),
    ],
    ["without its `event:` lines", (text) => text.replace(/^event: .*\n/gm, "")],
    [
      "with every event called the same",
      (text) => each(text, (one) => `event: message\n${one.replace(/^event: .*\n/, "")}`),
    ],
    [
      "where the kind is told by `event:` lines alone",
      (text) => text.replace(/"type":"(message|content_block|response)([_.])/g, '"x":"$1$2'),
    ],
    ["byte for byte", (text) => cut(text, 1)],
    ["by three bytes", (text) => cut(text, 3)],
    ["by seven bytes", (text) => cut(text, 7)],
    ["all at once", (text) => cut(text, text.length * 4)],
    ["as `application/json`", typed("application/json")],
    ["as `text/plain`", typed("text/plain; charset=utf-8")],
    ["as `text/html`", typed("text/html")],
    ["without a content type", typed(null)],
    ["without its last blank line", (text) => text.replace(/\n\n$/, "\n")],
    ["without its last line's end", (text) => text.trimEnd()],
    ["with one line end between its events", (text) => text.replaceAll("\n\n", "\n")],
    ["with its `data:` said twice", (text) => text.replace(/^data: /gm, "data: data: ")],
    ["with white space before its lines", (text) => text.replace(/^(data|event)/gm, " $1")],
    [
      "as a line of JSON for each event",
      (text) => each(text, (one) => `${dataOf(one)}\n`).replace("[DONE]\n", ""),
    ],
    [
      "as one list of events",
      (text) => `[${each(text, (one) => `${dataOf(one)},`).replace(/,(\[DONE\],)?$/, "")}]`,
    ],
    ["with `[DONE]` twice", (text) => `${text}${done}${done}`],
    ["with `[DONE]` in another dress", (text) => `${text}data:[DONE]`],
    ["with a bare `done` at its end", (text) => `${text.replace(done, "")}data: DONE\n\n`],
    ["with events behind its end", (text) => `${text}${frames({ type: "ping" }, chunk({}))}`],
    ["with a bare line `[DONE]` at its end", (text) => `${text.replace(done, "")}[DONE]\n`],
    ["with its colons apart", (text) => text.replace(/^(data|event): /gm, "$1 : ")],
    [
      "among pings in words, whatever they are called",
      (text) =>
        each(
          text,
          (one) =>
            `event: heartbeat\ndata: 2026-11-29T05:00:00Z\n\nevent: ping\ndata: {"message":"alive"}\n\ndata: keep alive\n\ndata: [PING]\n\ndata: None\n\n${one}`,
        ),
    ],
    ["among pings", (text) => each(text, (one) => `${frames(event("ping"))}${one}`)],
    [
      "among events that are newer than we are",
      (text) =>
        each(
          text,
          (one) => `${frames(event("response.progress", { percent: 3 }), { type: "queue" })}${one}`,
        ),
    ],
    [
      "among notices in words",
      (text) =>
        each(
          text,
          (one) =>
            `${frames({ type: "status", message: "in the queue" }, { status: "queued", message: "third in it" })}${one}`,
        ),
    ],
    [
      "among words of a server that is at work",
      (text) =>
        each(
          text,
          (one) =>
            `data: [PROCESSING]\n\nevent: status\ndata: second of three\n\ndata: Queued (2)\n\nevent: progress\ndata: {"message":"40 % of it"}\n\ndata: {"message":"queued"}\n\n${one}`,
        ),
    ],
    [
      "with members of errors that say nothing",
      (text) =>
        text.replaceAll('data: {"', 'data: {"error":null,"code":0,"msg":"","message_":"","'),
    ],
    ["with an error of no words", (text) => text.replaceAll('data: {"', 'data: {"error":"","')],
  ])("%s", async (_how, change) => {
    expect(await read(wire, change(documented[wire]))).toMatchObject(whole);
  });

  test("where the two halves of a character come apart", async () => {
    const halves = (text: string) => text.replaceAll("😀", "\\ud83d\\ude00");
    expect(await read(wire, halves(documented[wire]))).toMatchObject(whole);
  });

  test("or is cut: then it is asked again, and no call of it is made", async () => {
    const text = documented[wire];
    const events = text.split("\n\n").filter((one) => one !== "");
    const endsAt = events.findIndex((one) =>
      /finish_reason":"tool|stop_reason|completed/.test(one),
    );
    for (const size of [2, 4, endsAt]) {
      const part = events.slice(0, size).map((one) => `${one}\n\n`);
      const { end, calls } = await read(wire, part.join(""));
      expect([size, end]).toEqual([size, "stream-cut"]);
      expect(calls).toEqual([]);
    }
    const within = `${events.slice(0, 4).join("\n\n")}\n\n${events[4]!.slice(0, -5)}`;
    expect((await read(wire, within)).end).toBe("stream-cut");
    const onManyLines = pretty(`${events[4]!}\n\n`).trimEnd().slice(0, -5);
    for (const broken of [onManyLines, onManyLines.replace(/^data: (?!\{$)/gm, "")])
      expect((await read(wire, `${events.slice(0, 4).join("\n\n")}\n\n${broken}`)).end).toBe(
        "stream-cut",
      );
  });

  test("in one piece of JSON, where a server does not stream", async () => {
    const bodies: Readonly<Record<Wire, object>> = {
      chat: {
        object: "chat.completion",
        choices: [
          {
            message: {
              role: "assistant",
              content: "Writing – é✓😀.",
              tool_calls: [
                {
                  id: "a",
                  type: "function",
                  function: { name: "write", arguments: '{"p":"é😀"}' },
                },
                { id: "b", type: "function", function: { name: "read", arguments: { p: 2 } } },
              ],
            },
            finish_reason: "tool_calls",
          },
        ],
        usage: chatUsage,
      },
      messages: {
        type: "message",
        role: "assistant",
        content: [
          { type: "text", text: "Writing – é✓😀." },
          { type: "tool_use", id: "a", name: "write", input: { p: "é😀" } },
          { type: "tool_use", id: "b", name: "read", input: { p: 2 } },
        ],
        stop_reason: "tool_use",
        usage: { input_tokens: 100, output_tokens: 20 },
      },
      responses: {
        object: "response",
        status: "completed",
        output: [
          { type: "message", content: [{ type: "output_text", text: "Writing – é✓😀." }] },
          { type: "function_call", call_id: "a", name: "write", arguments: '{"p":"é😀"}' },
          { type: "function_call", call_id: "b", name: "read", arguments: '{"p":2}' },
        ],
        usage: { input_tokens: 100, output_tokens: 20 },
      },
    };
    const body = bodies[wire];
    for (const answer of [
      () => Response.json(body),
      () => new Response(JSON.stringify(body, null, 2)),
      JSON.stringify(body),
      `\uFEFF${JSON.stringify(body)}\n`,
      `${JSON.stringify(body)}\n\n${done}`,
      JSON.stringify(JSON.stringify(body)),
      JSON.stringify({ ...body, logprobs: 0 }).replace('"logprobs":0', '"logprobs":NaN'),
      frames(body),
      frames(body, done),
      // What comes twice is one reply: its words and its calls count once.
      JSON.stringify(body) + JSON.stringify(body),
      `${JSON.stringify(body)}\n${JSON.stringify(body)}\n`,
      `${JSON.stringify(body, null, 2)}\n${JSON.stringify(body, null, 2)}\n`,
      frames(body, body, done),
    ])
      expect(await read(wire, answer)).toMatchObject(whole);
  });
});

/** Members in another order, with null for some that are absent, and others that nobody has heard of. */
function otherwise(value: unknown, chance: () => number): unknown {
  if (Array.isArray(value)) return value.map((one) => otherwise(one, chance));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .map(([name, member]) => ({ at: chance(), name, member: otherwise(member, chance) }))
    .toSorted((a, b) => a.at - b.at);
  return {
    ...(chance() < 0.2 && { role: null, logprobs: null }),
    ...Object.fromEntries(members.map(({ name, member }) => [name, member])),
    ...(chance() < 0.2 && { novelty: { of: [1, "two"] } }),
  };
}

test("a reply is the same whatever the order of its members, beside members of nobody's, cut anywhere", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wires),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.integer({ min: 1, max: 60 }),
      async (wire, chances, lineEnd, size) => {
        const chance = () => chances.next().value as number;
        const text = documented[wire].replace(/^data: (\{.*)$/gm, (_, data: string) => {
          const value = otherwise(JSON.parse(data), chance);
          return `${chance() < 0.2 ? ": ping\n" : ""}data: ${JSON.stringify(value)}`;
        });
        expect(await read(wire, cut(text.replaceAll("\n", lineEnd), size))).toMatchObject(whole);
      },
    ),
    { numRuns: 40 },
  );
});

test("where the two halves of a character are in two chunks, they are joined", async () => {
  const answer = frames(
    chunk({ content: "é✓" }),
    'data: {"choices":[{"index":0,"delta":{"content":"\\ud83d"}}]}\n\n',
    'data: {"choices":[{"index":0,"delta":{"content":"\\ude00."}}]}\n\n',
    chunk({}, "stop"),
    done,
  );
  expect((await read("chat", answer)).text).toBe("é✓😀.");
});

describe("the end of a reply", () => {
  const say = chunk({ content: "Done." });
  test.each<[string, string, string]>([
    ["without `[DONE]`", frames(say, chunk({}, "stop"), counted), "end-turn"],
    ["without `[DONE]` and usage", frames(say, chunk({}, "stop")), "end-turn"],
    ["without a finish reason", frames(say, counted, done), "unknown"],
    ["without a finish reason and usage", frames(say, done), "unknown"],
    [
      "with the finish reason beside the last words",
      frames(chunk({ content: "Done." }, "stop"), done),
      "end-turn",
    ],
    [
      "with the finish reason twice",
      frames(say, chunk({}, "stop"), chunk({}, "stop"), done),
      "end-turn",
    ],
    [
      "with the usage before the finish reason",
      frames(say, counted, chunk({}, "stop"), done),
      "end-turn",
    ],
    ["with an unknown finish reason", frames(say, chunk({}, "eos"), done), "unknown"],
    ["with the other wire's finish reason", frames(say, chunk({}, "end_turn"), done), "end-turn"],
    ["with Gemini's finish reason", frames(say, chunk({}, "STOP"), done), "end-turn"],
  ])("is one, %s", async (_how, answer, end) => {
    expect(await read("chat", answer)).toMatchObject({ text: "Done.", end, failure: null });
  });

  test.each<[string, unknown]>([
    ["an empty finish reason", ""],
    ["the word null for a finish reason", "null"],
    ["no finish reason", null],
    ["false for a finish reason", false],
    ...[
      "None",
      "NULL",
      "undefined",
      " ",
      "FINISH_REASON_UNSPECIFIED",
      "unfinished",
      "in_progress",
    ].map((reason): [string, unknown] => [`${JSON.stringify(reason)} for a finish reason`, reason]),
  ])("is none by %s", async (_how, reason) => {
    expect((await read("chat", frames(chunk({ content: "Do" }, reason), counted))).end).toBe(
      "stream-cut",
    );
  });

  test("on Anthropic's wire is the stop reason, where `message_stop` does not come", async () => {
    const begun = frames(
      messageStart(),
      start({ type: "text", text: "" }),
      delta("text_delta", { text: "Done." }),
    );
    expect(await read("messages", begun + frames(messageEnd()[0]))).toMatchObject({
      text: "Done.",
      end: "end-turn",
    });
    expect(await read("messages", begun + frames(stop()))).toMatchObject({ end: "stream-cut" });
    expect(await read("messages", begun + frames(event("message_delta", {})))).toMatchObject({
      end: "stream-cut",
    });
    expect(await read("messages", begun + done)).toMatchObject({ end: "stream-cut" });
  });

  test("of a response is told by its last event, or by `[DONE]`", async () => {
    const text = [
      item("added", { type: "message", id: "i-0" }),
      event("response.output_text.delta", { output_index: 0, delta: "Done." }),
      event("response.output_text.done", { output_index: 0, text: "Done." }),
      item("done", { type: "message", content: [{ type: "output_text", text: "Done." }] }),
    ] as const;
    expect(await read("responses", frames(...text, done))).toMatchObject({
      text: "Done.",
      end: "end-turn",
    });
    expect(await read("responses", frames(...text))).toMatchObject({ end: "stream-cut" });
    expect(await read("responses", frames(...text.slice(0, 2)))).toMatchObject({
      end: "stream-cut",
    });
  });
});
