import { byNearness, didYouMean } from "../core/words/nearest-name.ts";
import { withinTime } from "../clock/within-time.ts";
import { excerpt } from "../core/words/excerpt.ts";
import type { Expectation, FinishedRun, ExpectedText } from "./scenario.ts";
import { errorMessage } from "../core/words/error-message.ts";
import { countText } from "../core/words/count-text.ts";

/** Whether an expectation was met, and a sentence on what was expected and found. */
export interface Evaluation {
  readonly passed: boolean;
  readonly message: string;
}

/** Evaluates the expectations of a finished run, in the order in which they are written. */
export const evaluate = (
  expectations: readonly Expectation[],
  run: FinishedRun,
): readonly Evaluation[] => expectations.map((expectation) => evaluateOne(expectation, run));

function evaluateOne(expectation: Expectation, run: FinishedRun): Evaluation {
  switch (expectation.type) {
    case "outcome":
      return {
        passed: run.outcome === expectation.outcome,
        message: `expected the run to end as ${expectation.outcome}; it is ${run.outcome}${
          run.failure === null ? "" : ` (${run.failure.code}: ${excerpt(run.failure.message)})`
        }${openPopups(run)}`,
      };
    case "ticket":
      return aboutTicket(expectation.ticketId, run, (ticket) => ({
        passed: ticket.status === expectation.status,
        message: `expected ticket ${ticket.id} to be ${expectation.status}; it is ${ticket.status}${
          ticket.reason === null ? "" : `: ${excerpt(ticket.reason)}`
        }`,
      }));
    case "attempts":
      return aboutTicket(expectation.ticketId, run, (ticket) => ({
        passed: ticket.attempts === expectation.attempts,
        message: `expected ticket ${ticket.id} to take ${countText(expectation.attempts, "attempt")}; it took ${ticket.attempts}`,
      }));
    case "stream":
      return evaluateStream(expectation, run);
    case "file":
      return evaluateFile(expectation, run);
    case "popups":
      return evaluatePopups(expectation, run);
    case "usage":
      return evaluateUsage(expectation, run);
    case "refused":
      return evaluateRefused(expectation, run);
    case "either": {
      const evaluations = evaluate(expectation.of, run);
      return {
        passed: evaluations.some(({ passed }) => passed),
        message: `expected one of these, and none is so:\n${evaluations.map(({ message }) => `  ${message}`).join("\n")}`,
      };
    }
    case "sometimes":
      // A mark need not be met by this run. Whether any schedule met it is known once all have run.
      return { passed: true, message: `${expectation.mark}, in some schedule` };
    case "predicate":
      return evaluatePredicate(expectation, run);
  }
}

type Of<Type extends Expectation["type"]> = Extract<Expectation, { type: Type }>;

function openPopups(run: FinishedRun): string {
  if (run.outcome !== "waiting") return "";
  const open = run.popups.filter((popup) => popup.decision === null).map((popup) => popup.id);
  return open.length === 0 ? "" : `; nobody answered ${open.join(", ")}`;
}

function aboutTicket(
  ticketId: string,
  run: FinishedRun,
  judge: (ticket: FinishedRun["tickets"][number]) => Evaluation,
): Evaluation {
  const ticket = run.tickets.find((candidate) => candidate.id === ticketId);
  if (ticket !== undefined) return judge(ticket);
  return { passed: false, message: `expected ticket ${ticketId}; ${whyMissing(ticketId, run)}` };
}

