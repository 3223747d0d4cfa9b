import { realClock } from "../../clock/real-clock.ts";
import type { Event } from "../../core/event.ts";
import type { PopupId } from "../../core/ids.ts";
import type { Popup } from "../../core/gates/popup.ts";
import { project } from "../../core/project.ts";
import { clockPacer } from "../../mock-provider/sending/clock-pacer.ts";
import { createMockProvider } from "../../mock-provider/mock-provider.ts";
import { withReading } from "../../mock-provider/read-request.ts";
import { silentObserver } from "../../mock-provider/observer.ts";
import { anthropicProvider } from "../../providers/anthropic.ts";
import { countText } from "../../core/words/count-text.ts";
import { evaluate } from "../../sim/expectation.ts";
import { newPerson, type Pace } from "../../sim/world/person.ts";
import type { Problem } from "../../sim/problem.ts";
import { type AddressReplies, addressReplies } from "../../replies/address-replies.ts";
import type { Scenario } from "../../sim/scenario.ts";
import type { Backend, EndedRun } from "./backend.ts";
import { withScriptedChecks } from "./scripted-checks.ts";

/** Who decides in a scripted run: the scenario's `user`, or the person at the terminal (`--ask`). */
export type Decider = "user" | "terminal";

/** A scenario's models and user in real time. Its `workspace` and the faults of its machine are not used. */
export function scriptedBackend(scenario: Scenario, decider: Decider): Backend {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const over = new AbortController();
  const replies = addressReplies(scenario, report, () => null);
  const person = newPerson(scenario, realPace(over.signal), report, () => null);
  const mock = createMockProvider({
    source: replies,
    pacer: clockPacer(realClock),
    observer: silentObserver,
    nowMs: realClock.nowMs,
  });
  const isAlone = decider === "user";

  return {
    provider: anthropicProvider({
      apiKey: "no-key-is-needed",
      baseURL: "http://mock.invalid",
      fetchFor: mock.fetchFor,
      clock: realClock,
    }),
    approver: isAlone ? person.approver({ number: 1, alive: true }) : null,
    wrapWorkspace: (workspace) => withScriptedChecks(workspace, scenario.checks),
    restore(log) {
      restoreRequests(log, replies);
      for (const popup of decidedPopups(log)) person.recall(popup);
      for (const popup of openPopups(log)) person.recallOpen(popup);
    },
    async deviations({ log, files }) {
      const { outcome } = project(log);
      const seen = problems.map(({ message }) => message);
      // The run can go on, so what is unused or unmet by now may still be used or met.
      const goesOn = outcome === "waiting" && (!isAlone || person.isMissed());
      if (outcome === "interrupted" || goesOn) return seen;
      const unmet = await unmetExpectations(scenario, { log, files });
      const unused = replies.unused().map(({ message }) => message);
      if (!isAlone)
        return outcome === "done"
          ? seen
          : [...seen, ...otherDecisions(unused.length > 0, unmet.length)];
      const unasked = hasFurtherRules(log, scenario) ? [] : person.unused();
      return [...seen, ...unused, ...unasked.map(({ message }) => message), ...unmet];
    },
    close: () => over.abort(new Error("the run is over")),
  };
}

/** Whether `--yes`, `--allow`, a configuration or what the repository keeps lets through what the script's user would be asked. */
function hasFurtherRules([started]: readonly Event[], { rules }: Scenario): boolean {
  const own = new Set(rules.map((rule) => JSON.stringify(rule)));
  const all = started?.type === "run.started" ? started.settings.rules : [];
  return all.some((rule) => rule.action === "allow" && !own.has(JSON.stringify(rule)));
}

/**
 * What comes of decisions that are not the script's, in one sentence: each reply and expectation by itself would tell a
 * person who knows what they decided nothing.
 */
function otherDecisions(isUnused: boolean, unmet: number): readonly string[] {
  const what = [
    ...(isUnused ? ["not all of its replies were used"] : []),
    ...(unmet > 0
      ? [`${countText(unmet, "expectation")} of it ${unmet === 1 ? "is" : "are"} not met`]
      : []),
  ];
  return what.length === 0
    ? []
    : [
        `It was written for the decisions of its own person, and here you decided: ${what.join(", and ")}.`,
      ];
}

/** Once `over` is aborted, a wait never ends: what would have followed it must not happen any more. */
function realPace(over: AbortSignal): Pace {
  return {
    nowMs: realClock.nowMs,
    at: ({ dueAtMs }) =>
      realClock.until(dueAtMs, over).catch(() => new Promise<never>(() => undefined)),
  };
}

function restoreRequests(log: readonly Event[], replies: AddressReplies): void {
  for (const event of log) {
    if (event.type !== "model.started") continue;
    const { address } = event;
    const request = {
      call: 0,
      wire: "anthropic",
      address,
      path: "",
      body: {},
      retryCount: 0,
    } as const;
    replies.next(withReading(request));
  }
}

/**
 * The popups that used up a scripted answer, in the order in which they opened: that is the order in which a
 * sequence of answers is used up. A popup that a rule decided used one up only if it had been shown by then.
 */
function decidedPopups(log: readonly Event[]): readonly Popup[] {
  const shown = new Set<PopupId>();
  const decided = new Set<PopupId>();
  for (const event of log) {
    if (event.type === "popup.shown") shown.add(event.popupId);
    if (event.type !== "popup.decided") continue;
    if (event.rule === null || shown.has(event.popupId)) decided.add(event.popupId);
  }
  return log.flatMap((event) =>
    event.type === "popup.opened" && decided.has(event.popup.id) ? [event.popup] : [],
  );
}

/** The popups that nobody has decided. */
function openPopups(log: readonly Event[]): readonly Popup[] {
  const closed = new Set(
    log.flatMap((event) =>
      event.type === "popup.decided" || event.type === "popup.expired" ? [event.popupId] : [],
    ),
  );
  return log.flatMap((event) =>
    event.type === "popup.opened" && !closed.has(event.popup.id) ? [event.popup] : [],
  );
}

async function unmetExpectations(
  scenario: Scenario,
  { log, files }: EndedRun,
): Promise<readonly string[]> {
  if (scenario.expect.length === 0) return [];
  const run = { ...project(log), log, files: await files() };
  return evaluate(scenario.expect, run)
    .filter(({ passed }) => !passed)
    .map(({ message }) => message);
}
