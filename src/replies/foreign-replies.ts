import type { Observation, Observer } from "../mock-provider/observer.ts";
import type { ModelFault } from "../mock-provider/model-script.ts";
import type { MockRequest, NextReply, ReplySource } from "../mock-provider/reply-source.ts";
import { type Asked, sameTools, askedBy, differenceBetween } from "./asked.ts";
import { type Said, saidIn } from "./conversation.ts";
import { isFailure, isRetryable } from "../mock-provider/fault-effect.ts";
import {
  callsBefore,
  isAt,
  modelFaultsOf,
  nextOf,
  renew,
  type Round,
  sameTest,
  type ScriptedModels,
  stepsOf,
  type Strand,
  strandsOf,
} from "./foreign-step.ts";
import {
  allUsedUpWords,
  ambiguousWords,
  missWords,
  owedWords,
  overWords,
  threwWords,
  usedUpWords,
  waitingWords,
} from "./foreign-words.ts";
import { lackOfCalls, lackOfTools, spoilsCalls, toolsOf } from "./reply-lack.ts";
import { type Fit, fitOf, textOf } from "./request-test.ts";

/** Which reply a request met. */
export interface Meeting {
  readonly round: Readonly<Round>;
  readonly try: number;
  readonly fault: ModelFault | null;
}

/** Replies for clients that send no address. It must observe what becomes of them: a failed one may come again. */
export interface ForeignReplies extends ReplySource, Observer {
  /** What the last request that was asked about has met; `null` where nothing was meant for it. */
  lastMeeting(): Meeting | null;
  /** What came of each reply so far, time by time. */
  rounds(): readonly Readonly<Round>[];
}

/** One request, as it is looked at. */
interface Question {
  readonly request: MockRequest;
  readonly asked: Asked;
  readonly said: readonly Said[];
  readonly fits: FitOf;
}

/**
 * Why a request meets nothing. `none`: no reply was found; `barred`: the one that it asks for again is not to be
 * had; `amiss`: the scenario itself can't tell, in a whole sentence.
 */
interface Miss {
  readonly type: "none" | "barred" | "amiss";
  readonly why: string;
}

const none = (why: string): Miss => ({ type: "none", why });
const barred = (why: string): Miss => ({ type: "barred", why });
const amiss = (why: string): Miss => ({ type: "amiss", why });
const isRound = (found: Round | Miss): found is Round => "round" in found;

/**
 * By order: the scripts' replies as they are listed. By content: from a reply with a `when` on, up to the
 * next such one, they are for the requests that it holds for, and wait for them while others go on. A
 * retry (by the client's own word, or the same conversation after a failed try) is another try at the same
 * reply. What calls tools is for who offers them, and what comes after it for who brings their results.
 */
