import type { Config, ProviderName } from "../config/define-config.ts";
import type { Scenario } from "../sim/scenario.ts";
import type { Cast } from "./cast.ts";
import { note } from "./output.ts";
import { quoted } from "./quoted.ts";
import { refusal } from "./refusal.ts";

/** The flags that say who plays in a run. */
export interface PlayerOptions {
  readonly provider?: ProviderName | "mock";
  readonly scenario?: string;
  readonly ask?: true;
  readonly baseUrl?: string;
}

/** Who was chosen to play. */
export type Players =
  | { readonly type: ProviderName; readonly cast: Cast }
  | { readonly type: "scripted"; readonly cast: Cast; readonly scenario: Scenario };

/** Reads the scenario, or finds the key; refuses flags that don't go together. */
export async function choosePlayers(options: PlayerOptions, config: Config): Promise<Players> {
  const { scenario: file, ask, baseUrl } = options;
  const provider =
    options.provider ?? (file === undefined ? (config.provider ?? "anthropic") : "mock");
  switch (provider) {
    case "anthropic":
    case "openai": {
      if (file !== undefined)
        throw refusal(`--scenario is for the mock: leave out --provider ${provider}.`);
      if (ask === true)
        throw refusal("--ask is for a scenario; with real models you are asked anyway.");
      return {
        type: provider,
        cast: await realCastOf(provider, baseUrl ?? baseUrlOf(config, provider)),
      };
    }
    case "mock": {
      if (file === undefined)
        throw refusal("--provider mock needs what its models say: add --scenario FILE.");
      if (baseUrl !== undefined)
        throw refusal("--base-url is for real models: the mock answers within this process.");
      const [{ loadScenarioFile }, { scriptedCast }] = await Promise.all([
        import("./scenario-file.ts"),
        import("./scripted-cast.ts"),
      ]);
      const { scenario } = await loadScenarioFile(file);
      noteUnplayable(scenario);
      return {
        type: "scripted",
        scenario,
        cast: scriptedCast(
          scenario,
          ask === true ? "terminal" : "user",
          ` --scenario ${quoted(file)}${ask === true ? " --ask" : ""}`,
        ),
      };
    }
  }
}

async function realCastOf(provider: ProviderName, baseUrl: string | undefined): Promise<Cast> {
  switch (provider) {
    case "anthropic": {
      const { anthropicCast } = await import("./anthropic-cast.ts");
      return anthropicCast(baseUrl);
    }
    case "openai": {
      const { openaiCast } = await import("./openai-cast.ts");
      return openaiCast(baseUrl);
    }
  }
}

/** The configured address is that of the configured provider, and of no other that a flag names. */
const baseUrlOf = (config: Config, provider: ProviderName): string | undefined =>
  (config.provider ?? "anthropic") === provider ? config.baseUrl : undefined;

/** A real disk is not filled and a real process not killed for a scenario's sake. */
export function noteUnplayable({ faults }: Scenario): void {
  const types = new Set(faults.map((fault) => fault.type).filter((type) => type !== "model"));
  if (types.size === 0) return;
  note(
    `Note: these faults happen in a simulation only and are left out: ${[...types].join(", ")}.`,
  );
}
