import { describe, expect, test } from "bun:test";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { logBeforeTurn } from "../../../src/core/window/context-past.ts";
import type { ModelRequest } from "../../../src/core/effect.ts";
import type { SessionId } from "../../../src/core/ids.ts";
import { nextRequestOf } from "../../../src/core/window/next-request.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { runWorker, workerSession, type WorkerRun } from "./context-flow.ts";
import { newDriver } from "../driver.ts";

const id = workerSession as SessionId;

const run: WorkerRun = {
  ticket: "Do it.",
  turns: Array.from({ length: 12 }, (_, turn) => ({
    says: `I read file ${turn}.`,
    outputs: ["all of it ".repeat(80)],
  })),
  contextTokens: 3_000,
  maxOutputTokens: 200,
  tokensPerCharacter: 0.3,
};

describe("a session's next request", () => {
  const driver = newDriver();
  runWorker(driver, run);
  const sent = new Map<number, ModelRequest>(
    driver.planned.flatMap((effect) =>
      effect.type === "model" && effect.request.address.tier === "tier3"
        ? [[effect.request.address.turn, effect.request]]
        : [],
    ),
  );
  const trimmed = driver.events("context.trimmed");

  test("is the one that is then sent, with left out what is left out only then", () => {
    expect(trimmed.length).toBeGreaterThan(1);
    expect(sent.size).toBeGreaterThan(10);
    for (const [turn, request] of sent) {
      const before = fold(logBeforeTurn(driver.log, id, turn)!)!;
      const next = nextRequestOf(before, before.sessions.get(id)!);
      expect(next?.request).toEqual(request);
      const trim = trimmed.find((event) => event.turn === turn);
      const shown = trim ?? contextOf(before, id, before.nowMs);
      expect(next?.estimatedTokens).toBe(shown!.estimatedTokens);
    }
  });

  test("is none where the last word is the model's", () => {
    const session = driver.state().sessions.get(id)!;
    expect(session.messages.at(-1)?.role).toBe("assistant");
    expect(nextRequestOf(driver.state(), session)).toBeNull();
  });
});
