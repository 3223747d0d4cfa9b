import { describe, expect, test } from "bun:test";
import { popupId } from "../../../src/core/ids.ts";
import type { Answer, Popup } from "../../../src/core/gates/popup.ts";
import { terminalApprover } from "../../../src/terminal/popups/terminal-approver.ts";
import { plainInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { screenOn } from "../../../src/terminal/screen.ts";
import { popup } from "../sample-run.ts";
import { scriptedPrompts } from "../scripted-prompts.ts";

const command = (id: string, text: string) =>
  popup({ kind: "tool", payload: { tool: "bash", input: { command: text } } }, { id: popupId(id) });

const settle = () => Bun.sleep(0);

function setUp() {
  const prompts = scriptedPrompts();
  const answers: Answer[] = [];
  const shown: string[] = [];
  let written = "";
  let interrupts = 0;
  const screen = screenOn({ write: (text) => (written += text) });
  const approver = terminalApprover({
    prompts,
    screen,
    paper: paperFor({ ink: plainInk, columns: () => 80 }),
    rows: () => 40,
    interrupt: () => interrupts++,
    beside: () => "",
    details: async ({ kind }) => (kind === "merge" ? ["+ the diff"] : []),
    resumeHint: () => "rehearsal resume r-1",
  });
  return {
    prompts,
    answers,
    shown,
    screen,
    approver,
    text: () => written,
    interrupts: () => interrupts,
    async show(asked: Popup) {
      void approver
        .show(asked, (answer) => answers.push(answer))
        .then((isShown) => shown.push(`${asked.id}: ${isShown}`));
      await settle();
    },
  };
}

describe("the approver at a terminal", () => {
  test("shows what else there is to see, below what the popup says itself", async () => {
    const { show, text } = setUp();
    const failedCheck = { command: "make test", output: "1 failed\n" };
    const payload = { commit: "0123456789abcdef", conflicts: [], failedCheck };
    await show(popup({ kind: "merge", payload }, { id: popupId("m") }));
    expect(text().replaceAll("│  ", "")).toContain(
      "commit 0123456789ab\n✗ make test\n1 failed\n│\n+ the diff\n",
    );
  });

  test("asks one popup at a time, in the order in which they came", async () => {
    const { prompts, answers, shown, show, text } = setUp();
    await show(command("p1", "one"));
    await show(command("p2", "two"));
    await show(command("p3", "three"));
    expect(prompts.asked).toHaveLength(1);
    expect(shown).toEqual(["p1: true"]);
    expect(text()).toContain("$ one");
    expect(text()).not.toContain("$ two");
    await prompts.answer("approve");
    expect(text()).not.toContain("$ three");
    expect(answers).toEqual([
      { popupId: popupId("p1"), payloadHash: "hash", decision: { type: "approve" } },
    ]);
    expect(shown).toEqual(["p1: true", "p2: true"]);
    expect(text()).toContain("$ two");
  });

  test("lets no streamed output in while a prompt stands, and writes it after", async () => {
    const { prompts, screen, show, text } = setUp();
    await show(command("p1", "one"));
    screen.write("a worker says this\n");
    expect(text()).not.toContain("a worker says this");
    await prompts.answer("approve");
    expect(text()).toEndWith("a worker says this\n");
  });

  test("takes a popup that was closed elsewhere off the screen", async () => {
    const { prompts, answers, approver, show, text } = setUp();
    await show(command("p1", "one"));
    await show(command("p2", "two"));
    approver.close(popupId("p1"));
    await settle();
    expect(text()).toContain("no longer asked");
    expect(answers).toEqual([]);
    expect(prompts.asked).toHaveLength(2);
    expect(text()).toContain("$ two");
  });

  test("forgets a popup that was closed before its turn", async () => {
    const { prompts, approver, show, text } = setUp();
    await show(command("p1", "one"));
    await show(command("p2", "two"));
    approver.close(popupId("p2"));
    await prompts.answer("approve");
    expect(prompts.asked).toHaveLength(1);
    expect(text()).not.toContain("$ two");
  });

  test("interrupts the run on Ctrl-C, and asks nothing more", async () => {
    const { prompts, answers, shown, show, interrupts } = setUp();
    await show(command("p1", "one"));
    await show(command("p2", "two"));
    await prompts.answer({ type: "interrupted" });
    await show(command("p3", "three"));
    expect(interrupts()).toBe(1);
    expect(answers).toEqual([]);
    expect(prompts.asked).toHaveLength(1);
    expect(shown.toSorted()).toEqual(["p1: true", "p2: true", "p3: true"]);
  });

  test("asks for the reason of a rejection", async () => {
    const { prompts, answers, show } = setUp();
    await show(command("p1", "one"));
    await prompts.answer("reject");
    expect(prompts.asked.at(-1)).toBe("line: Why not? []");
    await prompts.answer("too risky");
    expect(answers[0]?.decision).toEqual({ type: "reject", reason: "too risky" });
  });

  test("goes one step back on Escape", async () => {
    const { prompts, answers, show } = setUp();
    await show(command("p1", "one"));
    await prompts.answer("reject");
    await prompts.answer({ type: "back" });
    expect(prompts.asked.at(-1)).toStartWith("select:");
    await prompts.answer({ type: "back" });
    await prompts.answer("approve");
    expect(answers[0]?.decision).toEqual({ type: "approve" });
  });

  test("lets a command be changed, starting from what it is", async () => {
    const { prompts, answers, show } = setUp();
    await show(command("p1", "one"));
    await prompts.answer("edit");
    expect(prompts.asked.at(-1)).toBe("draft: one");
    await prompts.answer("one --dry-run");
    expect(answers[0]?.decision).toEqual({
      type: "edit",
      payload: { tool: "bash", input: { command: "one --dry-run" } },
    });
  });

  test("says what is wrong with an edit, and goes on with it; Escape leads back", async () => {
    const { prompts, answers, show, text } = setUp();
    await show(popup({ kind: "tool", payload: { tool: "write", input: { file_path: "a" } } }));
    await prompts.answer("edit");
    await prompts.answer('{ "file_path": "b" ');
    expect(text()).toContain("this is not JSON");
    expect(answers).toEqual([]);
    // Back at the choice: an editor that writes nonsense is not opened again and again by itself.
    expect(prompts.asked.at(-1)).toBe("select: Allow this?");
    await prompts.answer("edit");
    expect(prompts.asked.at(-1)).toBe('draft: { "file_path": "b" ');
    await prompts.answer({ type: "back" });
    expect(prompts.asked.at(-1)).toStartWith("select:");
    await prompts.answer("edit");
    expect(prompts.asked.at(-1)).toBe('draft: { "file_path": "b" ');
    await prompts.answer('{ "file_path": "b" }');
    expect(answers[0]?.decision).toMatchObject({ payload: { input: { file_path: "b" } } });
  });

  test("goes on with an edit that the core refused", async () => {
    const { prompts, answers, approver, show } = setUp();
    await show(command("p1", "one"));
    await prompts.answer("edit");
    await prompts.answer("two");
    const refused = { type: "answer.refused", why: "invalid-edit", message: "no" } as const;
    await approver.receive([{ seq: 1, atMs: 0, answer: answers[0]!, ...refused }]);
    await settle();
    expect(prompts.asked.at(-1)).toBe("select: Run this command?");
    await prompts.answer("edit");
    expect(prompts.asked.at(-1)).toBe("draft: two");
  });

  test("shows a long payload in full on demand", async () => {
    const { prompts, show, text } = setUp();
    const prompt = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    await show(popup({ kind: "spawn", payload: { prompt, files: [] } }));
    expect(text()).not.toContain("line 39");
    await prompts.answer("show-all");
    expect(text()).toContain("line 39");
    expect(prompts.asked).toHaveLength(2);
  });

  test("asks for both limits when the budget is raised", async () => {
    const { prompts, answers, show, text } = setUp();
    const payload = { limitTokens: 10, limitUsd: 2, usedTokens: 9, usedUsd: 1, nextTokens: 5 };
    await show(popup({ kind: "budget", payload }, { decisions: ["raise", "stop"] }));
    await prompts.answer("raise");
    expect(prompts.asked.at(-1)).toEndWith("[10]");
    await prompts.answer("100");
    expect(prompts.asked.at(-1)).toEndWith("[2]");
    await prompts.answer({ type: "back" });
    expect(prompts.asked.at(-1)).toEndWith("[100]");
    await prompts.answer("1000");
    await prompts.answer("much");
    expect(text()).toContain("US dollars: type a number above zero");
    // What was written is not lost with the mistake in it.
    await prompts.answer("raise");
    expect(prompts.asked.at(-1)).toEndWith("[1000]");
    await prompts.answer("1000");
    expect(prompts.asked.at(-1)).toEndWith("[much]");
    await prompts.answer("");
    expect(answers[0]?.decision).toEqual({ type: "raise", tokens: 1000, costUsd: null });
  });

  test("asks whose side a merge takes", async () => {
    const { prompts, answers, show } = setUp();
    const asked = popup(
      { kind: "merge", payload: { commit: "abc", conflicts: ["a.ts"] } },
      { decisions: ["take", "retry", "abort"] },
    );
    await show(asked);
    expect(prompts.options()).toEqual(["take", "retry", "abort"]);
    await prompts.answer("take");
    expect(prompts.options()).toEqual(["ticket", "branch"]);
    await prompts.answer("branch");
    expect(answers[0]?.decision).toEqual({ type: "take", side: "branch" });
  });

  test("asks a worker's question for text", async () => {
    const { prompts, answers, show, text } = setUp();
    const asked = popup(
      { kind: "question", payload: { question: "Which port?" } },
      { decisions: ["answer", "abort"] },
    );
    await show(asked);
    expect(text()).toContain("Which port?");
    await prompts.answer("answer");
    await prompts.answer("8080");
    expect(answers[0]?.decision).toEqual({ type: "answer", text: "8080" });
  });

  test("asks again, and says why, where the core refused the answer", async () => {
    const { prompts, answers, approver, show, text } = setUp();
    await show(command("p1", "one"));
    await prompts.answer("approve");
    const refused = {
      seq: 1,
      atMs: 0,
      type: "answer.refused",
      answer: answers[0]!,
      why: "invalid-edit",
      message: "it does not fit",
    } as const;
    await approver.receive([refused]);
    await settle();
    expect(text()).toContain("it does not fit");
    await prompts.answer("approve");
    expect(answers).toHaveLength(2);
    await approver.receive([{ ...refused, why: "already-decided" }]);
    await settle();
    expect(prompts.asked).toHaveLength(2);
  });

  test("interrupts the run where the terminal fails, and says how to go on", async () => {
    const { prompts, show, text, interrupts } = setUp();
    prompts.select = () => Promise.reject(new Error("input is closed"));
    await show(command("p1", "one"));
    expect(text()).toContain("The terminal could not ask: input is closed.");
    expect(text()).toMatch(/rehearsal\s+│?\s*resume r-1/);
    expect(interrupts()).toBe(1);
  });
});
