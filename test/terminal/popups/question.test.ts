import { describe, expect, test } from "bun:test";
import { trackId } from "../../../src/core/ids.ts";
import type { Popup } from "../../../src/core/gates/popup.ts";
import { plainInk } from "../../../src/terminal/ink.ts";
import { paperFor } from "../../../src/terminal/paper.ts";
import { questionFor } from "../../../src/terminal/popups/question.ts";
import { popup, ticket } from "../sample-run.ts";

const ask = (asked: Popup, columns = 60) =>
  questionFor(asked, paperFor({ ink: plainInk, columns: () => columns }));
const tool = (input: Record<string, string | number>, name = "bash") =>
  popup({ kind: "tool", payload: { tool: name, input } });

describe("a question", () => {
  test("says whose it is", () => {
    expect(ask(tool({ command: "ls" })).title).toBe(
      "Tool call · ticket T-1 · attempt 1 · track api",
    );
  });

  test("offers exactly what the popup offers, in its order", () => {
    const asked = { ...tool({ command: "ls" }), decisions: ["approve", "reject"] as const };
    expect(ask(asked).options.map((option) => option.choice)).toEqual(["approve", "reject"]);
  });

  test("shows a command, with what a terminal would hide", () => {
    expect(ask(tool({ command: "bun test\nrm \x1b[8mx" })).body).toEqual([
      "bash",
      "  $ bun test",
      "    rm \\u{1b}[8mx",
    ]);
  });

  test("shows an edit as a difference", () => {
    const edit = { file_path: "a.ts", old_string: "one\n", new_string: "one\ntwo\n" };
    expect(ask(tool(edit, "edit")).body).toEqual(["edit a.ts", "- one", "+ one", "+ two"]);
  });

  test("shows what a write would write", () => {
    expect(ask(tool({ file_path: "a.ts", content: "x\ny\n" }, "write")).body).toEqual([
      "write a.ts",
      "+ x",
      "+ y",
    ]);
  });

  test("shows what a write over a file changes before all that it writes", () => {
    const write = tool({ file_path: "a.ts", content: "x\ny\n" }, "write");
    const paper = paperFor({ ink: plainInk, columns: () => 60 });
    expect(questionFor(write, paper, ["@@ -1 +1,2 @@", " x", "+y"]).body).toEqual([
      "write a.ts",
      "@@ -1 +1,2 @@",
      " x",
      "+y",
      "",
      "the whole file, as it would be:",
      "+ x",
      "+ y",
    ]);
  });

  test("leaves room on a small screen for whose it is", () => {
    const long = tool({
      command: Array.from({ length: 30 }, (_, row) => `echo ${row}`).join("\n"),
    });
    const paper = paperFor({ ink: plainInk, columns: () => 60 });
    const { body, all, options } = questionFor(long, paper, [], 10);
    expect(body.at(-1)).toBe("… 21 more rows: choose “Show all”");
    expect(body.length).toBe(11);
    expect(all?.length).toBe(31);
    expect(options.at(-1)?.choice).toBe("show-all");
  });

  test("leaves no member of an input out", () => {
    expect(ask(tool({ command: "ls", timeout_ms: 5 })).body).toContain("timeout_ms: 5");
    expect(ask(tool({ command: 7 })).body).toContain("command: 7");
  });

  test("shows the exact rule that always would add", () => {
    const asked = {
      ...tool({ command: "ls" }),
      proposedRule: { action: "allow", kind: "tool", tool: "bash", command: "ls" } as const,
    };
    expect(ask(asked, 120).body.at(-1)).toBe(
      'Always adds the rule { action: "allow", kind: "tool", tool: "bash", command: "ls" }, for later runs too',
    );
    const withoutAlways = { ...asked, decisions: ["approve"] as const };
    expect(ask(withoutAlways, 100).body.join("\n")).not.toContain("rule");
  });

  test("shortens a long prompt and offers all of it", () => {
    const prompt = Array.from({ length: 30 }, (_, line) => `line ${line}`).join("\n");
    const asked = ask(popup({ kind: "spawn", payload: { prompt, files: ["a.ts"] } }));
    expect(asked.body.at(-1)).toBe("… 18 more rows: choose “Show all”");
    expect(asked.body).not.toContain("line 29");
    expect(asked.all).toContain("line 29");
    expect(asked.options.at(-1)?.choice).toBe("show-all");
  });

  test("shows tickets as a tree, then each in full", () => {
    const tickets = [ticket("T-1", "Token bucket"), ticket("T-2", "Middleware", "T-1")];
    expect(ask(popup({ kind: "tickets", payload: { tickets } })).body).toEqual([
      "└─ T-1  Token bucket",
      "   └─ T-2  Middleware",
      "",
      "T-1  Token bucket",
      "  Do it: Token bucket.",
      "  files: src/server.ts",
      "",
      "T-2  Middleware",
      "  Do it: Middleware.",
      "  files: src/server.ts",
    ]);
  });

  test("shows tracks with their descriptions", () => {
    const tracks = [{ id: trackId("api"), title: "HTTP", description: "All of it." }];
    expect(ask(popup({ kind: "tracks", payload: { tracks } })).body).toEqual([
      "api  HTTP",
      "  All of it.",
    ]);
  });

  test("tells limits, what is used and what comes next", () => {
    const payload = {
      limitTokens: 1000,
      limitUsd: null,
      usedTokens: 900,
      usedUsd: 0.5,
      nextTokens: 500,
    };
    expect(ask(popup({ kind: "budget", payload })).body).toEqual([
      "limit   1,000 tokens",
      "used    900 tokens and $0.50",
      "next    up to 500 tokens for one call",
    ]);
  });

  test("explains what is in doubt", () => {
    const asked = ask(
      popup({ kind: "in-doubt", payload: { tool: "bash", input: { command: "x" } } }),
    );
    expect(asked.body.join(" ")).toContain("Nothing says whether it was done");
    expect(asked.body).toContain("  $ x");
  });

  test("keeps to a narrow terminal", () => {
    const { body } = ask(tool({ command: "echo " + "word ".repeat(40) }), 40);
    expect(Math.max(...body.map((row) => Bun.stringWidth(row)))).toBeLessThanOrEqual(37);
  });
});
