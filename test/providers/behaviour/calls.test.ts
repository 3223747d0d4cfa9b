import { describe, expect, test } from "bun:test";
import {
  type Answer,
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
  sendTo,
  sentBack,
  start,
  stop,
  type Wire,
  wires,
} from "./real-server.ts";

/** A call of which the input is this text, on each wire. */
const calling = (wire: Wire, name: string, input: string, id = "a"): string => {
  switch (wire) {
    case "chat":
      return frames(
        piece({ index: 0, id, function: { name, arguments: input } }),
        chunk({}, "tool_calls"),
        counted,
        done,
      );
    case "messages":
      return frames(
        messageStart(),
        start({ type: "tool_use", id, name, input: {} }),
        delta("input_json_delta", { partial_json: input }),
        stop(),
        ...messageEnd("tool_use"),
      );
    case "responses":
      return frames(
        item("added", { type: "function_call", id: "i", call_id: id, name }),
        item("done", { type: "function_call", id: "i", call_id: id, name, arguments: input }),
        completed(),
      );
  }
};

describe.each([...wires])("on the wire of %s, the input of a call", (wire) => {
  test.each<[string, string, object]>([
    ["in one object", '{"p":1}', { p: 1 }],
    ["with white space around it", ' \n{"p":1}\n ', { p: 1 }],
    ["of nothing", "", {}],
    ["of white space", "  ", {}],
    ["null", "null", {}],
    ["of an empty text", '""', {}],
    ["encoded twice", JSON.stringify('{"p":1}'), { p: 1 }],
    ["encoded thrice", JSON.stringify(JSON.stringify('{"p":1}')), { p: 1 }],
    ["in a fence", '```json\n{"p":1}\n```', { p: 1 }],
    ["in a fence, encoded", JSON.stringify('```json\n{"p":1}\n```'), { p: 1 }],
    ["behind {}", '{}{"p":1}', { p: 1 }],
    ["before {}", '{"p":1}{}', { p: 1 }],
    ["twice", '{"p":1}{"p":1}', { p: 1 }],
    ["with the end of its template", '{"p":1}</tool_call>', { p: 1 }],
    ["with the end of its text", '{"p":1}<|im_end|>', { p: 1 }],
    ["with line feeds in a text", '{"p":"a\nb\tc"}', { p: "a\nb\tc" }],
  ])("%s is read", async (_how, input, value) => {
    expect((await read(wire, calling(wire, "read", input))).calls).toEqual([["read", value]]);
  });

  test.each<[string, string, RegExp]>([
    ["without its end", '{"p":"a', /no JSON/],
    ["of two meanings", '{"p":1}{"p":2}', /no JSON/],
    ["a list", "[1]", /a list/],
    ["a number", "3", /a number/],
    ["a word", "yes", /no JSON/],
    ["code", "read(p=1)", /no JSON/],
  ])("%s is told to the model", async (_how, input, words) => {
    const { calls } = await read(wire, calling(wire, "read", input));
    expect(calls).toEqual([["read", expect.stringMatching(words)]]);
    const body = JSON.stringify(await sentBack(wire, calling(wire, "read", input)));
    // What goes back is valid, whatever came.
    expect(body).toMatch(/"(arguments":"\{\}"|input":\{\})/);
  });

  test.each([
    [" read\n", "read"],
    ["functions.read", "read"],
    ["functions:read", "read"],
    ["functions.read:0", "read"],
    ["default_api.read", "read"],
    ["default_api:read", "read"],
    ["tools.read", "read"],
    ["tool_read", "tool_read"],
    ["read<|channel|>commentary", "read"],
    ["read<|constrain|>json", "read"],
    ["assistant<|channel|>commentary to=functions.read", "read"],
    ['"read"', "read"],
    ["`read`", "read"],
    ["read()", "read"],
    ["Read", "read"],
    ["READ", "read"],
    ["functions.write_file", "write_file"],
    ["order<|channel|>commentary", "order"],
    ["<|constrain|>", "<|constrain|>"],
  ])("the name %j means %j, and goes back legal", async (name, tool) => {
    expect((await read(wire, calling(wire, name, "{}"))).calls).toEqual([[tool, {}]]);
    const body = JSON.stringify(
      (await sentBack(wire, calling(wire, name, "{}")))[
        wire === "responses" ? "input" : "messages"
      ],
    );
    for (const [, back] of body.matchAll(/"name":"([^"]*)"/g))
      expect(back).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });

  test("of which the server tells no id, or an illegal one, goes back with one that is legal", async () => {
    for (const id of ["", "null", "functions.read:0", "call 1/2", "ü", "x".repeat(200)]) {
      const body = JSON.stringify(await sentBack(wire, calling(wire, "read", "{}", id)));
      const ids = [...body.matchAll(/"(?:id|tool_call_id|call_id|tool_use_id)":"([^"]*)"/g)].map(
        ([, one]) => one,
      );
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).not.toBe("");
      expect(ids[0]).not.toBe("null");
      if (wire === "messages") expect(ids[0]).toMatch(/^[a-zA-Z0-9_-]+$/);
    }
  });
});

