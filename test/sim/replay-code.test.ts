import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decodeReplay, encodeReplay, type Replay } from "../../src/sim/replay-code.ts";
import { runs } from "./arbitrary/runs.ts";

const trial: Replay["trial"] = {
  schedule: {
    deviations: [
      [3, 1],
      [40, 2],
    ],
  },
  swarm: [
    { type: "crash", atEvent: 12 },
    {
      type: "reply",
      at: "tier3 main T-1 1.1.1",
      fault: { type: "status", status: 429, retryAfterMs: 2000, shouldRetry: null },
    },
    { type: "person", popupId: "tool:T-1:1.1.0", decision: { type: "reject", reason: "nö 🧱" } },
  ],
  killAtEvents: [7],
  hurtCall: "tier1 - - 1.1.1",
  twice: true,
  wire: "anthropic",
  server: null,
};

test("a code brings back the scenario's name and the whole trial", () => {
  const replay = { scenario: "a name with “quotes” and 🧱", trial };
  expect(decodeReplay(encodeReplay(replay))).toEqual(replay);
});

test("a code is one word that no shell takes apart", () => {
  const property = fc.property(
    fc.string({ unit: "binary" }),
    fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 50 }),
    (scenario, deviations) => {
      const replay = { scenario, trial: { ...trial, schedule: { deviations } } };
      const code = encodeReplay(replay);
      expect(code).toMatch(/^r2\.[\w-]+$/);
      expect(decodeReplay(code)).toEqual(replay);
    },
  );
  fc.assert(property, runs(100));
});

describe("what is no code of ours is told from one", () => {
  const code = encodeReplay({ scenario: "s", trial });
  test.each([
    ["nothing", ""],
    ["any word", "hello"],
    ["another version", code.replace("r2.", "r1.")],
    ["a code without its body", "r2."],
    ["a code that was cut off on its way", code.slice(0, -12)],
    ["a body that is no JSON", `r2.${Buffer.from("garbage").toString("base64url")}`],
  ])("%s", (_name, garbage) => {
    expect(decodeReplay(garbage)).toBeNull();
  });

  test("a trial with a member that does not fit", () => {
    const wrong = { scenario: "s", trial: { ...trial, killAtEvents: [-1] } };
    expect(decodeReplay(encodeReplay(wrong))).toBeNull();
  });

  test("any garbage at all", () => {
    const property = fc.property(fc.string(), (garbage) => {
      expect(decodeReplay(`r2.${garbage}`)).toBeNull();
    });
    fc.assert(property, runs(200));
  });
});
