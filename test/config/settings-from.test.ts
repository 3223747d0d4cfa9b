import { describe, expect, test } from "bun:test";
import { isConfigError } from "../../src/config/config-error.ts";
import type { Config } from "../../src/config/define-config.ts";
import { settingsFrom, type SettingsFlags } from "../../src/config/settings-from.ts";
import { tiers } from "../../src/core/ids.ts";
import { judge } from "../../src/core/gates/rule.ts";
import type { Prompts } from "../../src/core/settings.ts";

const prompts: Prompts = {
  system: { tier1: "1", tier2: "2", tier3: "3", tier4: "4" },
  epic: "e",
  track: "t",
  ticket: "k",
  failure: "f",
  repair: "r",
};
const settings = (config: Config = {}, flags: SettingsFlags = {}) =>
  settingsFrom({ config, flags, prompts });

describe("settings", () => {
  test("have these defaults", () => {
    const { models, prices, ...rest } = settings();
    expect(rest).toEqual({
      mode: "auto",
      workers: 4,
      attempts: 2,
      turns: 50,
      tries: 5,
      budget: { tokens: null, costUsd: null },
      check: null,
      rules: [],
      popupTimeoutMs: null,
      stallTimeoutMs: 120_000,
      toolTimeoutMs: 120_000,
      retryBaseMs: 1000,
      retryMaxMs: 60_000,
      prompts,
    });
    for (const tier of tiers) {
      expect(models[tier]).toMatchObject({ provider: "anthropic", maxOutputTokens: 16_000 });
      expect(models[tier].contextTokens).toBeGreaterThan(100_000);
      expect(prices).toHaveProperty([models[tier].model]);
    }
  });

  test("are plain data, which the log's first event can hold", () => {
    const made = settings({ rules: [{ action: "deny", tool: "bash" }] }, { yes: true });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  test("follow the configuration, and flags win over it", () => {
    const config: Config = {
      mode: "step",
      workers: 2,
      attempts: 3,
      turns: 10,
      tries: 2,
      check: "bun test",
      budget: { tokens: 1000 },
      popupTimeout: "5m",
      stallTimeout: "10s",
      toolTimeout: "1h",
    };
    expect(settings(config)).toMatchObject({
      mode: "step",
      workers: 2,
      attempts: 3,
      turns: 10,
      tries: 2,
      check: "bun test",
      budget: { tokens: 1000, costUsd: null },
      popupTimeoutMs: 300_000,
      stallTimeoutMs: 10_000,
      toolTimeoutMs: 3_600_000,
    });
    const flags: SettingsFlags = {
      mode: "auto",
      workers: 8,
      attempts: 1,
      turns: 5,
      tries: 1,
      check: null,
      budget: { costUsd: 2 },
      popupTimeoutMs: null,
      stallTimeoutMs: 1,
      toolTimeoutMs: 2,
    };
    expect(settings(config, flags)).toMatchObject({
      ...flags,
      budget: { tokens: 1000, costUsd: 2 },
    });
  });

  test("say of commands what was asked for, names and no values", () => {
    const config = { env: { pass: ["A"], set: { B: "secret" } } };
    const commandsOf = (sources: Partial<Parameters<typeof settingsFrom>[0]>) =>
      settingsFrom({ config: {}, flags: {}, prompts, ...sources }).commands;
    expect(commandsOf({})).toBeUndefined();
    expect(commandsOf({ config })).toEqual({ pass: ["A"], sandbox: "none" });
    expect(commandsOf({ config, flags: { pass: ["C"], sandbox: true } })).toEqual({
      pass: ["A", "C"],
      sandbox: "offline",
    });
    const hosts = ["a.example", "b.example"];
    expect(
      commandsOf({
        config: { sandbox: { hosts: ["a.example"] } },
        flags: { hosts: ["b.example"] },
      }),
    ).toEqual({ pass: [], sandbox: "offline", hosts });
    expect(commandsOf({ config: { sandbox: "online" }, flags: { hosts } })).toEqual({
      pass: [],
      sandbox: "offline",
      hosts,
    });
    expect(commandsOf({ config: { sandbox: "online" }, flags: { sandbox: true } })?.sandbox).toBe(
      "online",
    );
  });

  test("refuse a duration that is none", () => {
    expect(() => settings({ toolTimeout: "soon" })).toThrow("toolTimeout is no duration");
  });
});

describe("models", () => {
  test("are chosen by tier, by name or with limits of their own", () => {
    const { models } = settings({
      models: {
        tier1: "claude-haiku-4-5",
        tier3: { model: "own-model", maxOutputTokens: 100, contextTokens: 8000 },
      },
    });
    expect(models.tier1).toEqual({
      provider: "anthropic",
      model: "claude-haiku-4-5",
      maxOutputTokens: 16_000,
      contextTokens: 200_000,
    });
    expect(models.tier3).toMatchObject({
      model: "own-model",
      maxOutputTokens: 100,
      contextTokens: 8000,
    });
  });

  test("that a flag names take the place of the configuration's, with their own window", () => {
    const config: Config = { models: { tier3: { model: "own-model", contextTokens: 8000 } } };
    const flags: SettingsFlags = { models: { tier3: "claude-haiku-4-5" } };
    expect(settings(config, flags).models.tier3).toMatchObject({
      model: "claude-haiku-4-5",
      contextTokens: 200_000,
    });
  });

  test("have the window that is given under their name, however they were chosen", () => {
    const windows = {
      "own-model": { contextTokens: 32_000, maxOutputTokens: 4_000 },
      "claude-haiku-4-5": { contextTokens: null },
    };
    const own = { model: "own-model", contextTokens: 32_000, maxOutputTokens: 4_000 };
    expect(settings({ windows }, { models: { tier3: "own-model" } }).models.tier3).toMatchObject(
      own,
    );
    expect(settings({ windows, models: { tier3: "own-model" } }).models.tier3).toMatchObject(own);
    const haiku = settings({ windows }, { models: { tier3: "claude-haiku-4-5" } }).models.tier3;
    expect(haiku.contextTokens).toBeNull();
    const ofTier = { tier3: { model: "own-model", contextTokens: 9_000 } };
    const { models } = settings({ windows, models: ofTier });
    expect(models.tier3).toMatchObject({ contextTokens: 9_000, maxOutputTokens: 4_000 });
  });

  test("with a small window keep no more than a quarter of it for the reply, where nobody says", () => {
    const windows = { "own-model": { contextTokens: 8_000 } };
    const { models } = settings({ windows, models: { tier4: "own-model" } });
    expect(models.tier4).toMatchObject({ contextTokens: 8_000, maxOutputTokens: 2_000 });
    expect(settings({}).models.tier4.maxOutputTokens).toBe(16_000);
  });

  test("whose whole window would go to the reply are refused", () => {
    const windows = { "own-model": { contextTokens: 8_000, maxOutputTokens: 8_000 } };
    expect(() => settings({ windows, models: { tier4: "own-model" } })).toThrow(
      /tier4 keeps 8000 tokens for the reply .* "own-model" has 8000/,
    );
  });

  test("of any name have no window of an object's own members", () => {
    const { models } = settings({ models: { tier1: "constructor" }, windows: {} });
    expect(models.tier1.contextTokens).toBeNull();
  });

  test("that are unknown have no window and no price", () => {
    const { models, prices } = settings({ models: { tier4: "own-model" } });
    expect(models.tier4.contextTokens).toBeNull();
    expect(prices).not.toHaveProperty("own-model");
  });

  test("cost what the configuration says before what is known", () => {
    const own = { inputUsd: 1, outputUsd: 2, cacheReadUsd: 3, cacheWriteUsd: 4 };
    const { prices } = settings({
      models: { tier1: "claude-opus-5", tier2: "own-model" },
      prices: { "claude-opus-5": own, "own-model": own, "not-used": own },
    });
    expect(prices["claude-opus-5"]).toEqual(own);
    expect(prices["own-model"]).toEqual(own);
    expect(prices["not-used"]).toBeUndefined();
  });

  test("named like a member of every object have no price either", () => {
    const { prices } = settings({ models: { tier1: "constructor" }, prices: {} });
    expect(Object.keys(prices)).not.toContain("constructor");
  });

  test("a time budget is the configuration's, and flags win over each part of it", () => {
    const config: Config = { budget: { time: "2h", ticketTime: "20m", tierTime: { tier3: "1h" } } };
    const flags = { timeBudget: { runMs: 5, tierMs: { tier1: 6 } } };
    expect(settings(config, flags)).toMatchObject({
      budget: { tokens: null, costUsd: null },
      timeBudget: { runMs: 5, ticketMs: 1_200_000, tierMs: { tier1: 6, tier3: 3_600_000 } },
    });
  });

  test("without a price do not go with a budget in dollars", () => {
    const config: Config = { models: { tier2: "own-model" }, budget: { costUsd: 5 } };
    try {
      settings(config);
      expect.unreachable();
    } catch (error) {
      if (!isConfigError(error)) throw error;
      expect(error.message).toContain('"own-model" (tier2)');
      expect(error.message).toContain("`prices`");
    }
    const price = { inputUsd: 1, outputUsd: 1, cacheReadUsd: 1, cacheWriteUsd: 1 };
    expect(settings({ ...config, prices: { "own-model": price } }).budget.costUsd).toBe(5);
    expect(settings({ ...config, budget: { tokens: 5 } }).budget.tokens).toBe(5);
  });
});

describe("rules", () => {
  const bash = {
    kind: "tool",
    ticketId: null,
    tool: "bash",
    paths: [],
    commandParts: ["git push"],
  } as const;

  test("of the command line come after the configuration's, so that they win", () => {
    const { rules } = settings(
      { rules: [{ action: "deny", tool: "bash" }] },
      { rules: [{ action: "allow", command: "git *" }] },
    );
    expect(judge(rules, bash).action).toBe("allow");
  });

  test("that deny still hold with --yes", () => {
    const config: Config = { rules: [{ action: "deny", command: "git push*" }] };
    const { rules } = settings(config, { yes: true });
    expect(judge(rules, bash).action).toBe("deny");
    expect(judge(rules, { ...bash, commandParts: ["ls"] }).action).toBe("allow");
  });
});

describe("the provider", () => {
  const model = "local-model";

  test("is the flag's, or else the configuration's", () => {
    const flags = { provider: "openai", models: { tier1: model } } as const;
    const config: Config = { models: { tier2: model, tier3: model, tier4: { model } } };
    const { models } = settings({ ...config, provider: "anthropic" }, flags);
    for (const tier of tiers) expect(models[tier]).toMatchObject({ provider: "openai", model });
    const all = { tier1: model, tier2: model, tier3: model, tier4: model };
    expect(settings({ provider: "openai", models: all }).models.tier4.provider).toBe("openai");
  });

  test("has a tier's address only where that tier's provider is asked", () => {
    const baseUrl = "https://gateway.invalid";
    const own = { provider: "anthropic", model, baseUrl } as const;
    const config: Config = {
      provider: "openai",
      baseUrl: "http://localhost:1/v1",
      models: { tier1: own, tier2: model, tier3: own, tier4: model },
    };
    expect(settings(config).models.tier1).toMatchObject({ provider: "anthropic", baseUrl });
    const { models } = settings(config, { provider: "openai" });
    for (const tier of tiers)
      expect(models[tier]).toMatchObject({
        provider: "openai",
        baseUrl: "http://localhost:1/v1",
      });
  });

  test("openai has no default models: the tier that lacks one is named", () => {
    const lacking = () => settings({ provider: "openai", models: { tier1: model } });
    expect(lacking).toThrow(/No model is named for tier2.*--model NAME/);
  });
});
