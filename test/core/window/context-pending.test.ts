import { describe, expect, test } from "bun:test";
import { contextOf, type ContextView } from "../../../src/core/window/context-view.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { runWorker, workerSession, type WorkerRun } from "./context-flow.ts";
import { newDriver } from "../driver.ts";

const session = workerSession as SessionId;
const sample: Omit<WorkerRun, "turns"> = {
  ticket: "the ticket",
  contextTokens: 3_000,
  maxOutputTokens: 200,
  tokensPerCharacter: 0.25,
};

describe("a session whose tools are at work", () => {
  test("counts the calls that wait and the one that is at work", () => {
    const seen: [string, number][] = [];
    const driver = newDriver([], (event, state) => {
      const view = contextOf(state, session, 0);
      if (view !== null && event.type.startsWith("tool."))
        seen.push([event.type, view.pendingCalls]);
    });
    runWorker(driver, {
      ...sample,
      contextTokens: 20_000,
      turns: [{ says: "both", outputs: ["one", "two"] }],
    });
    expect(seen).toEqual([
      ["tool.started", 2],
      ["tool.ended", 1],
      ["tool.started", 1],
      ["tool.ended", 0],
    ]);
  });

  test("counts the results that are in hand while other calls of the turn wait", () => {
    const seen: ContextView[] = [];
    const driver = newDriver([], (event, state) => {
      const view = contextOf(state, session, 0);
      if (view !== null && event.type === "tool.ended") seen.push(view);
    });
    const outputs = ["a line of it\n".repeat(60), "another line of it\n".repeat(60)];
    runWorker(driver, { ...sample, contextTokens: 20_000, turns: [{ says: "both", outputs }] });
    const [first, second] = seen;
    expect([first!.pendingCalls, second!.pendingCalls]).toEqual([1, 0]);
    const replied = first!.rows.at(-2)!;
    expect(replied).toMatchObject({ role: "assistant", isPartial: false });
    expect(first!.rows.at(-1)).toMatchObject({
      role: "user",
      turn: 1,
      isPartial: true,
      calls: [{ tool: "read", target: "0" }],
    });
    expect(first!.rows.at(-1)!.estimatedTokens).toBeGreaterThan(100);
    expect(second!.estimatedTokens - first!.estimatedTokens).toBeGreaterThan(100);
    // The prompt that is then sent is the one that the last result completed.
    const returned = driver.log.findIndex(({ type }) => type === "results.returned");
    const state = fold(driver.log.slice(0, returned + 1))!;
    expect(contextOf(state, session, 0)).toMatchObject({
      pendingCalls: 0,
      estimatedTokens: second!.estimatedTokens,
      nextCall: second!.nextCall,
    });
  });

  test("is foretold to trim by results in hand, while another call of the turn waits", () => {
    const foretold: string[] = [];
    const driver = newDriver([], (event, state) => {
      const view = contextOf(state, session, 0);
      if (view !== null && event.type === "tool.ended" && view.pendingCalls > 0) {
        foretold.push(view.nextCall.type);
      }
    });
    const outputs = ["a line of it\n".repeat(160), "short"];
    const turns = Array.from({ length: 6 }, () => ({ says: "both", outputs }));
    runWorker(driver, { ...sample, turns });
    expect(driver.events("context.trimmed").length).toBeGreaterThan(1);
    expect(foretold).toContain("trims");
  });
});
