import { describe, expect, test } from "bun:test";
import type { Popup } from "../../../src/core/gates/popup.ts";
import {
  answerFrom,
  type Choice,
  draftOf,
} from "../../../src/terminal/popups/answer-from-choice.ts";
import { popup, ticket } from "../sample-run.ts";

const bash = popup({ kind: "tool", payload: { tool: "bash", input: { command: "ls" } } });
const write = popup({
  kind: "tool",
  payload: { tool: "write", input: { file_path: "a.ts", content: "x" } },
});
const tickets = popup({
  kind: "tickets",
  payload: { tickets: [ticket("T-1", "One"), ticket("T-2", "Two", "T-1")] },
});
const budget = popup({
  kind: "budget",
  payload: { limitTokens: 10, limitUsd: null, usedTokens: 9, usedUsd: null, nextTokens: 5 },
});

const decision = (asked: Popup, choice: Choice) => {
  const answered = answerFrom(asked, choice);
  return answered.ok ? answered.answer.decision : answered.problem;
};
const edit = (asked: Popup, text: string) => decision(asked, { type: "edit", text });

describe("an answer", () => {
  test("names the popup and the payload that was shown", () => {
    expect(answerFrom(bash, { type: "approve" })).toEqual({
      ok: true,
      answer: { popupId: bash.id, payloadHash: "hash", decision: { type: "approve" } },
    });
  });

  test("takes a decision that needs no reading as it is", () => {
    expect(decision(bash, { type: "reject", reason: "no" })).toEqual({
      type: "reject",
      reason: "no",
    });
  });

  test("changes a shell command as plain text, without an editor's last newline", () => {
    expect(draftOf(bash)).toEqual({ text: "ls", extension: "sh" });
    expect(edit(bash, "ls -l\n")).toEqual({
      type: "edit",
      payload: { tool: "bash", input: { command: "ls -l" } },
    });
    expect(edit(bash, " \n")).toBe("the command is empty: reject the call instead");
  });

  test("changes another tool's input as JSON, and never the tool", () => {
    expect(JSON.parse(draftOf(write).text)).toEqual({ file_path: "a.ts", content: "x" });
    expect(edit(write, '{"file_path":"b.ts","content":"y"}')).toEqual({
      type: "edit",
      payload: { tool: "write", input: { file_path: "b.ts", content: "y" } },
    });
    expect(edit(write, "[1]")).toBe("the input must be a JSON object: { … }");
    expect(edit(write, "{")).toStartWith("this is not JSON:");
  });

  test("changes a worker's prompt and keeps its files", () => {
    const spawn = popup({ kind: "spawn", payload: { prompt: "old", files: ["a.ts"] } });
    expect(draftOf(spawn).text).toBe("old");
    expect(edit(spawn, "new")).toEqual({
      type: "edit",
      payload: { prompt: "new", files: ["a.ts"] },
    });
    expect(edit(spawn, "")).toBe("the prompt is empty: a worker needs one");
  });

  test("takes a draft of tickets back that was changed, and none that was left as it is", () => {
    const { text } = draftOf(tickets);
    expect(text).not.toContain("trackId");
    const changed = text.replace('"title": "', '"title": "Not ');
    expect(edit(tickets, changed)).toEqual({
      type: "edit",
      payload: { tickets: JSON.parse(changed) },
    });
    expect(edit(tickets, `${text}\n`)).toMatch(/nothing was changed/);
  });

  test("names a cycle before anything is sent", () => {
    const [one, two] = JSON.parse(draftOf(tickets).text);
    const cyclic = JSON.stringify([{ ...one, dependsOn: ["T-2"] }, two]);
    expect(edit(tickets, cyclic)).toMatch(/cycle/);
  });

  test("reads a raised budget; nothing lifts a limit", () => {
    expect(decision(budget, { type: "raise", tokens: "20,000", costUsd: "$1.5" })).toEqual({
      type: "raise",
      tokens: 20_000,
      costUsd: 1.5,
    });
    expect(decision(budget, { type: "raise", tokens: "none", costUsd: " " })).toEqual({
      type: "raise",
      tokens: null,
      costUsd: null,
    });
  });

  test.each(["many", "-1", "0", "1.5"])("refuses %p as tokens", (tokens) => {
    expect(decision(budget, { type: "raise", tokens, costUsd: "" })).toMatch(/whole number/);
  });

  test.each(["free", "-1", "0"])("refuses %p as dollars", (costUsd) => {
    expect(decision(budget, { type: "raise", tokens: "", costUsd })).toMatch(/US dollars/);
  });
});
