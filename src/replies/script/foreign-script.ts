import { canonicalJson } from "../../core/json.ts";
import type { ModelFault } from "../../mock-provider/model-script.ts";
import type { ReplyPart, RequestTest, ScriptedReply } from "../../mock-provider/reply.ts";
import type { ReplyFault } from "../../mock-provider/reply-fault.ts";
import { describeTest } from "./request-test.ts";
import type { WhenSeveralFit } from "./when-several-fit.ts";
import { isAt, type ScriptedStep } from "./scripted-step.ts";

/** What foreign agents are answered with, as plain data. Steps and groups are named by their index. */
export interface ForeignScript {
  readonly steps: readonly ForeignStep[];
  readonly groups: readonly ReplyGroup[];
  readonly whenSeveralFit: WhenSeveralFit;
}

/** One reply of the script. Tests that are a user's code are left out: their results are in `ForeignRequest.fits`. */
export interface ForeignStep {
  readonly name: string;
  readonly group: number;
  readonly reply: PlainReply;
  /** Where a reply is for several requests, the first of them meets its faults. */
  readonly faults: readonly StepFault[];
}

/** A scripted reply without the members that may hold a user's code. */
export type PlainReply = Omit<ScriptedReply, "when" | "group" | "expects" | "parts"> & {
  readonly parts: readonly PlainPart[];
};

export type PlainPart = WithoutCode<ReplyPart>;

type WithoutCode<Part> = Part extends { readonly make: unknown } ? Omit<Part, "make"> : Part;

/** What goes wrong with one try of a reply. */
export interface StepFault {
  /** Counts from 1. */
  readonly try: number;
  readonly fault: ReplyFault;
  /** The client is to give up after it. */
  readonly isFinal: boolean;
}

/** Replies that are met one after another: by requests that a test holds for, or where it is `null`, by any. */
export interface ReplyGroup {
  readonly test: GroupTest | null;
}

export interface GroupTest {
  /** Its place in `ForeignRequest.fits`. Groups with equal tests have the same. */
  readonly index: number;
  /** `contains "words"` */
  readonly words: string;
}

/** A script for foreign agents, and its tests, each of which runs once for each request. */
export interface ReadScript {
  readonly script: ForeignScript;
  readonly tests: readonly RequestTest[];
}

/**
 * Divides a script's replies into groups. Each reply with a `when` begins a group, and the replies after it belong to that
 * group. Replies of a `group(…)` form a group of their own, also where other groups stand between them.
 */
export function readScript(
  scripted: readonly ScriptedStep[],
  faults: readonly ModelFault[],
  whenSeveralFit: WhenSeveralFit,
): ReadScript {
  const tests: RequestTest[] = [];
  const groups: ReplyGroup[] = [];
  const steps: ForeignStep[] = [];
  /** By script and number of its `group(…)`; 0 for groups that a `when` begins. */
  const begun = new Map<string, number>();
  for (const step of scripted) {
    const { when, expects: _, parts, group: nth = 0, ...others } = step.reply;
    const reply = { ...others, parts: parts.map(withoutCode) };
    const key = `${step.script.tier} ${step.script.trackId} ${step.script.ticketId} ${step.script.attempt} ${nth}`;
    if (when !== undefined || !begun.has(key)) {
      const test = when === undefined ? null : testAmong(tests, when);
      begun.set(key, groups.push({ test }) - 1);
    }
    const own = faults.filter(({ call }) => isAt(call, step)).map(faultOf);
    steps.push({ name: step.name, group: begun.get(key)!, reply, faults: own });
  }
  return { script: { steps, groups, whenSeveralFit }, tests };
}

function testAmong(tests: RequestTest[], when: RequestTest): GroupTest {
  const known = tests.findIndex((test) => sameTest(test, when));
  return { index: known < 0 ? tests.push(when) - 1 : known, words: describeTest(when) };
}

const sameTest = (a: RequestTest, b: RequestTest): boolean =>
  canonicalJson(a) === canonicalJson(b) &&
  (a.type !== "predicate" || b.type !== "predicate" || a.test === b.test);

function withoutCode(part: ReplyPart): PlainPart {
  if (part.type !== "made") return part;
  const { make: _, ...plain } = part;
  return plain;
}

const faultOf = ({ call, fault, final }: ModelFault): StepFault => ({
  try: call.try,
  fault,
  isFinal: final === true,
});
