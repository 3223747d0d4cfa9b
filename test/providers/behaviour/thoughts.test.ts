import { describe, expect, test } from "bun:test";
import {
  chunk,
  completed,
  counted,
  delta,
  done,
  frames,
  item,
  messageEnd,
  messageStart,
  piece,
  read,
  sentBack,
  start,
  stop,
} from "./real-server.ts";

const call = piece({ index: 0, id: "callabcde", function: { name: "read", arguments: '{"p":1}' } });
const end = [chunk({}, "tool_calls"), counted, done];
type Back = Readonly<Record<string, unknown>>;

/** The assistant's message as it goes back to a server of Chat Completions. */
async function chatBack(...values: readonly unknown[]): Promise<Back> {
  const { messages } = await sentBack("chat", frames(...values, ...end));
  return (messages as readonly Back[]).find(({ role }) => role === "assistant")!;
}

test("a signature counts, though its delta does not say what it is", async () => {
  const answer = frames(
    messageStart(),
    start({ type: "thinking", thinking: "" }),
    ["content_block_delta", { index: 0, delta: { thinking: "Hm." } }],
    ["content_block_delta", { index: 0, delta: { signature: "c2ln" } }],
    stop(),
    ...messageEnd(),
  );
  expect((await read("messages", answer)).message.content).toEqual([
    { type: "thinking", text: "Hm.", signature: "c2ln" },
  ]);
});

describe("thoughts on Chat Completions go back", () => {
  const think = (member: string) => [chunk({ [member]: "Let " }), chunk({ [member]: "me é😀." })];
  test.each(["reasoning_content", "reasoning", "reasoning_text", "thinking"])(
    "under the name that they came by: %s",
    async (member) => {
      const back = await chatBack(...think(member), call);
      expect(back[member]).toBe("Let me é😀.");
      const names = ["reasoning_content", "reasoning", "reasoning_text", "thinking"];
      expect(names.filter((name) => name in back)).toEqual([member]);
    },
  );

  test("once, where they come by two names", async () => {
    const both = chunk({ reasoning: "Hm.", reasoning_content: "Hm." });
    expect(await read("chat", frames(both, call, ...end))).toMatchObject({ thoughts: "Hm." });
    expect(await chatBack(both, call)).toMatchObject({ reasoning_content: "Hm." });
    const one = chunk({ reasoning: "Hm.", reasoning_content: "" });
    const back = await chatBack(one, call);
    expect(back).toMatchObject({ reasoning: "Hm." });
    expect(back).not.toHaveProperty("reasoning_content");
  });

  test("empty, where they came so beside calls", async () => {
    expect(await chatBack(chunk({ reasoning_content: "" }), call)).toMatchObject({
      reasoning_content: "",
    });
    expect(await chatBack(call)).not.toHaveProperty("reasoning_content");
  });

  test("in the middle of a reply as well as before it", async () => {
    const back = await chatBack(
      chunk({ reasoning_content: "One." }),
      chunk({ content: "I see." }),
      chunk({ reasoning_content: "Two." }),
      call,
    );
    expect(back).toMatchObject({ reasoning_content: "One.\n\nTwo.", content: "I see." });
  });

  test("with OpenRouter's details whole, in order, each once", async () => {
    const detail = (members: object) => chunk({ reasoning: "x", reasoning_details: [members] });
    const back = await chatBack(
      detail({ type: "reasoning.text", index: 0, text: "Let ", format: "anthropic-claude-v1" }),
      detail({ type: "reasoning.text", index: 0, text: "me." }),
      detail({ type: "reasoning.text", index: 0, signature: "sig" }),
      detail({ type: "reasoning.encrypted", index: 1, id: "r1", data: "opaque" }),
      call,
    );
    expect(back["reasoning_details"]).toEqual([
      {
        type: "reasoning.text",
        index: 0,
        text: "Let me.",
        format: "anthropic-claude-v1",
        signature: "sig",
      },
      { type: "reasoning.encrypted", index: 1, id: "r1", data: "opaque" },
    ]);
  });

  test("with what is sealed once, though it came again with the last chunk", async () => {
    const detail = { type: "reasoning.encrypted", index: 0, id: "r1", data: "opaque" };
    const sealed = chunk({ reasoning_details: [detail] });
    expect((await chatBack(sealed, call, sealed))["reasoning_details"]).toEqual([detail]);
  });

  test("in details alone, and are shown", async () => {
    const detail = chunk({
      reasoning_details: [{ type: "reasoning.text", index: 0, text: "Hm." }],
    });
    expect(await read("chat", frames(detail, call, ...end))).toMatchObject({ thoughts: "Hm." });
    const back = await chatBack(detail, call);
    expect(Object.keys(back)).toEqual(["role", "content", "reasoning_details", "tool_calls"]);
  });

  test("as LiteLLM's blocks, with their signatures", async () => {
    const blocks = (block: object) => chunk({ reasoning_content: "x", thinking_blocks: [block] });
    const back = await chatBack(
      blocks({ type: "thinking", thinking: "Let " }),
      blocks({ type: "thinking", thinking: "me." }),
      blocks({ type: "thinking", thinking: "", signature: "sig" }),
      blocks({ type: "redacted_thinking", data: "opaque" }),
      call,
    );
    expect(back["thinking_blocks"]).toEqual([
      { type: "thinking", thinking: "Let me.", signature: "sig" },
      { type: "redacted_thinking", data: "opaque" },
    ]);
  });

  test("not where they stood among the content", async () => {
    const parts = chunk({
      content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }],
    });
    const back = JSON.stringify(await chatBack(parts, chunk({ content: "Well." }), call));
    expect(back).not.toContain("Hm.");
  });

  test("not to a server that refuses them", async () => {
    const answer = frames(...think("reasoning"), call, ...end);
    const body = await sentBack("chat", answer, { thoughts: "never" });
    expect(JSON.stringify(body)).not.toContain("reasoning");
  });
});

