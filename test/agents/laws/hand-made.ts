import type { AgentRecord, AgentRequest } from "../../../src/agents/agent-record.ts";

export const overload = {
  type: "status",
  status: 529,
  retryAfterMs: null,
  shouldRetry: null,
} as const;

/** A request that was answered whole, unless it is said otherwise. Each takes 10 ms, one after another. */
export const request = (number: number, more: Partial<AgentRequest> = {}): AgentRequest => ({
  number,
  atMs: number * 100,
  wire: "openai-chat",
  body: { model: "gpt-5.4" },
  said: [{ type: "text", role: "user", text: "hello" }],
  text: "hello",
  retryCount: 0,
  reply: `reply ${number}`,
  try: 1,
  fault: null,
  sent: "Hello.",
  calls: [],
  end: { type: "whole" },
  endedAtMs: number * 100 + 10,
  ...more,
});

export const recordOf = (
  requests: readonly AgentRequest[],
  more: Partial<AgentRecord> = {},
): AgentRecord => ({
  outcome: { type: "returned", value: null },
  requests,
  answers: [],
  received: [],
  steps: [],
  problems: [],
  notSimulated: [],
  durationMs: 1000,
  ...more,
});
