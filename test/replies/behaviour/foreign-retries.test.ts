import { describe, expect, test } from "bun:test";
import { httpError, overloaded, rateLimited } from "../../../src/sim/dsl/fault.ts";
import { says, uses } from "../../../src/sim/dsl/part.ts";
import { reply, type ReplyChain, type RequestBody } from "../../../src/sim/dsl/reply.ts";
import { served } from "../../../src/sim/dsl/served.ts";
import { clientOf } from "../foreign-client.ts";

const say = (text: string): ReplyChain => reply(says(text));
const serve = (...replies: readonly ReplyChain[]) => clientOf(served({ name: "s", replies }));

describe("after a failed try, the same conversation is another try at the same reply", () => {
  const failing = say("one").fails(overloaded());

  test.each([
    ["asks another model", { model: "other" }],
    ["streams no more", { stream: false }],
    ["samples otherwise", { temperature: 0, max_tokens: 9 }],
    ["offers other tools", { tools: [{ name: "weather" }] }],
  ])("also where it %s", (_, change) => {
    const { ask, problems } = serve(failing, say("two"));
    const body = { model: "first", stream: true, temperature: 1, max_tokens: 5 };
    expect(ask("a", { body })).toBe("one with status");
    expect(ask("a", { body: { ...body, ...change } })).toBe("one");
    expect(ask("b", { body })).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test("also where what is marked for the cache changes", () => {
    const { ask } = serve(failing);
    const block = { type: "text", text: "a" };
    const messages = (content: object) => [{ role: "user", content: [{ ...block, ...content }] }];
    ask("", { body: { messages: messages({ cache_control: { type: "ephemeral" } }) } });
    expect(ask("", { body: { messages: messages({}) } })).toBe("one");
  });

  test("but another system prompt is another conversation", () => {
    const { ask } = serve(failing, say("two"));
    ask("a", { body: { system: "main" } });
    expect(ask("a", { body: { system: "title" } })).toBe("two");
  });

  test("and so are other words, though the failed reply still waits", () => {
    const { ask, problems } = serve(failing, say("two"));
    expect([ask("a"), ask("b"), ask("a")]).toEqual(["one with status", "two", "one"]);
    expect(problems()).toBeEmpty();
  });
});

describe("where two agents say the same", () => {
  test("and neither failed, each has a reply of its own, also while both are on their way", () => {
    const { ask } = serve(say("one"), say("two"));
    expect([ask("x", { fate: "open" }), ask("x")]).toEqual(["one", "two"]);
  });

  test("and both failed, each is brought back to its own", () => {
    const { ask, problems } = serve(say("one").fails(overloaded()), say("two").fails(overloaded()));
    const [a, b] = [{ model: "a" }, { model: "b" }];
    // The second comes before the first has failed for good: it is a reply on its way that it does not take.
    expect(ask("x", { body: a })).toBe("one with status");
    expect(ask("x", { body: b })).toBe("one");
    expect(ask("x", { body: a, retryCount: 1 })).toBe("two with status");
    expect(ask("x", { body: a, retryCount: 2 })).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test("the one that failed is owed a reply, where the other took its retry", () => {
    const { ask, problems } = serve(say("one").fails(rateLimited("1s")), say("two"));
    expect(ask("x")).toBe("one with status");
    expect(ask("x")).toBe("one");
    expect(ask("x", { retryCount: 1 })).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test("and both let go, the very same request goes before the same words", () => {
    const { ask, abandon, problems } = serve(say("one"), say("two"));
    const [a, b] = [{ model: "a" }, { model: "b" }];
    expect(ask("x", { body: a, fate: "open" })).toBe("one");
    expect(ask("x", { body: b, fate: "open" })).toBe("two");
    abandon(1);
    abandon(2);
    expect([ask("x", { body: b }), ask("x", { body: a })]).toEqual(["two", "one"]);
    expect(problems()).toBeEmpty();
  });

  test("and say that they retry what we saw on its way, each has its own again", () => {
    const { ask } = serve(say("one"), say("two"));
    const [a, b] = [{ model: "a" }, { model: "b" }];
    ask("x", { body: a, fate: "open" });
    ask("x", { body: b, fate: "open" });
    expect(ask("x", { body: a, retryCount: 1 })).toBe("one");
    expect(ask("x", { body: b, retryCount: 1 })).toBe("two");
  });

  test("a try that is let go of late does not undo the one that followed it", () => {
    const { ask, abandon } = serve(say("one"), say("two"));
    ask("x", { fate: "open" });
    expect(ask("x", { retryCount: 1, fate: "open" })).toBe("one");
    abandon(1);
    expect(ask("x")).toBe("two");
  });
});

describe("a retry", () => {
  test("of what was delivered, as we saw it, brings the same reply once more", () => {
    const { ask } = serve(say("one"), say("two"));
    expect([ask("a"), ask("a", { retryCount: 1 }), ask("b")]).toEqual(["one", "one", "two"]);
  });

  test("whose words changed takes up a reply that its own `when` does not refuse", () => {
    const { ask } = serve(
      say("main").fails(overloaded()),
      say("title").when("title").fails(overloaded()),
    );
    ask("at 10:00");
    ask("title");
    expect(ask("at 10:01", { retryCount: 1 })).toBe("main");
    expect(ask("title")).toBe("title");
  });

  test("goes to the reply whose `when` asks for it, rather than to the failed one", () => {
    const isSmall = ({ model }: RequestBody) => model === "small";
    const { ask, problems } = serve(say("main").fails(overloaded()), say("title").when(isSmall));
    expect(ask("x", { body: { model: "big" } })).toBe("main with status");
    expect(ask("x", { body: { model: "small" } })).toBe("title");
    expect(ask("x", { body: { model: "big" } })).toBe("main");
    expect(problems()).toBeEmpty();
  });

  test("falls back to a model that the failed reply's `when` does not name", () => {
    const isBig = ({ model }: RequestBody) => model === "big";
    const { ask, problems } = serve(say("main").when(isBig).fails(overloaded()));
    ask("x", { body: { model: "big" } });
    expect(ask("x", { body: { model: "small" } })).toBe("main");
    expect(problems()).toBeEmpty();
  });
});

describe("a try that was final", () => {
  const shown = (number: number, status: number) =>
    `#${number} was final (${status}): the client should have given up.`;

  test.each([
    ["by its status", httpError(401), 401],
    ["by the script's word", overloaded().final(), 529],
  ])("%s has no other one: the same question meets nothing", (_, fault, status) => {
    const { ask, problems, numbers } = serve(say("one").fails(fault), say("two"));
    ask("a");
    expect(ask("a")).toContain(shown(1, status));
    expect(ask("a", { retryCount: 1 })).toContain(shown(1, status));
    expect(ask("b")).toBe("two");
    expect(problems()).toHaveLength(2);
    expect(numbers()).toEqual([2, 3]);
  });

  test("nor has it in a group", () => {
    const { ask } = serve(
      say("one").when("red").fails(httpError(403)),
      say("two"),
      say("three").when("red"),
    );
    ask("red");
    expect(ask("red")).toContain(shown(1, 403));
    expect(ask("red 2")).toBe("two");
  });

  test("may have been one by its status alone, where the script says that it is to be retried", () => {
    const { ask } = serve(say("one").fails(httpError(401, { shouldRetry: true })));
    ask("a");
    expect(ask("a")).toBe("one");
  });

  test("is followed by a try of another model, unless the script says that it ends there", () => {
    const [first, second] = [{ model: "first" }, { model: "second" }];
    const { ask } = serve(say("one").fails(httpError(404)));
    ask("a", { body: first });
    expect(ask("a", { body: second })).toBe("one");
    const final = serve(say("one").fails(httpError(404).final()), say("two"));
    final.ask("a", { body: first });
    expect(final.ask("a", { body: second })).toBe("two");
  });
});

test("a retry by its own word whose words changed takes nothing that its conversation does not call for", () => {
  const called = reply(uses("label", {}));
  const { ask } = serve(called, say("two").fails(overloaded()));
  const tools = [{ name: "label" }];
  const use = { type: "tool_use", id: "t", name: "label", input: {} };
  const result = { type: "tool_result", tool_use_id: "t", content: "done" };
  const messages = (content: string) => [
    { role: "user", content },
    { role: "assistant", content: [use] },
    { role: "user", content: [result] },
  ];
  ask("go", { body: { tools } });
  expect(ask("", { body: { messages: messages("go") } })).toBe("two with status");
  expect(ask("something else", { retryCount: 1 })).toContain("No reply is meant");
  expect(ask("", { body: { messages: messages("at 10:01, go") }, retryCount: 1 })).toBe("two");
});

describe("what is said is compared, and not how a wire spells it", () => {
  const failing = say("one").fails(overloaded());
  const asked = [{ role: "user", content: "x" }];

  test("a text is a block of text, whatever it is marked with", () => {
    const { ask, problems } = serve(failing, say("two"));
    ask("x", { body: { system: "Be brief." } });
    const block = { type: "text", text: "x", cache_control: { type: "ephemeral" } };
    const system = [{ type: "text", text: "Be brief." }];
    const body = { system, messages: [{ role: "user", content: [block] }] };
    expect(ask("x", { body })).toBe("one");
    expect(ask("y")).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test.each([
    [
      "openai-chat",
      {
        messages: [{ role: "developer", content: "Be brief." }, ...asked],
      },
    ],
    ["openai-responses", { instructions: "Be brief.", messages: null, input: "x" }],
    ["openai-responses", { instructions: "Be brief.", messages: null, input: asked }],
  ] as const)("another provider may be asked: %s", (wire, body) => {
    const { ask, problems } = serve(failing, say("two"));
    ask("x", { body: { system: "Be brief.", model: "claude-opus-5" } });
    expect(ask("x", { wire, body: { model: "gpt-5", ...body } })).toBe("one");
    expect(ask("y")).toBe("two");
    expect(problems()).toBeEmpty();
  });

  test("also with calls and their results, whose ids are each wire's own", () => {
    const { ask } = serve(failing, say("two"));
    const tool = { name: "label", input: { a: 1, b: 2 } };
    const used = [{ type: "tool_use", id: "toolu_1", ...tool }];
    const result = [{ type: "tool_result", tool_use_id: "toolu_1", content: "done" }];
    const messages = [
      ...asked,
      { role: "assistant", content: used },
      { role: "user", content: result },
    ];
    ask("", { body: { messages } });
    const called = { name: tool.name, arguments: '{"b":2,"a":1}' };
    const spelt = [
      ...asked,
      { role: "assistant", content: null, tool_calls: [{ id: "call_9", function: called }] },
      { role: "tool", tool_call_id: "call_9", content: "done" },
    ];
    expect(ask("", { wire: "openai-chat", body: { messages: spelt } })).toBe("one");
  });
});

describe("a request that meets nothing else", () => {
  test("is the retry that a reply is owed, where what it says last is the same", () => {
    const { ask, problems } = serve(say("one").fails(overloaded()));
    ask("x", { body: { system: "It is 10:00." } });
    expect(ask("x", { body: { system: "It is 10:01." } })).toBe("one");
    expect(problems()).toBeEmpty();
  });

  test("is none where it says something else, or offers other tools, and the report names what differs", () => {
    const { ask, problems } = serve(say("one").fails(overloaded()));
    ask("x", { body: { system: "It is 10:00." } });
    expect(ask("y")).toEndWith(
      "No other reply is left. reply 1 is owed a retry (#1: 529), and this is none: what it says last is different.",
    );
    const titles = { system: "Write a title.", tools: [{ name: "title" }] };
    expect(ask("x", { body: titles })).toContain("its system prompt is different");
    expect(problems().at(-1)).toContain(
      "no retry came (#2 is none: what it says last is different). Where the client",
    );
  });

  test("is none of another group's", () => {
    const { ask } = serve(say("one").when("red").fails(overloaded()));
    ask("x", { body: { system: "red" } });
    expect(ask("x", { body: { system: "blue" } })).toContain("No reply is meant");
  });
});