describe("members that mean nothing to us go back", () => {
  const extra = { google: { thought_signature: "c2ln" } };

  test("on the call that they came on", async () => {
    const signed = { ...call } as { choices: { delta: { tool_calls: object[] } }[] };
    const [one] = signed.choices[0]!.delta.tool_calls;
    const back = await chatBack(
      piece({ ...one, extra_content: extra }),
      piece({ index: 1, id: "callabcdf", function: { name: "write", arguments: "{}" } }),
    );
    const calls = back["tool_calls"] as readonly Back[];
    expect(calls[0]).toMatchObject({ id: "callabcde", extra_content: extra });
    expect(calls[1]).not.toHaveProperty("extra_content");
  });

  test("on the call, where they come behind its pieces", async () => {
    const back = await chatBack(call, piece({ index: 0, extra_content: extra }));
    expect((back["tool_calls"] as readonly Back[])[0]).toMatchObject({ extra_content: extra });
  });

  test("on the call where a server of Gemini's own names puts them", async () => {
    const back = await chatBack(
      piece({
        index: 0,
        id: "callabcde",
        function: { name: "read", arguments: "{}", thought_signature: "c2ln" },
      }),
    );
    const [one] = back["tool_calls"] as readonly { readonly function: Back }[];
    expect(one!.function).toMatchObject({ name: "read", thought_signature: "c2ln" });
  });

  test("beside the words", async () => {
    expect(await chatBack(chunk({ content: "Well.", extra_content: extra }), call)).toMatchObject({
      extra_content: extra,
    });
  });

  test("on a call of the Messages API", async () => {
    const answer = frames(
      messageStart(),
      start({ type: "tool_use", id: "a", name: "read", input: {}, thought_signature: "c2ln" }),
      ...messageEnd("tool_use"),
    );
    expect(JSON.stringify(await sentBack("messages", answer))).toContain(
      '"thought_signature":"c2ln"',
    );
  });
});

