import type { Rule } from "../../core/gates/rule.ts";
import type {
  CheckResult,
  Expectation,
  Fault,
  InterventionStep,
  RetryStep,
  Scenario,
  ScenarioConfig,
  UserStep,
} from "../scenario.ts";
import { type Chain, unchainAll } from "./chain.ts";
import { faultsAmong, settled } from "./failing.ts";
import type { ModelDraft } from "./model.ts";
import { requireModels, requireNamedCalls } from "./slip.ts";

/** What `scenario(…)` takes. */
export interface ScenarioScript {
  readonly name: string;
  /** What the run is asked to do. */
  readonly epic: string;
  /** The project's files by path. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** Standing decisions; the last that matches wins, the default is to ask. */
  readonly rules?: readonly Rule[];
  readonly models: readonly (ModelDraft | Chain<ModelDraft>)[];
  /** What a ticket's check says, by ticket, attempt by attempt; the last repeats. */
  readonly checks?: Readonly<Record<string, readonly [CheckResult, ...CheckResult[]]>>;
  readonly user?: readonly (UserStep | Chain<UserStep>)[];
  readonly faults?: readonly Fault[];
  /** What a person does each time that the run has failed: `retry()`, one after another. */
  readonly retries?: readonly RetryStep[];
  /** What a person says without being asked: `tells(…)`, `stops(…)`. */
  readonly interventions?: readonly InterventionStep[];
  readonly config?: ScenarioConfig;
  readonly expect?: readonly Expectation[];
}

/**
 * Makes a scenario: plain data, checked when it is loaded.
 * @example
 * export default scenario({
 *   name: "nothing to do",
 *   epic: "Look around",
 *   models: [tier1(reply(tracks()))],
 *   user: [approve.tracks()],
 *   expect: [outcome("done")],
 * });
 */
export function scenario(script: ScenarioScript): Scenario {
  requireModels(script);
  requireNamedCalls(script.faults ?? []);
  const models = unchainAll(script.models);
  return {
    workspace: {},
    rules: [],
    checks: {},
    config: {},
    expect: [],
    // All members pass, also those that we don't know: the loader names them.
    ...script,
    models: settled(models),
    faults: withOwn(script.faults ?? [], faultsAmong(models)),
    user: unchainAll(script.user ?? []),
  };
}

/** What is no list is left as it is, for the loader to refuse. */
const withOwn = (faults: readonly Fault[], own: readonly Fault[]): readonly Fault[] =>
  Array.isArray(faults) ? [...(faults as readonly Fault[]), ...own] : faults;
