import { canonicalJson } from "../core/json.ts";
import type { CallMatch, ModelFault, ModelScript } from "../mock-provider/model-script.ts";
import type { Reply, ReplyFault, RequestTest } from "../mock-provider/reply.ts";
import type { Asked } from "./asked.ts";
import { wantsResults } from "./reply-lack.ts";
import { describeTest } from "./request-test.ts";

/** The replies of a scenario, and what goes wrong with them. `type`: where it is served and nothing else. */
export interface ScriptedModels {
  readonly type?: "served";
  readonly models: readonly ModelScript[];
  /** Those of models, among those of anything else. */
  readonly faults: readonly { readonly type: string }[];
}

/** The faults of models, in the order in which they are written. */
export const modelFaultsOf = ({ faults }: ScriptedModels): readonly ModelFault[] =>
  faults.filter((fault): fault is ModelFault => fault.type === "model");

/** One reply of a script, and what its scenario calls it. Turns count from 1. */
export interface ForeignStep {
  readonly script: ModelScript;
  readonly turn: number;
  readonly reply: Reply;
  /** `tier3("T-1") reply 2`; of a script that is only served, `reply 2`. */
  readonly name: string;
}

/**
 * One time that a reply is for: a reply is for one request unless it says otherwise. A retry is another try at
 * it. Its `state` is that of the latest try.
 *
 * - `failed`: the client did not get it, and may come again.
 * - `delivered`: the client got it.
 * - `given-up`: it did not, and the script says that it ends there.
 * - `refused`: it did not, for a reason that no client tries again after, unless it asks another model.
 */
export interface Round extends ForeignStep {
  /** Counts from 1. */
  readonly round: number;
  state: "unmet" | "open" | "failed" | "delivered" | "given-up" | "refused";
  tries: number;
  /** The numbers of the requests that it went out to. */
  readonly tried: number[];
  /** What asked for it last. */
  asked: Asked | null;
  /**
   * The body of a failed try that was taken up by a request which did not call itself a retry: it may have been
   * another agent's, with the same words, and the one that failed still comes.
   */
  owedTo: string | null;
  /** A try brought it to the client, or a client got all that it was meant to get. */
  isUsed: boolean;
  /** Its calls came to the client otherwise than as they are written. */
  isSpoilt: boolean;
  /** The client went away in its middle, and has not got it whole since. */
  left: { readonly call: number; readonly afterMs: number } | null;
  /** A request that may have been meant as its retry, and is none. */
  nearMiss: { readonly call: number; readonly difference: string } | null;
  readonly faults: ReplyFault[];
}

/**
 * Replies that are met one after another: by requests that `when` holds for, or by any. Of a reply for several
 * requests, the next round is made as one is met.
 */
export interface Strand {
  readonly when: RequestTest | null;
  readonly rounds: Round[];
}

/** Every reply of a scenario, in the order in which they are written. */
export function stepsOf(scenario: ScriptedModels): readonly ForeignStep[] {
  return scenario.models.flatMap((script) =>
    script.replies.map((reply, index) => ({
      script,
      turn: index + 1,
      reply,
      name: `${scenario.type === "served" ? "" : `${nameOfScript(script)} `}reply ${index + 1}`,
    })),
  );
}

function nameOfScript({ tier, trackId, ticketId, attempt }: ModelScript): string {
  const whose = trackId ?? ticketId;
  const name = whose === null ? tier : `${tier}(${JSON.stringify(whose)})`;
  return `${name}${attempt === 1 ? "" : `.attempt(${attempt})`}`;
}

/** A script's replies, cut before each that has a `when`. */
export function strandsOf(steps: readonly ForeignStep[]): readonly Strand[] {
  const strands: Strand[] = [];
  for (const step of steps) {
    const { when } = step.reply;
    if (when !== undefined || step.turn === 1) strands.push({ when: when ?? null, rounds: [] });
    strands.at(-1)!.rounds.push(newRound(step, 1));
  }
  return strands;
}

function newRound({ script, turn, reply, name }: ForeignStep, round: number): Round {
  const unmet = { state: "unmet", tries: 0, asked: null, owedTo: null, isUsed: false } as const;
  const untold = { isSpoilt: false, left: null, nearMiss: null } as const;
  return { script, turn, reply, name, round, ...unmet, ...untold, tried: [], faults: [] };
}

/** So many failed rounds of one reply may still be taken up again, besides the first that nobody ever got. */
const failedMax = 64;

/**
 * A reply for several requests can be met once more. Where it is for any number of them, what came of the
 * earlier ones is forgotten, but for those that are on their way or may come again.
 */
export function renew(strand: Strand, met: Round): void {
  const { times = 1 } = met.reply;
  if (times !== "any" && met.round >= times) return;
  const { rounds } = strand;
  rounds.splice(rounds.indexOf(met) + 1, 0, newRound(met, met.round + 1));
  if (times !== "any") return;
  const earlier = rounds.filter(({ turn, round }) => turn === met.turn && round < met.round);
  const failed = earlier.filter(({ state }) => state === "failed");
  const lost = failed.find(({ isUsed }) => !isUsed);
  const kept = new Set([...failed.slice(-failedMax), ...(lost === undefined ? [] : [lost])]);
  const forgotten = new Set(earlier.filter((one) => one.state !== "open" && !kept.has(one)));
  if (forgotten.size === 0) return;
  rounds.splice(0, rounds.length, ...rounds.filter((one) => !forgotten.has(one)));
}

export const nextOf = ({ rounds }: Strand): Round | undefined =>
  rounds.find(({ state }) => state === "unmet");

/**
 * The reply whose calls must have come back before this one: that before it in its group. `null` where there
 * is none, or where no client got those calls as they are written.
 */
export function callsBefore(
  { rounds }: Strand,
  next: Round,
): (ForeignStep & Pick<Round, "tried">) | null {
  const before = rounds.findLast(({ turn }) => turn < next.turn);
  if (before === undefined || !wantsResults(before.reply)) return null;
  const isMissed = rounds.some(
    ({ turn, state, isSpoilt }) =>
      turn === before.turn && (isSpoilt || state === "given-up" || state === "refused"),
  );
  const tried = rounds.filter(({ turn }) => turn === before.turn).flatMap((one) => one.tried);
  return isMissed ? null : { ...before, tried };
}

export const sameTest = (a: RequestTest | null, b: RequestTest | null): boolean =>
  canonicalJson(a) === canonicalJson(b) &&
  (a?.type !== "predicate" || b?.type !== "predicate" || a.test === b.test);

/** Whose fault it is. Where a reply is for several requests, the first of them meets its faults. */
export const isAt = (call: CallMatch, { script, turn }: ForeignStep): boolean =>
  call.tier === script.tier &&
  call.trackId === script.trackId &&
  call.ticketId === script.ticketId &&
  call.attempt === script.attempt &&
  call.turn === turn;

/** What comes next of a strand, and for whom. */
export function nameOfNext(strand: Strand): string {
  const { name } = nextOf(strand)!;
  return strand.when === null ? name : `${name}, for a request that ${describeTest(strand.when)}`;
}