describe("calls of Chat Completions", () => {
  const end = [chunk({}, "tool_calls"), counted, done];
  const made = (name: string, args: unknown, members: object = {}) => ({
    type: "function",
    function: { name, arguments: args },
    ...members,
  });
  test.each<[string, Answer]>([
    [
      "all in one chunk, with index 0 each",
      frames(
        chunk({
          tool_calls: [
            made("read", '{"p":1}', { index: 0, id: "a" }),
            made("write", '{"p":2}', { index: 0, id: "b" }),
          ],
        }),
        ...end,
      ),
    ],
    [
      "all in one chunk, with neither index nor id",
      frames(chunk({ tool_calls: [made("read", '{"p":1}'), made("write", '{"p":2}')] }), ...end),
    ],
    [
      "all in one chunk, with one id",
      frames(
        chunk({
          tool_calls: [
            made("read", '{"p":1}', { index: 0, id: "a" }),
            made("write", '{"p":2}', { index: 1, id: "a" }),
          ],
        }),
        ...end,
      ),
    ],
    [
      "in the chunk with the finish reason",
      frames(
        piece(made("read", '{"p":1}', { index: 0, id: "a" })),
        piece(made("write", '{"p":2}', { index: 1, id: "b" }), "tool_calls"),
        counted,
        done,
      ),
    ],
    [
      "with their index as text",
      frames(
        piece(made("read", '{"p":', { index: "0", id: "a" })),
        piece(made("write", '{"p":', { index: "1", id: "b" })),
        piece({ index: "0", function: { arguments: "1}" } }),
        piece({ index: "1", function: { arguments: "2}" } }),
        ...end,
      ),
    ],
    [
      "counted from 1",
      frames(
        piece(made("read", '{"p":1}', { index: 1, id: "a" })),
        piece(made("write", '{"p":2}', { index: 2, id: "b" })),
        ...end,
      ),
    ],
    [
      "again behind their pieces",
      frames(
        piece(made("read", '{"p":1}', { index: 0, id: "a" })),
        piece(made("write", '{"p":2}', { index: 1, id: "b" })),
        chunk({
          tool_calls: [
            made("read", '{"p":1}', { index: 0, id: "a" }),
            made("write", '{"p":2}', { index: 1, id: "b" }),
          ],
        }),
        ...end,
      ),
    ],
    [
      "as objects",
      frames(
        chunk({ tool_calls: { 0: 1, ...made("read", { p: 1 }, { index: 0, id: "a" }) } }),
        piece(made("write", { p: 2 }, { index: 1, id: "b" })),
        ...end,
      ),
    ],
    [
      "with empty calls among them",
      frames(
        chunk({ tool_calls: [{}, null, { index: 7, function: {} }, { index: 8, function: null }] }),
        piece(made("read", '{"p":1}', { index: 0, id: "a" })),
        piece(made("write", '{"p":2}', { index: 1, id: "b" })),
        ...end,
      ),
    ],
    [
      "with ids as numbers",
      frames(
        piece(made("read", '{"p":1}', { index: 0, id: 1 })),
        piece(made("write", '{"p":2}', { index: 1, id: 2 })),
        ...end,
      ),
    ],
    [
      "with names and arguments beside `function`",
      frames(
        piece({ index: 0, id: "a", name: "read", arguments: '{"p":1}' }),
        piece({ index: 1, id: "b", name: "write", input: { p: 2 } }),
        ...end,
      ),
    ],
    [
      "with finish `stop`",
      frames(
        piece(made("read", '{"p":1}', { index: 0, id: "a" })),
        piece(made("write", '{"p":2}', { index: 1, id: "b" })),
        chunk({}, "stop"),
        counted,
        done,
      ),
    ],
    [
      "without a finish reason",
      frames(
        piece(made("read", '{"p":1}', { index: 0, id: "a" })),
        piece(made("write", '{"p":2}', { index: 1, id: "b" })),
        counted,
        done,
      ),
    ],
    [
      "with the same id in each piece, and another in each call",
      frames(
        piece(made("read", "", { id: "a" })),
        piece({ id: "a", function: { arguments: '{"p":1}' } }),
        piece(made("write", "", { id: "b" })),
        piece({ id: "b", function: { arguments: '{"p":2}' } }),
        ...end,
      ),
    ],
    [
      "told apart by id alone, in turns",
      frames(
        piece(made("read", "", { id: "a" })),
        piece(made("write", "", { id: "b" })),
        piece({ id: "a", function: { arguments: '{"p":1}' } }),
        piece({ id: "b", function: { arguments: '{"p":2}' } }),
        ...end,
      ),
    ],
  ])("%s are two", async (_how, answer) => {
    const { calls, ids } = await read("chat", answer);
    expect(calls).toEqual([
      ["read", { p: 1 }],
      ["write", { p: 2 }],
    ]);
    expect(new Set(ids).size).toBe(2);
  });

  test("that are the same twice are two, where their ids say so", async () => {
    const answer = frames(
      piece(made("read", '{"p":1}', { index: 0, id: "a" })),
      piece(made("read", '{"p":1}', { index: 1, id: "b" })),
      ...end,
    );
    expect((await read("chat", answer)).calls).toHaveLength(2);
  });

  test("of the old wire are run", async () => {
    const answer = frames(
      chunk({ function_call: { name: "read", arguments: "" } }),
      chunk({ function_call: { arguments: '{"p":1}' } }),
      chunk({}, "function_call"),
      done,
    );
    expect((await read("chat", answer)).calls).toEqual([["read", { p: 1 }]]);
  });

  test("without arguments are read", async () => {
    const answer = frames(piece({ index: 0, id: "a", function: { name: "now" } }), ...end);
    expect((await read("chat", answer)).calls).toEqual([["now", {}]]);
  });

  test("of a name that comes behind the arguments are read", async () => {
    const answer = frames(
      piece({ index: 0, id: "a", function: { arguments: '{"p"' } }),
      piece({ index: 0, function: { name: "read", arguments: ":1}" } }),
      ...end,
    );
    expect((await read("chat", answer)).calls).toEqual([["read", { p: 1 }]]);
  });

  test("of which the name never comes are told", async () => {
    const answer = frames(piece({ index: 0, id: "a", function: { arguments: '{"p":1}' } }), ...end);
    expect((await read("chat", answer)).calls).toEqual([["", { p: 1 }]]);
  });
});

test("ids that a server counts anew in each turn are unique in the conversation", async () => {
  const twice = await read("chat", calling("chat", "read", "{}", "functions.read:0"));
  expect(twice.ids).toEqual(["functions.read:0"]);
});

test("a call's name that breaks off says nothing", async () => {
  const { events } = await sendTo(
    "chat",
    frames(piece({ index: 0, id: "a", function: { name: "wr" } })),
    {},
  );
  expect(events.map(({ type }) => type)).toEqual(["failed"]);
});
