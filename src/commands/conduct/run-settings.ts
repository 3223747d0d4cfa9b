import type { Config } from "../../config/define-config.ts";
import { settingsFrom, type SettingsFlags } from "../../config/settings-from.ts";
import type { Settings } from "../../core/settings.ts";
import { loadPrompts } from "../../prompts/load-prompts.ts";
import type { Scenario } from "../../sim/scenario.ts";

/** The provider's name in the log of a run whose models a scenario plays: a resume needs it again. */
const mockName = "mock";

/** With real models: flags, then the configuration. */
export function realSettings(config: Config, flags: SettingsFlags): Settings {
  return settingsFrom({ config, flags, prompts: loadPrompts() });
}

/** With a scenario: flags, then the scenario, then the configuration. */
export function scriptedSettings(
  scenario: Scenario,
  config: Config,
  flags: SettingsFlags,
): Settings {
  const { contextTokens, maxOutputTokens, budget, ...own } = scenario.config;
  // A scenario that says what checks say has a check, as in a simulation.
  const hasChecks = Object.keys(scenario.checks).length > 0;
  const check =
    own.check !== undefined ? own.check : (config.check ?? (hasChecks ? "check" : null));
  const settings = settingsFrom({
    config,
    flags: {
      // Its models say what is scripted, by whatever name, so that none has to be named.
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
    models: {
      tier1: choice("tier1"),
      tier2: choice("tier2"),
      tier3: choice("tier3"),
      tier4: choice("tier4"),
    },
  };
}

export const isScripted = ({ models }: Settings): boolean => models.tier1.provider === mockName;