/** Why the run has no such ticket: its plan did not come to be, or the id is another. */
function whyMissing(ticketId: string, { tickets, log }: FinishedRun): string {
  const ids = tickets.map(({ id }) => id);
  const waiting = new Set<string>();
  let proposedBy: string | null = null;
  for (const event of log) {
    if (event.type === "tracks.accepted") for (const { id } of event.tracks) waiting.add(id);
    if (event.type === "tickets.accepted") waiting.delete(event.trackId);
    if (event.type === "tickets.proposed" && event.tickets.some(({ id }) => id === ticketId))
      proposedBy = event.trackId;
  }
  if (proposedBy !== null && waiting.has(proposedBy))
    return `the plan of track ${proposedBy} proposed it, and was not accepted`;
  if (ids.length === 0) return "the run has no tickets: no plan was accepted";
  const [track, ...others] = waiting;
  if (track === undefined) return `the run has no such ticket. ${didYouMean(ticketId, ids)}`;
  const tracks = others.length === 0 ? `track ${track}` : `tracks ${[...waiting].join(", ")}`;
  return `the run has no such ticket, and no tickets of ${tracks} were accepted`;
}

function evaluateStream({ streamId, test, negated }: Of<"stream">, run: FinishedRun): Evaluation {
  const stream = run.streams[streamId];
  if (stream !== undefined) return judgeText(`stream "${streamId}"`, test, negated, stream.text);
  const ids = byNearness(streamId, Object.keys(run.streams));
  return {
    passed: false,
    message: `expected stream "${streamId}"; the run has no such stream. ${
      ids.length === 0
        ? "It has none at all: no model spoke."
        : `It has, nearest first: ${ids.map((id) => excerpt(id)).join(", ")}.`
    }`,
  };
}

function evaluateFile({ path, test, negated }: Of<"file">, run: FinishedRun): Evaluation {
  const content = run.files[path];
  if (test === null) {
    return {
      passed: (content === undefined) !== negated,
      message: `expected file ${path} ${negated ? "to be there" : "not to be there"}; it is ${
        content === undefined ? "missing" : `there: ${excerpt(content)}`
      }`,
    };
  }
  if (content !== undefined) return judgeText(`file ${path}`, test, negated, content);
  const paths = Object.keys(run.files);
  return {
    passed: false,
    message: `expected file ${path}; it is missing from the run's branch. ${
      paths.length === 0 ? "The branch has no files." : didYouMean(path, paths)
    }`,
  };
}

function judgeText(
  subject: string,
  test: ExpectedText,
  negated: boolean,
  text: string,
): Evaluation {
  const not = negated ? "not " : "";
  switch (test.type) {
    case "contains": {
      const index = text.indexOf(test.text);
      const otherCase = text.toLowerCase().indexOf(test.text.toLowerCase());
      const near =
        index < 0 && otherCase >= 0 ? " (it is there, but with other capital letters)" : "";
      return {
        passed: index >= 0 !== negated,
        message: `expected ${subject} ${not}to contain ${excerpt(test.text)}; it is ${excerpt(text, Math.max(index, otherCase, 0))}${near}`,
      };
    }
    case "equals": {
      const differs = firstDifference(test.text, text);
      const where = differs === null ? "" : ` (they differ from character ${differs + 1} on)`;
      return {
        passed: (differs === null) !== negated,
        message: `expected ${subject} ${not}to equal ${excerpt(test.text, differs ?? 0)}; it is ${excerpt(text, differs ?? 0)}${where}`,
      };
    }
    case "matches": {
      const index = text.search(new RegExp(test.pattern, test.flags));
      return {
        passed: index >= 0 !== negated,
        message: `expected ${subject} ${not}to match /${test.pattern}/${test.flags}; it is ${excerpt(text, Math.max(index, 0))}`,
      };
    }
  }
}

function firstDifference(left: string, right: string): number | null {
  if (left === right) return null;
  let index = 0;
  while (index < left.length && left[index] === right[index]) index++;
  return index;
}

function evaluatePopups({ kinds, order }: Of<"popups">, run: FinishedRun): Evaluation {
  const opened = run.popups.map((popup) => popup.kind);
  const [wanted, found] =
    order === "in-order" ? [kinds, opened] : [kinds.toSorted(), opened.toSorted()];
  const length = Math.max(wanted.length, found.length);
  const differs = Array.from({ length }, (_, i) => i).find((i) => wanted[i] !== found[i]);
  const manner = order === "in-order" ? "in this order" : "in any order";
  const detail =
    differs === undefined
      ? ""
      : order === "in-order"
        ? `. Popup ${differs + 1} is ${nameOf(run, differs)}, expected ${wanted[differs] ?? "none"}`
        : `. ${surplus(wanted, found)}`;
  return {
    passed: differs === undefined,
    message: `expected the popups ${listed(kinds)} ${manner}; there were ${listed(opened)}${detail}`,
  };
}