export function foreignReplies(
  scenario: ScriptedModels,
  onUnmatched: (message: string, call: number) => void,
  nowMs: () => number,
): ForeignReplies {
  const strands = strandsOf(stepsOf(scenario));
  const modelFaults = modelFaultsOf(scenario);
  const open = new Map<number, Round>();
  /** Of those, the ones of which something was sent. */
  const begun = new Set<number>();
  let last: Meeting | null = null;

  const allRounds = (): readonly Round[] => strands.flatMap(({ rounds }) => rounds);
  const strandOf = (round: Round): Strand => strands.find(({ rounds }) => rounds.includes(round))!;

  function retried({ request, asked, said, fits }: Question): Round | Miss | null {
    const isRetry = request.retryCount > 0;
    const rounds = allRounds();
    const same = rounds.filter((round) => round.asked?.conversation === asked.conversation);
    const again = same.filter((round) => mayComeAgain(round, asked) && isFor(round, fits));
    const taken = again.find((round) => round.asked?.body === asked.body) ?? again[0];
    if (taken !== undefined) {
      const lack = lackOfTools(taken, asked.tools);
      if (lack !== null) return barred(lack);
      if (!isRetry) taken.owedTo = taken.asked?.body ?? null;
      return taken;
    }
    const over = same.find((round) => isOver(round, asked) && isFor(round, fits));
    if (over !== undefined) return barred(overWords(over));
    if (!isRetry) return null;
    const debtor = same.find((round) => round.owedTo === asked.body);
    if (debtor !== undefined) {
      debtor.owedTo = null;
      return null;
    }
    // What it says changed a little from try to try.
    const failed = rounds.filter(({ state }) => state === "failed");
    const isHeir = (round: Round) => isWelcome(round, fits) && lackOf(round, asked, said) === null;
    if (same.length === 0) return failed.findLast(isHeir) ?? null;
    // It did not get what was sent, whatever we saw.
    const sent = same.filter((round) => !isOver(round, round.asked!));
    return sent.findLast((round) => round.asked?.body === asked.body) ?? sent.at(-1) ?? null;
  }

  /** Which reply a request that met nothing is a retry of: what it says last is the same. */
  function resembled({ asked, said, fits }: Question): Round | null {
    const owed = allRounds().filter(
      (round) =>
        round.state === "failed" &&
        round.asked?.lastWords === asked.lastWords &&
        sameTools(round.asked, asked) &&
        isWelcome(round, fits) &&
        lackOf(round, asked, said) === null,
    );
    return owed.at(-1) ?? null;
  }

  function isWelcome(round: Round, fits: FitOf): boolean {
    const { when } = strandOf(round);
    return when === null ? isFor(round, fits) : fits(strandOf(round)).type === "holds";
  }

  /** Whether a request may be another try at a reply: unless the reply's own `when` says no and another's yes. */
  function isFor(round: Round, fits: FitOf): boolean {
    const own = strandOf(round);
    if (own.when !== null && fits(own).type === "holds") return true;
    return !strands.some(
      (strand) => strand !== own && nextOf(strand) !== undefined && fits(strand).type === "holds",
    );
  }

  /** What a request lacks to be one that this reply is for; `null` for nothing. */
  function lackOf(round: Round, { tools }: Asked, said: readonly Said[]): string | null {
    const untold = lackOfTools(round, tools);
    if (untold !== null) return untold;
    const before = callsBefore(strandOf(round), round);
    const lack = before === null ? null : lackOfCalls(before.reply, before.tried, said);
    return lack === null || before === null
      ? null
      : `${round.name} comes after ${before.name}, which calls ${toolsOf(before.reply)}, and is for the conversation that brings back what came of it; of this one, ${lack}. A reply that needs no call before it has a .when(…) of its own.`;
  }

  /** The next reply of the first of these groups that asks for nothing which the request lacks. */
  function firstOf(meant: readonly Strand[], { asked, said }: Question): Round | Miss {
    const lacks = meant.map((strand) => ({
      round: nextOf(strand)!,
      lack: lackOf(nextOf(strand)!, asked, said),
    }));
    return lacks.find(({ lack }) => lack === null)?.round ?? none(lacks[0]?.lack ?? "");
  }

  function fresh(question: Question): Round | Miss {
    const { fits } = question;
    const meant = strands.filter((strand) => fits(strand).type === "holds");
    const waiting = strands.filter((strand) => nextOf(strand) !== undefined);
    const ready = meant.filter((strand) => waiting.includes(strand));
    const [first] = ready;
    if (first !== undefined) {
      const others = ready.filter((strand) => !sameTest(strand.when, first.when));
      if (others.length === 0) return firstOf(ready, question);
      return amiss(ambiguousWords(question.request, [first, ...others]));
    }
    for (const strand of waiting) {
      const fit = fits(strand);
      if (fit.type === "threw") return amiss(threwWords(question.request, strand, fit.why));
    }
    if (meant.length > 0) return none(usedUpWords(meant));
    const inOrder = waiting.find((strand) => strand.when === null);
    if (inOrder !== undefined) return firstOf([inOrder], question);
    return none(waiting.length === 0 ? allUsedUpWords(allRounds()) : waitingWords(waiting));
  }

  function find(question: Question): Round | string {
    const found = retried(question) ?? fresh(question);
    if (isRound(found)) return found;
    const { asked, fits, request } = question;
    switch (found.type) {
      case "amiss":
        return found.why;
      case "barred":
        return missWords(request, found.why, []);
      case "none":
    }
    const resembling = resembled(question);
    if (resembling !== null) return resembling;
    const owed = allRounds().filter((round) => round.state === "failed" && isWelcome(round, fits));
    for (const round of owed)
      round.nearMiss ??= { call: asked.call, difference: differenceBetween(round.asked!, asked) };
    const told = owed.map((round) => owedWords(round, asked));
    return missWords(request, found.why, told);
  }

  function meet(round: Round, asked: Asked): NextReply {
    if (round.state === "unmet") renew(strandOf(round), round);
    round.tries += 1;
    round.asked = asked;
    round.tried.push(asked.call);
    const fault =
      round.round > 1
        ? null
        : (modelFaults.find((one) => isAt(one.call, round) && one.call.try === round.tries) ??
          null);
    round.state = "open";
    if (fault !== null && isFailure(fault.fault)) {
      round.faults.push(fault.fault);
      round.state = failedState(fault);
      if (round.state !== "failed") round.isUsed = true;
    }
    if (fault !== null && spoilsCalls(fault.fault)) round.isSpoilt = true;
    open.set(asked.call, round);
    last = { round, try: round.tries, fault };
    return { type: "reply", reply: round.reply, fault: fault?.fault ?? null };
  }

  return {
    lastMeeting: () => last,
    rounds: allRounds,
    next(request) {
      last = null;
      const said = saidIn(request);
      const asked = askedBy(request, said, nowMs());
      const found = find({ request, asked, said, fits: fitsOf(request) });
      if (typeof found !== "string") return meet(found, asked);
      onUnmatched(found, request.call);
      return { type: "none", message: found };
    },
    observe({ type, call }: Observation) {
      const round = open.get(call);
      if (round === undefined) return;
      if (type === "sent") begun.add(call);
      const isLost = type === "aborted" || type === "refused";
      const hadBegun = begun.has(call);
      if (isLost || type === "ended") {
        open.delete(call);
        begun.delete(call);
      }
      // What becomes of a try that another one followed no longer matters, nor of one that failed.
      if (round.asked?.call !== call || round.state !== "open") return;
      if (type === "sent" || type === "ended") round.isUsed = true;
      if (isLost) round.state = "failed";
      if (type === "aborted" && hadBegun && round.reply.leaves !== true)
        round.left = { call, afterMs: nowMs() - round.asked.atMs };
      if (type === "ended") {
        round.state = "delivered";
        round.left = null;
      }
    },
  };
}

function failedState({ final, fault }: ModelFault): "given-up" | "failed" | "refused" {
  if (final === true) return "given-up";
  return isRetryable(fault) ? "failed" : "refused";
}

/** A client that was refused for good may still ask another model. */
const mayComeAgain = ({ state, asked }: Round, now: Asked): boolean =>
  state === "failed" || (state === "refused" && asked?.model !== now.model);

const isOver = ({ state, asked }: Round, now: Asked): boolean =>
  (state === "given-up" || state === "refused") && asked?.model === now.model;

type FitOf = (strand: Strand) => Fit;

/** Each `when` is asked once a request: it may be a user's code. */
function fitsOf({ body }: MockRequest): FitOf {
  const text = textOf(body);
  const fits = new Map<Strand, Fit>();
  return (strand) => {
    const known = fits.get(strand);
    if (known !== undefined) return known;
    const fit: Fit = strand.when === null ? { type: "differs" } : fitOf(strand.when, body, text);
    fits.set(strand, fit);
    return fit;
  };
}
