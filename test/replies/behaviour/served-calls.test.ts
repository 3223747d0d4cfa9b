import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { maxTokens, overloaded } from "../../../src/sim/dsl/fault.ts";
import { calls, miscalls, says, uses } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { serving } from "../served-mock.ts";

type Served = ReturnType<typeof serving>;

/** How one wire spells an agent's two steps; `go` is the second one, with whatever came of the call. */
interface Agent {
  readonly wire: string;
  ask(served: Served, question: string, tools: readonly string[]): Promise<JsonObject>;
  go(served: Served, first: JsonObject, change: Partial<Change>): Promise<JsonObject>;
}

interface Change {
  readonly tool: string;
  readonly input: JsonObject;
  readonly result: string;
}

const label = { tool: "label", input: { id: 7, as: ["bug"] }, result: "done" };
const list = (value: unknown) => value as readonly JsonObject[];

const schema = { type: "object", properties: {} };
const anthropic: Agent = {
  wire: "anthropic",
  ask: ({ converse }, content, tools) =>
    converse({
      messages: [{ role: "user", content }],
      tools: tools.map((name) => ({ name, input_schema: schema })),
    }),
  go({ converse }, first, change) {
    const { tool, input, result } = { ...label, ...change };
    const content = list(first["content"]).map((block): JsonObject =>
      block["type"] === "tool_use" ? { ...block, name: tool, input } : block,
    );
    const { id } = content.find(({ type }) => type === "tool_use")!;
    const results = [{ type: "tool_result", tool_use_id: id!, content: result }];
    const messages = [
      { role: "user", content: "go" },
      { role: "assistant", content },
      { role: "user", content: results },
    ];
    return converse({ messages });
  },
};

const chat: Agent = {
  wire: "openai-chat",
  ask: ({ complete }, content, tools) =>
    complete({
      messages: [{ role: "user", content }],
      // An empty list is refused by this API.
      ...(tools.length > 0 && {
        tools: tools.map((name) => ({ type: "function", function: { name, parameters: schema } })),
      }),
    }),
  go({ complete }, first, change) {
    const { tool, input, result } = { ...label, ...change };
    const message = list(first["choices"])[0]!["message"] as JsonObject;
    const id = String(list(message["tool_calls"])[0]!["id"]);
    const called = { name: tool, arguments: JSON.stringify(input, null, 1) };
    return complete({
      messages: [
        { role: "user", content: "go" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id, type: "function", function: called }],
        },
        { role: "tool", tool_call_id: id, content: result },
      ],
    });
  },
};

const ofItems = (first: JsonObject) =>
  list(first["output"]).find(({ type }) => type === "function_call")!;
const functions = (tools: readonly string[]) =>
  tools.map((name) => ({ type: "function", name, parameters: schema }));

const responses: Agent = {
  wire: "openai-responses",
  ask: ({ respond }, input, tools) => respond({ input, tools: functions(tools) }),
  go({ respond }, first, change) {
    const { tool, input, result } = { ...label, ...change };
    const call_id = String(ofItems(first)["call_id"]);
    return respond({
      input: [
        { role: "user", content: "go" },
        { type: "function_call", call_id, name: tool, arguments: JSON.stringify(input) },
        { type: "function_call_output", call_id, output: result },
      ],
    });
  },
};

const chained: Agent = {
  ...responses,
  wire: "openai-responses, by previous_response_id",
  go(served, first, change) {
    // What was called stands in what the server keeps.
    if (change.tool !== undefined || change.input !== undefined)
      return responses.go(served, first, change);
    const call_id = String(ofItems(first)["call_id"]);
    const input = [{ type: "function_call_output", call_id, output: change.result ?? "done" }];
    return served.respond({ previous_response_id: String(first["id"]), input });
  },
};

const script = () => [
  reply(says("Let me see."), uses("label", { as: ["bug"], id: 7 })),
  reply(says("It is labelled.")),
];

describe.each([anthropic, chat, responses, chained])("on $wire", ({ ask, go }) => {
  test("what comes after calls is for the conversation that brings their results", async () => {
    const served = serving(...script());
    const first = await ask(served, "go", ["label"]);
    expect(JSON.stringify(await go(served, first, {}))).toContain("It is labelled.");
    expect(served.problems()).toBeEmpty();
  });

  test("and for no other one, which is told what it lacks", async () => {
    const served = serving(...script());
    const first = await ask(served, "go", ["label"]);
    const shown = async (answer: Promise<JsonObject>) =>
      JSON.parse(JSON.stringify(await answer)).error.message as string;
    expect(await shown(ask(served, "something else", []))).toEndWith(
      "reply 2 comes after reply 1, which calls label, and is for the conversation that brings back what came of it; of this one, it holds no tool call. A reply that needs no call before it has a .when(…) of its own.",
    );
    expect(await shown(ask(served, "go", ["label"]))).toContain("it holds no tool call");
    expect(await shown(go(served, first, { tool: "search" }))).toContain(
      "it holds no such call of label; its last calls are of search",
    );
    expect(await shown(go(served, first, { input: { id: 8 } }))).toContain(
      'its call of label has the input "{\\"id\\":8}", and not',
    );
    expect(JSON.stringify(await go(served, first, {}))).toContain("It is labelled.");
    expect(served.problems()).toHaveLength(4);
  });

  test("a reply that calls a tool is only for who offers it", async () => {
    const served = serving(...script());
    const shown = async (tools: readonly string[]) =>
      JSON.stringify(await ask(served, "go", tools));
    expect(await shown([])).toContain("reply 1 calls label, and this request offers no tools.");
    expect(await shown(["weather", "search"])).toContain(
      "reply 1 calls label, and this request offers weather, search.",
    );
    expect(await shown(["weather", "label"])).toContain("Let me see.");
    expect(served.used()).toBe(1);
  });
});

