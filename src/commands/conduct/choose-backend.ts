import { resolve } from "node:path";
import type { Config } from "../../config/define-config.ts";
import type { ProviderName } from "../../config/known-providers.ts";
import type { Settings } from "../../core/settings.ts";
import type { Scenario } from "../../sim/scenario.ts";
import type { Backend } from "./backend.ts";
import type { NamedAddress } from "./servers.ts";
import { note } from "../output.ts";
import { usageError } from "../usage-error.ts";

/** The flags that choose a run's backend. */
export interface BackendFlags {
  readonly provider?: ProviderName | "mock";
  readonly scenario?: string;
  readonly ask?: true;
  readonly baseUrl?: string;
  readonly quietBell?: true;
}

/** The backend of a run, and the scenario where it is a scripted one. */
export type ChosenBackend =
  | { readonly type: ProviderName; readonly backend: Backend }
  | {
      readonly type: "scripted";
      readonly backend: Backend;
      readonly scenario: Scenario;
      /** Where a later resume finds it. */
      readonly script: NonNullable<Settings["script"]>;
    };

/** Reads the scenario, or finds the models. Refuses flags that exclude each other. */
export async function chooseBackend(
  options: BackendFlags,
  config: Config,
  address: NamedAddress | null = null,
): Promise<ChosenBackend> {
  const { scenario: file, ask, baseUrl } = options;
  const provider =
    options.provider ?? (file === undefined ? (config.provider ?? "anthropic") : "mock");
  if (provider !== "mock") {
    if (file !== undefined)
      throw usageError(`--scenario is for the mock: leave out --provider ${provider}.`);
    if (ask === true)
      throw usageError("--ask is for a scenario; with real models you are asked anyway.");
    const [{ realBackend }, { realProvider }] = await Promise.all([
      import("./real-backend.ts"),
      import("./servers.ts"),
    ]);
    return { type: provider, backend: realBackend(realProvider(config, address)) };
  }
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
    script: { file: resolve(file), asks: ask === true },
    backend: scriptedBackend(scenario, ask === true ? "terminal" : "user"),
  };
}

/** A scenario's full disk and killed process are simulated only: on a real machine they are left out. */
export function noteSimulationOnlyFaults({ faults }: Scenario): void {
  const types = new Set(faults.map((fault) => fault.type).filter((type) => type !== "model"));
  if (types.size === 0) return;
  note(
    `Note: these faults happen in a simulation only and are left out: ${[...types].join(", ")}.`,
  );
}
