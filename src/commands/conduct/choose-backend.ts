import type { Config, ProviderName } from "../../config/define-config.ts";
import type { Scenario } from "../../sim/scenario.ts";
import type { Backend } from "./backend.ts";
import { note } from "../output.ts";
import { quoted } from "../quoted.ts";
import { usageError } from "../usage-error.ts";

/** The flags that choose a run's backend. */
export interface BackendFlags {
  readonly provider?: ProviderName | "mock";
  readonly scenario?: string;
  readonly ask?: true;
  readonly baseUrl?: string;
}

/** The backend of a run, and the scenario where it is a scripted one. */
export type ChosenBackend =
  | { readonly type: ProviderName; readonly backend: Backend }
  | { readonly type: "scripted"; readonly backend: Backend; readonly scenario: Scenario };

/** Reads the scenario or the API key. Refuses flags that exclude each other. */
export async function chooseBackend(options: BackendFlags, config: Config): Promise<ChosenBackend> {
  const { scenario: file, ask, baseUrl } = options;
  const provider =
    options.provider ?? (file === undefined ? (config.provider ?? "anthropic") : "mock");
  switch (provider) {
    case "anthropic":
    case "openai": {
      if (file !== undefined)
        throw usageError(`--scenario is for the mock: leave out --provider ${provider}.`);
      if (ask === true)
        throw usageError("--ask is for a scenario; with real models you are asked anyway.");
      return {
        type: provider,
        backend: await realBackendOf(provider, baseUrl ?? baseUrlOf(config, provider)),
      };
    }
    case "mock": {
      if (file === undefined)
        throw usageError("--provider mock needs what its models say: add --scenario FILE.");
      if (baseUrl !== undefined)
        throw usageError("--base-url is for real models: the mock answers within this process.");
      const [{ loadScenarioFile }, { scriptedBackend }] = await Promise.all([
        import("../scenario-file.ts"),
        import("./scripted-backend.ts"),
      ]);
      const { scenario } = await loadScenarioFile(file);
      noteSimulationOnlyFaults(scenario);
      return {
        type: "scripted",
        scenario,
        backend: scriptedBackend(
          scenario,
          ask === true ? "terminal" : "user",
          ` --scenario ${quoted(file)}${ask === true ? " --ask" : ""}`,
        ),
      };
    }
  }
}

async function realBackendOf(
  provider: ProviderName,
  baseUrl: string | undefined,
): Promise<Backend> {
  switch (provider) {
    case "anthropic": {
      const { anthropicBackend } = await import("./anthropic-backend.ts");
      return anthropicBackend(baseUrl);
    }
    case "openai": {
      const { openaiBackend } = await import("./openai-backend.ts");
      return openaiBackend(baseUrl);
    }
  }
}

/** The configured address belongs to the configured provider; another one, named by a flag, has its default. */
const baseUrlOf = (config: Config, provider: ProviderName): string | undefined =>
  (config.provider ?? "anthropic") === provider ? config.baseUrl : undefined;

/** A scenario's full disk and killed process are simulated only: on a real machine they are left out. */
export function noteSimulationOnlyFaults({ faults }: Scenario): void {
  const types = new Set(faults.map((fault) => fault.type).filter((type) => type !== "model"));
  if (types.size === 0) return;
  note(
    `Note: these faults happen in a simulation only and are left out: ${[...types].join(", ")}.`,
  );
}
