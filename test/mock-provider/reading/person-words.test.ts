import { expect, test } from "bun:test";
import { personWords } from "../../../src/mock-provider/reading/person-words.ts";

test.each([
  ["Mend it.", "Mend it."],
  ["Name <b>three</b> fish.", "Name <b>three</b> fish."],
  ["<b>three</b>", "<b>three</b>"],
  ["Is 1 < 2 and a <br> b?", "Is 1 < 2 and a <br> b?"],
  ["<system-reminder>\nMind the rules.\n</system-reminder>", ""],
  [
    "<system-reminder>a</system-reminder>\nMend it.\n<system-reminder>b</system-reminder>",
    "Mend it.",
  ],
  ["<environment_context>\n<cwd>/a</cwd>\n</environment_context>", ""],
  ["# AGENTS.md instructions for /a\n\n<INSTRUCTIONS>\nBe brief.\n</INSTRUCTIONS>", ""],
  ["<task>\nMend it.\n</task>", "Mend it."],
  ["<user_query>\nMend it.\n</user_query>", "Mend it."],
  ["Message Type: NEW_TASK\nTask name: /root/a\nSender: /root\nPayload:\nMend it.", "Mend it."],
  ["Explain the <my-element>x</my-element> here", "Explain the <my-element>x</my-element> here"],
])("of %p the person said %p", (text, words) => {
  expect(personWords(text)).toBe(words);
});