describe("what goes back on the Messages API", () => {
  const use = [start({ type: "tool_use", id: "a", name: "read", input: {} }, 3), stop(3)] as const;
  const backOf = async (...values: readonly unknown[]) => {
    const answer = frames(messageStart(), ...values, ...messageEnd("tool_use"));
    const { messages } = await sentBack("messages", answer);
    return (messages as readonly Back[])[1]!["content"] as readonly Back[];
  };
  const thought = (signature: string) => [
    start({ type: "thinking", thinking: "", signature: "" }),
    delta("thinking_delta", { thinking: "Hm é😀." }),
    ...(signature === "" ? [] : [delta("signature_delta", { signature })]),
    stop(),
  ];

  test("are signed and hidden thoughts, first and unchanged", async () => {
    const back = await backOf(
      ...thought("sig=="),
      start({ type: "redacted_thinking", data: "opaque" }, 1),
      stop(1),
      start({ type: "text", text: "Well." }, 2),
      stop(2),
      ...use,
    );
    expect(back).toEqual([
      { type: "thinking", thinking: "Hm é😀.", signature: "sig==" },
      { type: "redacted_thinking", data: "opaque" },
      { type: "text", text: "Well." },
      { type: "tool_use", id: "a", name: "read", input: {} },
    ]);
  });

  test("is a signature from a block's start, and one in pieces", async () => {
    const early = await backOf(
      start({ type: "thinking", thinking: "", signature: "sig" }),
      delta("thinking_delta", { thinking: "Hm." }),
      stop(),
      ...use,
    );
    expect(early[0]).toEqual({ type: "thinking", thinking: "Hm.", signature: "sig" });
    const pieces = await backOf(
      ...thought("si").slice(0, -1),
      delta("signature_delta", { signature: "g" }),
      stop(),
      ...use,
    );
    expect(pieces[0]).toMatchObject({ signature: "sig" });
    const both = await backOf(
      start({ type: "thinking", thinking: "", signature: "sig" }),
      delta("thinking_delta", { thinking: "Hm." }),
      delta("signature_delta", { signature: "sig" }),
      stop(),
      ...use,
    );
    expect(both[0]).toEqual({ type: "thinking", thinking: "Hm.", signature: "sig" });
  });

  test("is a signed thought without words", async () => {
    const back = await backOf(
      start({ type: "thinking", thinking: "", signature: "sig" }),
      stop(),
      ...use,
    );
    expect(back[0]).toEqual({ type: "thinking", thinking: "", signature: "sig" });
  });

  test("are unsigned thoughts, to a server that signs none", async () => {
    expect((await backOf(...thought(""), ...use))[0]).toEqual({
      type: "thinking",
      thinking: "Hm é😀.",
    });
  });

  test.each(["", "\n\n", " \t"])("is no text of %j", async (text) => {
    const back = await backOf(start({ type: "text", text }), stop(), ...use);
    expect(back.map(({ type }) => type)).toEqual(["tool_use"]);
  });
});

describe("what goes back on the Responses API", () => {
  const reasoning = {
    type: "reasoning",
    id: "rs_1",
    summary: [{ type: "summary_text", text: "Hm." }],
    encrypted_content: "gAAA",
  };
  const called = {
    type: "function_call",
    id: "fc_1",
    call_id: "call_1",
    name: "read",
    arguments: "{}",
  };
  const inputOf = async (...items: readonly object[]) => {
    const answer = frames(...items.map((one, index) => item("done", one, index)), completed());
    return (await sentBack("responses", answer))["input"] as readonly Back[];
  };

  test("are thoughts in the form that they came in, before their call and its result", async () => {
    expect(await inputOf(reasoning, called)).toEqual([
      { role: "user", content: "Do the ticket." },
      { type: "reasoning", summary: reasoning.summary, encrypted_content: "gAAA" },
      { type: "function_call", call_id: "call_1", name: "read", arguments: "{}" },
      { type: "function_call_output", call_id: "call_1", output: "done" },
    ]);
  });

  test("are hidden thoughts, and none that were sent in the clear alone", async () => {
    const [, hidden] = await inputOf({ ...reasoning, summary: [] }, called);
    expect(hidden).toEqual({ type: "reasoning", summary: [], encrypted_content: "gAAA" });
    const clear = await inputOf({ ...reasoning, encrypted_content: null }, called);
    expect(clear.map(({ type }) => type)).not.toContain("reasoning");
  });
});

describe("in place of a reply that said nothing", () => {
  test("stand words on every wire", async () => {
    const bodies = [
      await sentBack("chat", frames(chunk({ content: "\n" }, "stop"), counted, done)),
      await sentBack(
        "messages",
        frames(messageStart(), start({ type: "thinking", thinking: "Hm." }), ...messageEnd()),
      ),
      await sentBack("responses", frames(completed())),
    ];
    for (const body of bodies) expect(JSON.stringify(body)).toContain("(My reply was empty.)");
  });
});
