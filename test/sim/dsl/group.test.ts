import { describe, expect, test } from "bun:test";
import { overloaded } from "../../../src/sim/dsl/fault.ts";
import { type ConversationReplies, group } from "../../../src/sim/dsl/group.ts";
import { tier1 } from "../../../src/sim/dsl/model.ts";
import { says, uses } from "../../../src/sim/dsl/part.ts";
import { reply } from "../../../src/sim/dsl/reply.ts";
import { served } from "../../../src/sim/dsl/served.ts";
import { clientOf } from "../../replies/foreign-client.ts";

const say = (text: string) => reply(says(text));
const serve = (...replies: ConversationReplies) => clientOf(served({ name: "s", replies }));

const conversation = (first: string, ...later: readonly string[]) => ({
  body: {
    messages: [first, ...later].map((content, at) => ({
      role: at % 2 === 0 ? "user" : "assistant",
      content,
    })),
  },
});

describe("the replies of a group", () => {
  test("are met by the conversation that begins with its words, around what its subagents meet", () => {
    const { ask, problems, left } = serve(
      group(
        "Mend it",
        say("parent 1").fails(overloaded()),
        group("HELPER: count", say("helper 1"), group(/^DEEP/, say("deep")), say("helper 2")),
        say("parent 2"),
      ),
      group({ system: "title" }, say("a title").always()),
      say("for anybody"),
    );
    const parent = conversation("Mend it", "HELPER: count and DEEP are words of mine, too");
    const helper = conversation("HELPER: count the lines", "DEEP thoughts");
    const titled = { body: { ...conversation("Hello").body, system: "Write a title" } };
    const asked = [parent, parent, helper, conversation("DEEP"), parent, helper, titled];
    expect(asked.map((one) => ask("", one))).toEqual([
      "parent 1 with status",
      "parent 1",
      "helper 1",
      "deep",
      "parent 2",
      "helper 2",
      "a title",
    ]);
    expect(ask("", conversation("What else?"))).toBe("for anybody");
    expect([...problems(), ...left()]).toBeEmpty();
  });

  test("are numbered as they are written, and what is before a group goes on behind it", () => {
    const { ask, problems } = serve(say("one"), group("X", say("two")), say("three"), say("four"));
    expect([ask("a"), ask("b")]).toEqual(["one", "three"]);
    expect(ask("X")).toBe("two");
    expect(problems()).toEqual([`No request met reply 4 (says "four").`]);
  });

  test("that begin alike are told apart by their tools, or met one after the other", () => {
    const both = serve(group("X", say("one")), group("X", say("two")));
    expect([both.ask("X"), both.ask("X")]).toEqual(["one", "two"]);
  });
});

test.each([
  [
    "a group without a reply of its own",
    () => group("X", group("Y", say("y"))),
    /no reply of its own/,
  ],
  ["a reply in it with a when", () => group("X", say("x").when("y")), /into a group of its own/],
  ["words that are empty", () => group("", say("x")), /group: every request holds an empty text/],
  ["a text in place of a reply", () => group("X", "x" as never), /wrap it in reply/],
  [
    "a group among a tier's replies",
    () => tier1(group("X", say("x")) as never),
    /group\(…\) is for served/,
  ],
  ["a group in a reply", () => reply(group("X", say("x")) as never), /is no part of one/],
  [
    "a misspelt member",
    () => group({ frist: "x" } as never, reply(uses("a", {}))),
    /Did you mean .?first/,
  ],
] as const)("%s is refused, and what to write is said", (_, make, message) => {
  expect(make).toThrow(message);
});
