import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import { call } from "../../src/sim/dsl/call.ts";
import { cut, maxTokens, overloaded, rateLimited } from "../../src/sim/dsl/fault.ts";
import { tier1, tier2 } from "../../src/sim/dsl/model.ts";
import { says } from "../../src/sim/dsl/part.ts";
import { reply, type ReplyChain } from "../../src/sim/dsl/reply.ts";
import { clientOf } from "./foreign-client.ts";

const say = (text: string): ReplyChain => reply(says(text));

test("a request for what was delivered whole is told as such, since its client took it for a broken one", () => {
  const { ask, problems } = clientOf({ models: [tier1(say("one"), say("two").when("other"))] });
  expect(ask("first")).toBe("one");
  ask("first");
  expect(problems()[0]).toContain("It asks again for what #1 got whole: ");
});

describe("by order", () => {
  test("replies come as they are listed, script after script", () => {
    const { ask } = clientOf({ models: [tier1(say("one"), say("two")), tier2("t", say("three"))] });
    expect([ask("a"), ask("b"), ask("c")]).toEqual(["one", "two", "three"]);
  });

  test("the same words twice are two requests, where the first was answered", () => {
    const { ask } = clientOf({ models: [tier1(say("one"), say("two"))] });
    expect([ask("hi"), ask("hi")]).toEqual(["one", "two"]);
  });

  test("what comes after the last reply is told so, with its own end", () => {
    const { ask, problems } = clientOf({ models: [tier1(say("one"))] });
    ask("a");
    expect(ask("and more")).toBe(
      'No reply is meant for this request (anthropic, ends with "and more"). All replies of the scenario are used up: 1.',
    );
    expect(problems()[0]).toStartWith("No reply is meant for this request");
  });
});

describe("a retry is another try at the same reply", () => {
  const models = [tier1(say("one"), say("two"))];
  const faults = [rateLimited().on(call.tier1()), overloaded().on(call.tier1({ try: 2 }))];

  test("by the client's word", () => {
    const { ask } = clientOf({ models, faults });
    expect(ask("a")).toBe("one with status");
    expect(ask("a", { retryCount: 1 })).toBe("one with status");
    expect(ask("a", { retryCount: 2 })).toBe("one");
    expect(ask("b")).toBe("two");
  });

  test("by its body after a failure", () => {
    const { ask } = clientOf({ models, faults: [cut({ afterEvents: 2 }).on(call.tier1())] });
    expect([ask("a"), ask("a"), ask("a")]).toEqual(["one with cut", "one", "two"]);
  });

  test("by its body after it let go", () => {
    const { ask } = clientOf({ models });
    expect([ask("a", { fate: "aborted" }), ask("a"), ask("b")]).toEqual(["one", "one", "two"]);
  });

  test("by its body after the mock failed to answer", () => {
    const { ask, problems } = clientOf({ models });
    expect([ask("a", { fate: "refused" }), ask("a"), ask("b")]).toEqual(["one", "one", "two"]);
    expect(problems()).toBeEmpty();
  });

  test("by its word, though its body changed a little", () => {
    const { ask } = clientOf({ models, faults: [overloaded().on(call.tier1())] });
    ask("a", { body: { metadata: { at: 1 } } });
    expect(ask("a", { body: { metadata: { at: 2 } }, retryCount: 1 })).toBe("one");
  });

  test("but a reply that was broken by the model itself was a reply", () => {
    const { ask } = clientOf({ models, faults: [maxTokens().on(call.tier1())] });
    expect([ask("a"), ask("a")]).toEqual(["one with max-tokens", "two"]);
  });

  test("whose first try never came is the first", () => {
    expect(clientOf({ models }).ask("a", { retryCount: 1 })).toBe("one");
  });
});

describe("by content", () => {
  const models = [
    tier1(
      say("main one"),
      say("main two"),
      say("title").when("Write a title"),
      say("summary one").when(/^Sum it up/m),
      say("summary two"),
    ),
  ];

  test("a reply with `when` waits for its words, and those after it too, while others go on", () => {
    const { ask } = clientOf({ models });
    expect(ask("start")).toBe("main one");
    expect(ask("Sum it up")).toBe("summary one");
    expect(ask("Write a title")).toBe("title");
    expect(ask("go on")).toBe("main two");
    expect(ask("please\nSum it up")).toBe("summary two");
  });

  test("the words may stand in the system prompt or in a tool's result", () => {
    expect(clientOf({ models }).ask("x", { body: { system: "Write a title" } })).toBe("title");
    const messages = [
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "a", content: "Write a title" }],
      },
    ];
    expect(clientOf({ models }).ask("x", { body: { messages } })).toBe("title");
  });

  test("what names and marks parts is not read", () => {
    expect(clientOf({ models: [tier1(say("one"), say("two").when("user"))] }).ask("x")).toBe("one");
  });

  test("a predicate sees the body", () => {
    const isBig = (body: JsonObject) => body["max_tokens"] === 9;
    const { ask } = clientOf({ models: [tier1(say("big").when(isBig))] });
    expect(ask("a")).toContain("Near: tier1 reply 1, for a request that isBig accepts.");
    expect(ask("b", { body: { max_tokens: 9 } })).toBe("big");
  });

  test("two different ones that fit are told, and neither is met", () => {
    const { ask, problems } = clientOf({
      models: [tier1(say("a").when("red"), say("b").when("blue"))],
    });
    expect(ask("red and blue")).toBe(
      'Two replies fit this request (anthropic, ends with "red and blue"): tier1 reply 1, for a request that contains "red"; tier1 reply 2, for a request that contains "blue". Narrow a `when`, so that one of them is left.',
    );
    expect(problems()[0]).toStartWith("Two replies fit this request");
    expect(ask("red")).toBe("a");
  });

  test("equal ones are met in the order listed", () => {
    const { ask } = clientOf({ models: [tier1(say("a").when("red"), say("b").when("red"))] });
    expect([ask("red 1"), ask("red 2")]).toEqual(["a", "b"]);
  });

  test("once used up, it takes nothing from the others", () => {
    const { ask } = clientOf({ models: [tier1(say("main"), say("title").when("title"))] });
    ask("title");
    expect(ask("title again")).toContain(
      'All replies for it are used up: 1 for a request that contains "title".',
    );
    expect(ask("go")).toBe("main");
  });
});
