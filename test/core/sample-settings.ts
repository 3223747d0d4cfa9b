import type { ModelChoice, Settings } from "../../src/core/settings.ts";

const model: ModelChoice = {
  provider: "test",
  model: "model",
  maxOutputTokens: 100,
  contextTokens: null,
};

const everyone = { tier1: "", tier2: "", tier3: "", tier4: "" };

/** Settings under which nothing is asked twice, nothing costs, and prompts hold only what tests look at. */
export function sampleSettings(changes: Partial<Settings> = {}): Settings {
  return {
    mode: "auto",
    workers: 4,
    attempts: 2,
    turns: 20,
    tries: 3,
    models: { tier1: model, tier2: model, tier3: model, tier4: model },
    prices: {},
    budget: { tokens: null, costUsd: null },
    check: null,
    rules: [],
    popupTimeoutMs: null,
    stallTimeoutMs: 1_000,
    toolTimeoutMs: 1_000,
    retryBaseMs: 100,
    retryMaxMs: 1_000,
    prompts: {
      system: everyone,
      epic: "epic {{epic}}",
      track: "track {{trackId}}",
      ticket: "do {{ticketId}} attempt {{attempt}} {{note}}",
      failure: "failed {{ticketId}} {{output}}",
      repair: "mend {{problems}}",
    },
    ...changes,
  };
}