const plain = (content: string): JsonObject => ({ messages: [{ role: "user", content }] });
const offering = (content: string, ...names: readonly string[]): JsonObject => ({
  ...plain(content),
  tools: names.map((name) => ({ name, input_schema: schema })),
});

test("while a call is owed its retry, nobody else takes what comes after it", async () => {
  const [first, second] = script();
  const served = serving(first!.fails(overloaded()), second!);
  await served.converse(offering("go", "label"));
  expect(JSON.stringify(await served.converse(plain("a title")))).toContain(
    "reply 1 is owed a retry (#1: 529), and this is none: what it says last is different.",
  );
  const again = await served.converse(offering("go", "label"));
  expect(JSON.stringify(await anthropic.go(served, again, {}))).toContain("It is labelled.");
  expect(served.problems()).toHaveLength(1);
});

test("a group of its own needs no call before it", async () => {
  const [first, second] = script();
  const served = serving(first!, second!.when("a title"));
  await served.converse(offering("go", "label"));
  expect(JSON.stringify(await served.converse(plain("a title")))).toContain("It is labelled.");
});

test("a call that is wrong on purpose is for whoever asks, and must come back", async () => {
  const served = serving(reply(miscalls("label", { id: 7 })), reply(says("So be it.")));
  const first = await served.converse(plain("go"));
  expect(JSON.stringify(await served.converse(plain("go")))).toContain("it holds no tool call");
  const answer = await anthropic.go(served, first, { input: { id: 7 } });
  expect(JSON.stringify(answer)).toContain("So be it.");
});

test("a call that the script breaks, or that the client must not get, need not come back", async () => {
  const broken = serving(reply(uses("label", {})).fails(maxTokens()), reply(says("next")));
  await broken.converse(offering("go", "label"));
  expect(JSON.stringify(await broken.converse(plain("on")))).toContain("next");
  const final = serving(reply(uses("label", {})).fails(overloaded().final()), reply(says("next")));
  await final.converse(offering("go", "label"));
  expect(JSON.stringify(await final.converse(plain("on")))).toContain("next");
});

test("a client that is to leave in the middle of a call need not bring it back", async () => {
  const served = serving(reply(uses("label", {})).leaves(), reply(says("next")));
  await served.converse(offering("go", "label"));
  expect(JSON.stringify(await served.converse(plain("on")))).toContain("next");
});

test("a retry, too, must offer the tools that its reply calls", async () => {
  const [first] = script();
  const served = serving(first!.fails(overloaded()));
  await served.converse(offering("go", "label"));
  expect(JSON.stringify(await served.converse(plain("go")))).toContain("offers no tools");
  expect(JSON.stringify(await served.converse(offering("go", "label")))).toContain("Let me see.");
});

test("parallel calls come back together, and one without its result is told", async () => {
  const both = [uses("label", { id: 1 }), calls("read", { file_path: "a" })];
  const served = serving(reply(...both), reply(says("both")));
  const first = await served.converse(offering("go", "read", "label"));
  const blocks = list(first["content"]);
  const results = blocks.map(({ id }) => ({ type: "tool_result", tool_use_id: id!, content: "x" }));
  const turns = (content: readonly JsonObject[], answers: readonly JsonObject[]): JsonObject => ({
    messages: [
      { role: "user", content: "go" },
      { role: "assistant", content },
      { role: "user", content: answers },
    ],
  });
  expect(
    JSON.stringify(await served.converse(turns(blocks.slice(0, 1), results.slice(0, 1)))),
  ).toContain("it holds no such call of read");
  const reversed = turns(blocks.toReversed(), results);
  expect(JSON.stringify(await served.converse(reversed))).toContain("both");
});

test("two equal groups serve two agents with the same words side by side", async () => {
  const group = () => [reply(uses("label", label.input)).when("go"), reply(says("end"))];
  const served = serving(...group(), ...group());
  const one = await served.converse(offering("go", "label"));
  const two = await served.converse(offering("go", "label"));
  expect(JSON.stringify(await anthropic.go(served, two, {}))).toContain("end");
  expect(JSON.stringify(await anthropic.go(served, one, {}))).toContain("end");
  expect(served.problems()).toBeEmpty();
  expect(served.used()).toBe(4);
});
