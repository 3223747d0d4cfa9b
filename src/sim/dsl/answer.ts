import type { Decision, DecisionType } from "../../core/gates/decision.ts";
import type { KindsOffering, PopupKind } from "../../core/gates/popup-kinds.ts";
import type { PopupMatch, UserAnswer } from "../scenario.ts";
import type { Chain } from "./chain.ts";
import { type Duration, millisecondsOf } from "./duration.ts";

/** One answer of the person, to a popup that has no attempt. */
export interface AnswerChain extends Chain<UserAnswer> {
  /** How long after the popup opened. */
  after(duration: Duration): this;
  /** A double click: sent twice, at the same time. */
  twice(): this;
  /**
   * Typed at a terminal by somebody in haste: keys before the popup can be read, the right key twice, a reason that is
   * pasted. It is for `approve`, `always` and `reject`; what else is decided takes more than a key.
   */
  typed(): this;
  /** Sent only once the popup is gone; the conductor must refuse it. */
  late(): this;
  /** Its popup need not open: whether it does depends on the schedule. */
  optional(): this;
  /**
   * The person is away when the popup opens. Once the run has ended as `waiting`, it is resumed, and then this
   * answer is given.
   */
  onReturn(): this;
  /**
   * The person is away when the popup opens, and answers while no process conducts the run, as by `rehearsal answer`: as soon
   * as it has ended and can be resumed, or its process has died. The process that goes on finds the answer in the log. It is
   * given in no other way besides. Where a scenario is played in real time (`run --provider mock`), it is given at the resume.
   */
  fromElsewhere(): this;
}

/** One answer of the person, to a popup that belongs to one attempt at a ticket. */
export interface AttemptAnswer extends AnswerChain {
  /** Which of the ticket's attempts the popup belongs to; 1 where it is not said. */
  attempt(attempt: number): AttemptAnswer;
}

/** A popup that the person sees and never answers. */
export interface Silence extends Chain<UserAnswer> {
  /** The popup need not open. */
  optional(): this;
}

/** A popup of one attempt at a ticket that the person sees and never answers. */
export interface AttemptSilence extends Silence {
  attempt(attempt: number): AttemptSilence;
}

/** What a kind of popup is called as a member of a decision's word: `approve.tracks`, `redo.inDoubt`. */
export type MemberOf<Kind extends PopupKind> = Kind extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Tail>}`
  : Kind;

export const memberOf = (kind: PopupKind): string =>
  kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A decision's word: a member for each kind of popup that may offer it, and no other. */
export type WordOf<Type extends DecisionType> = KindMembers<KindsOffering<Type>>;

export type KindMembers<Kind extends PopupKind> = Readonly<
  Record<MemberOf<Kind>, (...details: never[]) => Chain<UserAnswer>>
>;

type Subject = Partial<Omit<PopupMatch, "kind" | "attempt">>;

const match = (kind: PopupKind, subject: Subject, attempt: number | null): PopupMatch => ({
  kind,
  trackId: null,
  ticketId: null,
  tool: null,
  ...subject,
  attempt,
});

const answerTo = (to: PopupMatch, decision: Decision | null): UserAnswer => ({
  type: "answer",
  match: to,
  decision,
  afterMs: 0,
  twice: false,
  typed: false,
  late: false,
  optional: false,
  onReturn: false,
  fromElsewhere: false,
});

const withAttempt = (data: UserAnswer, attempt: number): UserAnswer => ({
  ...data,
  match: { ...data.match, attempt },
});

/** An answer to a popup of the run or of a track. */
export const onPlan = (kind: PopupKind, subject: Subject, decision: Decision): AnswerChain =>
  planChain(answerTo(match(kind, subject, null), decision));

/** An answer to a popup of a ticket's attempt. */
export const onAttempt = (kind: PopupKind, subject: Subject, decision: Decision): AttemptAnswer =>
  attemptChain(answerTo(match(kind, subject, 1), decision));

export const silenceOnPlan = (kind: PopupKind, subject: Subject): Silence =>
  planSilence(answerTo(match(kind, subject, null), null));

export const silenceOnAttempt = (kind: PopupKind, subject: Subject): AttemptSilence =>
  silenceChain(answerTo(match(kind, subject, 1), null));

const planChain = (data: UserAnswer): AnswerChain => waysOf(data, planChain);

const attemptChain = (data: UserAnswer): AttemptAnswer => ({
  ...waysOf(data, attemptChain),
  attempt: (attempt) => attemptChain(withAttempt(data, attempt)),
});

/** How an answer is given. `next` goes on from what was said. */
function waysOf<Next>(data: UserAnswer, next: (data: UserAnswer) => Next) {
  const given = (way: Partial<UserAnswer>): Next => next({ ...data, ...way });
  return {
    data,
    after: (duration: Duration) => given({ afterMs: millisecondsOf(duration) }),
    twice: () => given({ twice: true }),
    typed: () => given({ typed: true }),
    late: () => given({ late: true }),
    optional: () => given({ optional: true }),
    onReturn: () => given({ onReturn: true }),
    fromElsewhere: () => given({ fromElsewhere: true }),
  };
}

const planSilence = (data: UserAnswer): Silence => ({
  data,
  optional: () => planSilence({ ...data, optional: true }),
});

const silenceChain = (data: UserAnswer): AttemptSilence => ({
  data,
  attempt: (attempt) => silenceChain(withAttempt(data, attempt)),
  optional: () => silenceChain({ ...data, optional: true }),
});
