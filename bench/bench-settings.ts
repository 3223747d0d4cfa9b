import { settingsFrom } from "../src/config/settings-from.ts";
import type { Rule } from "../src/core/gates/rule.ts";
import type { Settings } from "../src/core/settings.ts";
import { loadPrompts } from "../src/prompts/load-prompts.ts";

/** The program's defaults; everything is allowed but what `rules` say, and nothing is checked. */
export const benchSettings = (workers: number, rules: readonly Rule[] = []): Settings =>
  settingsFrom({
    config: {},
    flags: { workers, check: null, rules: [{ action: "allow" }, ...rules] },
    prompts: loadPrompts(),
  });
