import type { Json } from "../core/json.ts";
import { type Duration, millisecondsOf } from "../sim/dsl/duration.ts";
import { faultsAmong, settled } from "../sim/dsl/failing.ts";
import { type ConversationReplies, ungroup } from "../sim/dsl/group.ts";
import { type ModelDraft, tier1 } from "../sim/dsl/model.ts";
import { requireReplies } from "../sim/dsl/slip.ts";
import type { AgentCheck, AgentContext, AgentScenario, PersonDecision } from "./agent-scenario.ts";

/** What `agent(…)` takes. */
export interface AgentScript<Value> {
  readonly name: string;
  /** Met in this order, but for those in a `group`, and those with a `when`. */
  readonly replies: ConversationReplies;
  /** Your agent, as it is. Inside of it time, chance and the network are the simulation's. */
  readonly run: (context: AgentContext) => Value | Promise<Value>;
  /** What must come of it: `true`, or what is wrong. An error that it throws is what is wrong, too. */
  readonly expect?: (value: Value) => boolean | string | void | Promise<boolean | string | void>;
  /** A person's decisions: each is for the first question that it fits, and must be asked for. */
  readonly person?: readonly DecisionScript[];
  /**
   * What may be left over once `run` has returned, by words of how the report names it: a framework's own housekeeping,
   * such as `"setInterval 60000 ms"`, or a part of the file that begins it.
   */
  readonly leaves?: readonly (string | RegExp)[];
  /** Checks of your own, on all that was seen of a run. */
  readonly check?: AgentCheck | Readonly<Record<string, AgentCheck>>;
}

/** One decision of a person. */
export interface DecisionScript {
  /** The words that a question holds, or a pattern that it matches. */
  readonly asked: string | RegExp;
  /** What `await person(question)` gives. */
  readonly answer: Json;
  /** How long the person takes; at once where nothing is said. */
  readonly after?: Duration;
}

/**
 * An agent of your own, to be rehearsed in this process: `rehearsal sim FILE` and `rehearseAgent` run it under many
 * orders of all that completes in it.
 * @example
 * export default agent({
 *   name: "the weather",
 *   replies: [reply(uses("weather", { city: "Oslo" })).fails(overloaded()), reply(says("Rain."))],
 *   run: async ({ fetch }) => await forecast("Oslo", { fetch }),
 *   expect: (text) => text === "Rain." || `it said ${text}`,
 * });
 */
export function agent<Value>(script: AgentScript<Value>): AgentScenario {
  const { replies, person = [], leaves = [], check = {}, expect = () => true, ...rest } = script;
  requireReplies(replies, "agent");
  const models: readonly ModelDraft[] = [{ ...tier1(), replies: ungroup(replies) }];
  return {
    // All members pass, also those that we don't know: the loader names them.
    ...rest,
    type: "agent",
    models: settled(models),
    faults: faultsAmong(models),
    person: decisionsOf(person),
    expect,
    leaves,
    checks: typeof check === "function" ? { check } : check,
  };
}

/** What is no list is left as it is, for the loader to refuse. */
const decisionsOf = (person: readonly DecisionScript[]): readonly PersonDecision[] =>
  Array.isArray(person)
    ? (person as readonly DecisionScript[]).map(decisionOf)
    : (person as unknown as readonly PersonDecision[]);

function decisionOf({ asked, answer, after, ...rest }: DecisionScript): PersonDecision {
  const afterMs = after === undefined ? 0 : millisecondsOf(after);
  return { ...rest, asked, answer, afterMs };
}
