import { beginningMs as startMs, type Inside } from "../../clock/virtual/inside.ts";
import { excerpt } from "../../core/words/excerpt.ts";
import { type Chooser, randomFrom } from "../../sim/schedule.ts";
import { type Life, newScheduler, type Scheduler } from "../../sim/scheduler.ts";
import type { ReceivedText } from "../agent-record.ts";
import type { AgentProblem } from "../agent-problem.ts";
import type { AgentContext, AgentScenario } from "../agent-scenario.ts";
import { errorWithPlace } from "../error-text.ts";
import type { AgentWeather } from "../search/agent-fault.ts";
import { agentTimers, type AgentTimers } from "./agent-timers.ts";
import { agentWire, type AgentWire } from "./agent-wire.ts";
import { settlingTurns, stepsMax, turnsMax } from "./settling-turns.ts";
import { scriptedPerson, type ScriptedPerson } from "./scripted-person.ts";
import { isAtWork, type OpenStep, runStep, waitAtWork } from "./step-work.ts";

/** All that an agent meets in one simulation. */
export interface AgentWorld {
  readonly inside: Inside;
  readonly context: AgentContext;
  readonly scheduler: Scheduler;
  readonly timers: AgentTimers;
  readonly wire: AgentWire;
  readonly person: ScriptedPerson;
  /** The steps that were called and have not ended. */
  readonly openSteps: ReadonlySet<OpenStep>;
  readonly received: readonly ReceivedText[];
  readonly problems: readonly AgentProblem[];
  readonly notSimulated: ReadonlySet<string>;
  sinceBeginningMs(): number;
  report(type: "left-over", message: string): void;
  /** Nothing comes any more. */
  end(): void;
}

export function newAgentWorld(
  scenario: AgentScenario,
  {
    choose,
    weather,
    chance,
  }: { readonly choose: Chooser; readonly weather: AgentWeather; readonly chance: number },
): AgentWorld {
  const life: Life = { number: 1, alive: true };
  const settling = settlingTurns(() => inside);
  const scheduler = newScheduler(
    (candidates, step) => {
      settling.begin();
      return choose(candidates, step);
    },
    startMs,
    { steps: stepsMax, turns: turnsMax },
    settling.next,
  );
  const sinceBeginningMs = (): number => scheduler.nowMs() - startMs;
  const problems: AgentProblem[] = [];
  const notSimulated = new Set<string>();
  const openSteps = new Set<OpenStep>();
  const received: ReceivedText[] = [];
  const over = new AbortController();

  function report(type: "exit" | "left-over" | "network" | "uncaught", message: string): void {
    const isKnown = problems.some((known) => known.message === message);
    if (life.alive && !isKnown) problems.push({ type, message });
  }
  const uncaught = (error: unknown): void =>
    report("uncaught", `Nobody caught this: ${errorWithPlace(error)}`);
  const unreachable = (address: string): Error => {
    const message = `The agent asked for ${address}, and inside of a simulation no other machine is reached: script the answer with a reply, or leave the call out.`;
    report("network", message);
    return new Error(message);
  };
  const exits = (code: unknown): Error => {
    const call = `process.exit(${code === undefined ? "" : String(code)})`;
    report(
      "exit",
      `The agent called ${call}, which would end the whole process. Return from \`run\`, or throw, where the work is over.`,
    );
    return new Error(`${call} was called inside of a simulation`);
  };
  const timers = agentTimers({ scheduler, life }, uncaught);
  const wire = agentWire(scenario, { scheduler, life, weather, sinceBeginningMs, unreachable });
  const person = scriptedPerson(scenario.person, {
    nowMs: sinceBeginningMs,
    after(delayMs, question, callback) {
      const label = `the person answers ${excerpt(question)}`;
      const dueAtMs = scheduler.nowMs() + delayMs;
      scheduler.queue({ label, chain: "person", dueAtMs, life }, callback);
    },
  });
  const inside: Inside = {
    startMs,
    nowMs: scheduler.nowMs,
    random: randomFrom(chance ^ 0xa6e27),
    cryptoRandom: randomFrom(chance ^ 0x1d5),
    after: timers.after,
    uncaught,
    notSimulated(what) {
      if (!isAtWork()) notSimulated.add(what);
    },
    unreachable,
    exits,
    fetch: wire.fetch,
  };
  const context: AgentContext = {
    fetch: wire.fetch,
    async person<Answer>(question: string) {
      const endWait = waitAtWork();
      const answer = await person.ask(String(question));
      endWait();
      return answer as Answer;
    },
    step: (name, work) => runStep({ scheduler, life, name, open: openSteps }, work),
    received: (words, text) => void received.push({ words, text }),
    signal: over.signal,
  };
  return {
    inside,
    context,
    scheduler,
    timers,
    wire,
    person,
    openSteps,
    received,
    problems,
    notSimulated,
    sinceBeginningMs,
    report,
    end() {
      life.alive = false;
      over.abort(new Error("the run is over"));
    },
  };
}
