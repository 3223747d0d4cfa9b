import { settingsFrom } from "../config/settings-from.ts";
import type { Settings } from "../core/settings.ts";
import { loadPrompts } from "../prompts/load-prompts.ts";
import type { Scenario } from "./scenario.ts";
import { impliedCheck } from "./scripted-check.ts";

/** The product's own defaults, with what the scenario changes. */
export function settingsOf(scenario: Scenario): Settings {
  const {
    modelNames = {},
    baseUrls = {},
    contextTokens,
    maxOutputTokens,
    check: _,
    ...flags
  } = scenario.config;
  const settings = settingsFrom({
    config: {},
    flags: { ...flags, models: modelNames, check: checkOf(scenario), rules: scenario.rules },
    prompts: loadPrompts(),
  });
  const choice = (tier: keyof Settings["models"]) => ({
    ...settings.models[tier],
    ...(baseUrls[tier] !== undefined && { baseUrl: baseUrls[tier] }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
  });
  return {
    ...settings,
    models: {
      tier1: choice("tier1"),
      tier2: choice("tier2"),
      tier3: choice("tier3"),
      tier4: choice("tier4"),
    },
  };
}

/** A scenario with scripted check results has a check, also where its `config` names none. */
function checkOf({ config, checks }: Scenario): string | null {
  if (config.check !== undefined) return config.check;
  return Object.keys(checks).length > 0 ? impliedCheck : null;
}
