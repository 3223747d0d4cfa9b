import type { Config } from "../../config/define-config.ts";
import { settingsFrom, type SettingsFlags } from "../../config/settings-from.ts";
import type { Settings } from "../../core/settings.ts";
import { loadPrompts } from "../../prompts/load-prompts.ts";
import type { Scenario } from "../../sim/scenario.ts";
import { impliedCheck } from "../../sim/scripted-check.ts";

/** The provider's name in the log of a run with scripted models: a resume recognises the run by it. */
const mockName = "mock";

/** Settings of a run with real models: flags win over the configuration. */
export function realSettings(config: Config, flags: SettingsFlags): Settings {
  return settingsFrom({ config, flags, prompts: loadPrompts() });
}

/** Settings of a run with a scenario: flags win over the scenario, which wins over the configuration. */
export function scriptedSettings(
  scenario: Scenario,
  config: Config,
  flags: SettingsFlags,
  script: NonNullable<Settings["script"]>,
): Settings {
  const { contextTokens, maxOutputTokens, budget, ...own } = scenario.config;
  // Scripted check results imply a check, as in a simulation.
  const hasChecks = Object.keys(scenario.checks).length > 0;
  const check =
    own.check !== undefined ? own.check : (config.check ?? (hasChecks ? impliedCheck : null));
  const settings = settingsFrom({
    config,
    flags: {
      // The models are scripted, so their names do not matter, and the provider with default names will do.
      provider: "anthropic",
      ...own,
      check,
      ...flags,
      budget: { ...budget, ...flags.budget },
      rules: [...scenario.rules, ...(flags.rules ?? [])],
    },
    prompts: loadPrompts(),
  });
  const choice = (tier: keyof Settings["models"]) => ({
    ...settings.models[tier],
    ...(contextTokens !== undefined && { contextTokens }),
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    provider: mockName,
  });
  return {
    ...settings,
    script,
    models: {
      tier1: choice("tier1"),
      tier2: choice("tier2"),
      tier3: choice("tier3"),
      tier4: choice("tier4"),
    },
  };
}

export const isScripted = ({ models }: Settings): boolean => models.tier1.provider === mockName;
