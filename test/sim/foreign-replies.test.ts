import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../../src/core/json.ts";
import type { MockRequest } from "../../src/mock-provider/reply-source.ts";
import { call } from "../../src/sim/dsl/call.ts";
import { cut, maxTokens, overloaded, rateLimited } from "../../src/sim/dsl/fault.ts";
import { tier1, tier2 } from "../../src/sim/dsl/model.ts";
import { says } from "../../src/sim/dsl/part.ts";
import { reply, type ReplyChain } from "../../src/sim/dsl/reply.ts";
import { foreignReplies } from "../../src/sim/foreign-replies.ts";
import type { Fault, ModelScript } from "../../src/sim/scenario.ts";

const say = (text: string): ReplyChain => reply(says(text));

/** A client that asks, and may let go or be cut off; it is told what it gets, or why nothing. */
function clientOf(models: readonly ModelScript[], faults: readonly Fault[] = []) {
  const unmatched: string[] = [];
  const replies = foreignReplies({ models, faults }, (message) => unmatched.push(message));
  let calls = 0;
  return {
    unmatched,
    ask(
      content: string,
      more: { retryCount?: number; body?: JsonObject; fate?: "ended" | "aborted" } = {},
    ) {
      calls += 1;
      const { retryCount = 0, body = {}, fate = "ended" } = more;
      const request: MockRequest = {
        wire: "anthropic",
        address: null,
        path: "/v1/messages",
        body: { messages: [{ role: "user", content }], ...body },
        retryCount,
      };
      const about = { call: calls, address: null };
      const { wire, path, body: whole } = request;
      replies.observe({ ...about, type: "request", wire, path, body: whole, retryCount });
      const next = replies.next(request);
      if (next.type === "none") return next.message;
      if (fate === "aborted") replies.observe({ ...about, type: "aborted" });
      else replies.observe({ ...about, type: "ended", fault: next.fault });
      const [part] = next.reply.parts;
      const said = part?.type === "text" ? part.text : "";
      return next.fault === null ? said : `${said} with ${next.fault.type}`;
    },
  };
}

describe("by order", () => {
  test("replies come as they are listed, script after script", () => {
    const { ask } = clientOf([tier1(say("one"), say("two")), tier2("t", say("three"))]);
    expect([ask("a"), ask("b"), ask("c")]).toEqual(["one", "two", "three"]);
  });

  test("the same words twice are two requests, where the first was answered", () => {
    const { ask } = clientOf([tier1(say("one"), say("two"))]);
    expect([ask("hi"), ask("hi")]).toEqual(["one", "two"]);
  });

  test("what comes after the last reply is told so, with its own end", () => {
    const { ask, unmatched } = clientOf([tier1(say("one"))]);
    ask("a");
    expect(ask("and more")).toBe(
      'No reply is meant for this request (anthropic, ends with "and more"). All replies of the scenario are used up: 1.',
    );
    expect(unmatched).toHaveLength(1);
  });
});

describe("a retry is another try at the same reply", () => {
  const models = [tier1(say("one"), say("two"))];
  const faults = [rateLimited().on(call.tier1()), overloaded().on(call.tier1({ try: 2 }))];

  test("by the client's word", () => {
    const { ask } = clientOf(models, faults);
    expect(ask("a")).toBe("one with status");
    expect(ask("a", { retryCount: 1 })).toBe("one with status");
    expect(ask("a", { retryCount: 2 })).toBe("one");
    expect(ask("b")).toBe("two");
  });

  test("by its body after a failure", () => {
    const { ask } = clientOf(models, [cut({ afterEvents: 2 }).on(call.tier1())]);
    expect([ask("a"), ask("a"), ask("a")]).toEqual(["one with cut", "one", "two"]);
  });

  test("by its body after it let go", () => {
    const { ask } = clientOf(models);
    expect([ask("a", { fate: "aborted" }), ask("a"), ask("b")]).toEqual(["one", "one", "two"]);
  });

  test("by its word, though its body changed a little", () => {
    const { ask } = clientOf(models, [overloaded().on(call.tier1())]);
    ask("a", { body: { metadata: { at: 1 } } });
    expect(ask("a", { body: { metadata: { at: 2 } }, retryCount: 1 })).toBe("one");
  });

  test("but a reply that was broken by the model itself was a reply", () => {
    const { ask } = clientOf(models, [maxTokens().on(call.tier1())]);
    expect([ask("a"), ask("a")]).toEqual(["one with max-tokens", "two"]);
  });

  test("whose first try never came is the first", () => {
    expect(clientOf(models).ask("a", { retryCount: 1 })).toBe("one");
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
    const { ask } = clientOf(models);
    expect(ask("start")).toBe("main one");
    expect(ask("Sum it up")).toBe("summary one");
    expect(ask("Write a title")).toBe("title");
    expect(ask("go on")).toBe("main two");
    expect(ask("please\nSum it up")).toBe("summary two");
  });

  test("the words may stand in the system prompt or in a tool's result", () => {
    expect(clientOf(models).ask("x", { body: { system: "Write a title" } })).toBe("title");
    const messages = [
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "a", content: "Write a title" }],
      },
    ];
    expect(clientOf(models).ask("x", { body: { messages } })).toBe("title");
  });

  test("what names and marks parts is not read", () => {
    expect(clientOf([tier1(say("one"), say("two").when("user"))]).ask("x")).toBe("one");
  });

  test("a predicate sees the body", () => {
    const isBig = (body: JsonObject) => body["max_tokens"] === 9;
    const { ask } = clientOf([tier1(say("big").when(isBig))]);
    expect(ask("a")).toContain("Near: tier1 reply 1, for a request that isBig accepts.");
    expect(ask("b", { body: { max_tokens: 9 } })).toBe("big");
  });

  test("two different ones that fit are told, and neither is met", () => {
    const { ask, unmatched } = clientOf([tier1(say("a").when("red"), say("b").when("blue"))]);
    expect(ask("red and blue")).toBe(
      'No reply is meant for this request (anthropic, ends with "red and blue"). More than one reply is meant for it: tier1 reply 1, for a request that contains "red"; tier1 reply 2, for a request that contains "blue".',
    );
    expect(unmatched).toHaveLength(1);
    expect(ask("red")).toBe("a");
  });

  test("equal ones are met in the order listed", () => {
    const { ask } = clientOf([tier1(say("a").when("red"), say("b").when("red"))]);
    expect([ask("red 1"), ask("red 2")]).toEqual(["a", "b"]);
  });

  test("once used up, it takes nothing from the others", () => {
    const { ask } = clientOf([tier1(say("main"), say("title").when("title"))]);
    ask("title");
    expect(ask("title again")).toContain(
      'All replies for it are used up: 1 for a request that contains "title".',
    );
    expect(ask("go")).toBe("main");
  });
});
