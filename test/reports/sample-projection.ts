import type { ProjectedUsage, Projection } from "../../src/core/projection.ts";

export const usage = (members: Partial<ProjectedUsage> = {}): ProjectedUsage => ({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  costUsd: 0,
  ...members,
});

export const projection: Projection = {
  runId: "r-1",
  epic: "Add a rate limiter to the API",
  outcome: "waiting",
  failure: null,
  tracks: [{ id: "api", title: "HTTP layer", status: "running" }],
  tickets: [
    {
      id: "T-1",
      trackId: "api",
      title: "Token bucket",
      status: "done",
      dependsOn: [],
      attempts: 2,
      reason: null,
    },
    {
      id: "T-2",
      trackId: "api",
      title: "Middleware",
      status: "running",
      dependsOn: ["T-1"],
      attempts: 1,
      reason: null,
    },
  ],
  streams: {
    "Tier 1 (Orchestrator)": { text: '{"tracks":[]}', turns: 1, status: "idle" },
    "Tier 3 (Worker): T-1": { text: "I read it.\nAll \x1b[2Jdone.\n", turns: 12, status: "ended" },
  },
  popups: [
    { id: "tracks:1", kind: "tracks", ticketId: null, decision: "approve" },
    { id: "tool:T-2:1.1.0", kind: "tool", ticketId: "T-2", decision: null },
  ],
  usage: {
    tier1: usage({ inputTokens: 1200, outputTokens: 80, costUsd: 0.0016 }),
    tier2: usage(),
    tier3: usage({
      inputTokens: 120_000,
      outputTokens: 4_000,
      cacheReadTokens: 90_000,
      cacheWriteTokens: 500,
      costUsd: 1.5,
    }),
    tier4: usage(),
  },
  events: 1234,
  digest: "0123456789abcdef0123456789abcdef",
};
