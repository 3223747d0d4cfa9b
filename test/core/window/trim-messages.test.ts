import { describe, expect, test } from "bun:test";
import type { Block, Message } from "../../../src/core/message.ts";
import { userText } from "../../../src/core/message.ts";
import { measure } from "../../../src/core/window/context-tokens.ts";
import { noDrops, noticeTokens, trimMessages } from "../../../src/core/window/trim-messages.ts";

const call = (turn: number): Message => ({
  role: "assistant",
  content: [
    { type: "text", text: `I look ${turn}` },
    { type: "tool-use", callId: `c${turn}`, tool: "read", input: { file_path: "a.ts" } },
  ],
});
const result = (turn: number, text = "output ".repeat(200)): Message => ({
  role: "user",
  content: [{ type: "tool-result", callId: `c${turn}`, text, isError: false }],
});
const messages = [
  userText("the ticket"),
  ...[1, 2, 3, 4].flatMap((turn) => [call(turn), result(turn, turn === 2 ? "ok" : undefined)]),
];

const lastText = (message: Message | undefined): string => {
  const block: Block | undefined = message?.content.at(-1);
  return block !== undefined && "text" in block ? block.text : "";
};

describe("a trimmed conversation", () => {
  test("is the whole one as long as nothing is dropped", () => {
    expect(trimMessages(messages, noDrops)).toEqual(messages);
  });

  test("says in place of tool output how much was dropped; short output stays", () => {
    const trimmed = trimMessages(messages, { resultsThrough: 3, turnsThrough: 0 });
    expect(trimmed).toHaveLength(messages.length);
    expect(lastText(trimmed[2])).toBe(
      "[1,400 characters of output were dropped to make room. Call the tool again where you need them.]",
    );
    expect(lastText(trimmed[4])).toBe("ok");
    expect(lastText(trimmed[8])).toBe(lastText(messages[8]));
  });

  test("lacks whole turns, and says so behind the ticket, whose beginning stays the same prefix", () => {
    const trimmed = trimMessages(messages, { resultsThrough: 2, turnsThrough: 2 });
    expect(trimmed.map(({ role }) => role).join(" ")).toBe("user assistant user assistant user");
    expect(trimmed[0]!.content[0]).toEqual({ type: "text", text: "the ticket" });
    expect(lastText(trimmed[0])).toContain("Turns 1 to 2");
    expect(trimmed.slice(1)).toEqual(messages.slice(5));
  });

  test("has a notice that takes no more than is reckoned for it", () => {
    const notice = trimMessages([userText("")], { resultsThrough: 99_999, turnsThrough: 99_999 });
    const empty = measure(userText("")).whole;
    expect(measure(notice[0]!).whole - empty).toBeLessThanOrEqual(noticeTokens);
  });

  test("is made anew: the log's messages are not changed", () => {
    const before = JSON.stringify(messages);
    trimMessages(messages, { resultsThrough: 4, turnsThrough: 3 });
    expect(JSON.stringify(messages)).toBe(before);
  });
});
