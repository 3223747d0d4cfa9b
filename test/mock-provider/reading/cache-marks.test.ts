import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { checkMarks } from "../../../src/mock-provider/reading/cache-marks.ts";

const kept = { cache_control: { type: "ephemeral" } };
const text = (words: string, marks: object = {}) => ({ type: "text", text: words, ...marks });

function complaints(...contents: readonly (readonly object[])[]): string {
  const said: string[] = [];
  const body = { messages: contents.map((content) => ({ role: "user", content })) };
  checkMarks(body as unknown as JsonObject, (what) => void said.push(what));
  return said.join("\n");
}

const notice = "[Turns 1 to 3 of this conversation: dropped to make room. What was changed stays.]";

test("the newest words are marked", () => {
  const files = [text("The ticket.", kept)];
  expect(complaints(files, [text("Hm.")], [text("Go on.", kept)])).toBe("");
  expect(complaints(files, [text("Hm.", kept)], [text("Go on.")])).toContain("newest words");
  const thought = { type: "thinking", thinking: "" };
  expect(complaints(files, [text("Go on.", kept), thought])).toBe("");
});

test("a line that changes is not", () => {
  const last = [text("Go on.", kept)];
  expect(complaints([text("The ticket.", kept), text(notice)], last)).toBe("");
  expect(complaints([text("The ticket."), text(notice, kept)], last)).toContain(
    "a line that changes",
  );
});

test("a server that takes no marks gets none", () => {
  expect(complaints([text("The ticket.")], [text("Go on.")])).toBe("");
});