const listed = (kinds: readonly string[]): string =>
  kinds.length === 0 ? "(none)" : kinds.join(", ");

function nameOf(run: FinishedRun, index: number): string {
  const popup = run.popups[index];
  if (popup === undefined) return "none";
  return popup.ticketId === null ? popup.kind : `${popup.kind} of ${popup.ticketId}`;
}

/** Names the popup kinds that opened too seldom or too often. */
function surplus(wanted: readonly string[], found: readonly string[]): string {
  const amount = (kinds: readonly string[], kind: string) =>
    kinds.filter((candidate) => candidate === kind).length;
  return [...new Set([...wanted, ...found])]
    .filter((kind) => amount(wanted, kind) !== amount(found, kind))
    .map((kind) => `${kind}: expected ${amount(wanted, kind)}, found ${amount(found, kind)}`)
    .join("; ");
}

const membersInWords: Readonly<Record<Of<"usage">["member"], string>> = {
  inputTokens: "input tokens",
  outputTokens: "output tokens",
  cacheReadTokens: "tokens read from the cache",
  cacheWriteTokens: "tokens written to the cache",
};

function evaluateUsage(expectation: Of<"usage">, run: FinishedRun): Evaluation {
  const { tier, member, atLeast, atMost } = expectation;
  const used = run.usage[tier][member];
  const bounds = [
    ...(atLeast === null ? [] : [`at least ${atLeast}`]),
    ...(atMost === null ? [] : [`at most ${atMost}`]),
  ].join(" and ");
  const silent = used === 0 && !spoke(tier, run) ? `; no model of ${tier} was called` : "";
  return {
    passed: (atLeast === null || used >= atLeast) && (atMost === null || used <= atMost),
    message: `expected ${tier} to use ${bounds} ${membersInWords[member]}; it used ${used}${silent}`,
  };
}

const spoke = (tier: string, run: FinishedRun): boolean =>
  run.log.some((event) => event.type === "model.started" && event.address.tier === tier);

function evaluateRefused({ why, count }: Of<"refused">, run: FinishedRun): Evaluation {
  const refusals = run.log.filter((event) => event.type === "answer.refused");
  const found = refusals.filter((event) => event.why === why).length;
  const others = refusals.filter((event) => event.why !== why).map((event) => event.why);
  return {
    passed: found === count,
    message: `expected ${countText(count, "answer")} refused as ${why}; there were ${found}${
      others.length === 0 ? "" : ` (and refused otherwise: ${others.join(", ")})`
    }`,
  };
}

/** How long a check may take. It only reads data, so one that takes longer will probably never end. */
const patienceMs = 3_000;

function evaluatePredicate({ description, test }: Of<"predicate">, run: FinishedRun): Evaluation {
  const subject = `check ${excerpt(description)}`;
  try {
    const verdict: unknown = withinTime(patienceMs, () => test(run));
    if (verdict instanceof Promise) {
      // A rejection that nobody catches would be reported later, without naming the check.
      verdict.catch(() => undefined);
      return { passed: false, message: `${subject} returned a promise; it must answer at once` };
    }
    if (typeof verdict === "string") {
      return { passed: false, message: `${subject} failed: ${excerpt(verdict)}` };
    }
    return verdict === false
      ? { passed: false, message: `${subject} returned false` }
      : { passed: true, message: `${subject} holds` };
  } catch (error) {
    const reason = errorMessage(error);
    return { passed: false, message: `${subject} threw: ${excerpt(reason)}` };
  }
}
