import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/core/json.ts";
import { base, verdict, without } from "./verdict.ts";

test.each<[string, JsonObject]>([
  ["max_tokens: Input should be a valid integer", { max_tokens: "9" }],
  ["max_tokens: Input should be a valid integer", { max_tokens: null }],
  ["max_tokens: must be greater than or equal to 0", { max_tokens: -1 }],
  ["max_tokens: 0 is not allowed with stream", { max_tokens: 0, stream: true }],
  ["metadata: Input does not match the expected shape.", { metadata: "x" }],
  ["metadata.team: Extra inputs are not permitted", { metadata: { team: "x" } }],
  ["metadata.user_id: Input should be a valid string", { metadata: { user_id: 7 } }],
  ["stop_sequences: Input should be a valid array", { stop_sequences: "x" }],
  ["stop_sequences.1: Input should be a valid string", { stop_sequences: ["x", 1] }],
  [
    "stop_sequences: each stop sequence must contain non-whitespace",
    { stop_sequences: ["x", "\n"] },
  ],
  ["temperature: Input should be a valid number", { temperature: null }],
  ["temperature: range: 0..1", { temperature: 1.5 }],
  ["top_p: range: 0..1", { top_p: -0.1 }],
  ["top_k: Input should be a valid integer", { top_k: 1.5 }],
  ["service_tier: Input should be 'auto' or 'standard_only'", { service_tier: "fast" }],
  ["stream: Input should be a valid boolean", { stream: "yes" }],
])("%s", (expected, changes) => {
  expect(verdict({ ...base, ...changes })).toBe(`400 ${expected}`);
});

test("max_tokens: Field required", () => {
  expect(verdict(without("max_tokens"))).toBe("400 max_tokens: Field required");
});
