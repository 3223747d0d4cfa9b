import type { StopReason } from "../core/reply/delta.ts";
import type { FailureCode } from "../core/failure.ts";
import type { ProviderEvent } from "../ports.ts";
import { memberNamed, textOf } from "./json-value.ts";

/**
 * Why replies end, by the names of all servers: bridges between the wires hand on the name of the other side, and
 * Gemini's are in capitals. Without what is no letter; a name that is not here is an end all the same.
 */
const stopReasons: Readonly<Record<string, StopReason>> = {
  stop: "end-turn",
  endturn: "end-turn",
  completed: "end-turn",
  stopsequence: "stop-sequence",
  length: "max-tokens",
  maxtokens: "max-tokens",
  maxoutputtokens: "max-tokens",
  maxcompletiontokens: "max-tokens",
  maxnewtokens: "max-tokens",
  maxlength: "max-tokens",
  outputlimit: "max-tokens",
  tokenlimit: "max-tokens",
  errorlimit: "max-tokens",
  truncated: "max-tokens",
  lengthlimit: "max-tokens",
  maxlengthreached: "max-tokens",
  maxtokensreached: "max-tokens",
  toolcalls: "tool-use",
  tooluse: "tool-use",
  functioncall: "tool-use",
  pauseturn: "pause-turn",
  refusal: "refusal",
  contentfilter: "refusal",
  contentfiltered: "refusal",
  guardrailintervened: "refusal",
  safety: "refusal",
  prohibitedcontent: "refusal",
  recitation: "refusal",
  sensitive: "refusal",
  blocklist: "refusal",
  spii: "refusal",
  imagesafety: "refusal",
  contentpolicy: "refusal",
  contentpolicyviolation: "refusal",
  contentblocked: "refusal",
  moderation: "refusal",
  errortoxic: "refusal",
  blocked: "refusal",
  filtered: "refusal",
  modellength: "context-exceeded",
  contextlength: "context-exceeded",
  contextlengthexceeded: "context-exceeded",
  modelcontextwindowexceeded: "context-exceeded",
};

/** Ends that say that the reply is not whole: DeepSeek's, OpenRouter's, vLLM's, GLM's and Gemini's. */
const failedEnds: Readonly<Record<string, readonly [FailureCode, string]>> = {
  insufficientsystemresource: [
    "overloaded",
    "The server ran out of resources in the middle of its reply.",
  ],
  error: ["stream-error", "The server ended its reply with an error."],
  servererror: ["stream-error", "The server ended its reply with an error."],
  internalerror: ["stream-error", "The server ended its reply with an error."],
  engineerror: ["stream-error", "The server ended its reply with an error."],
  exception: ["stream-error", "The server ended its reply with an error."],
  failed: ["stream-error", "The server ended its reply with an error."],
  networkerror: ["stream-error", "The server ended its reply with a network error."],
  abort: ["stream-cut", "The server broke its reply off."],
  aborted: ["stream-cut", "The server broke its reply off."],
  cancel: ["stream-cut", "The server broke its reply off."],
  canceled: ["stream-cut", "The server broke its reply off."],
  cancelled: ["stream-cut", "The server broke its reply off."],
  interrupted: ["stream-cut", "The server broke its reply off."],
  timeout: ["timeout", "The server ran out of time in the middle of its reply."],
  malformedfunctioncall: ["malformed-reply", "The server could not read the model's call."],
  malformedresponse: ["malformed-reply", "The server could not read the model's reply."],
  unexpectedtoolcall: ["malformed-reply", "The model called a tool that it was not offered."],
};

const keyOf = (reason: string): string =>
  reason
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/^finishreason/, "");

/** Words that stand in pieces of a reply which goes on, so that a reason would end one that was cut. */
const noReasons: ReadonlySet<string> = new Set([
  "null",
  "none",
  "nil",
  "undefined",
  "unspecified",
  "unfinished",
  "notfinished",
  "inprogress",
  "continue",
  "streaming",
]);

/** A reason as a server told it; `null`: it told none, and `""` and the word `null` are none. */
export function reasonFrom(value: unknown): string | null {
  // SGLang's own API has an object, with what matched beside its type.
  const reason = textOf(value) || textOf(memberNamed(value, "type"));
  return reason.trim() === "" || noReasons.has(keyOf(reason)) ? null : reason;
}

/**
 * Why a server says that its reply ended, and whether that can be trusted: where more of the reply comes behind it, the
 * server says so too early, and only what ends the body ends the reply.
 */
export function newEndSign() {
  let reason: string | null = null;
  let isEarly = false;
  return {
    /** `null`: this piece says none. */
    say(said: string | null): void {
      reason = said ?? reason;
    },
    /** More of the reply has come. */
    goOn(): void {
      isEarly ||= reason !== null;
    },
    reason: () => reason,
    isTrusted: () => reason !== null && !isEarly,
  };
}

/** The end of a reply that a server ended for that reason; `null`: it told none. */
export function endFor(
  reason: string | null,
): Extract<ProviderEvent, { readonly type: "completed" | "failed" }> {
  const key = keyOf(reason ?? "");
  const [code, message] = Object.hasOwn(failedEnds, key) ? failedEnds[key]! : [];
  if (code !== undefined && message !== undefined)
    return { type: "failed", failure: { code, message } };
  const stopReason = Object.hasOwn(stopReasons, key) ? stopReasons[key]! : "unknown";
  return { type: "completed", stopReason };
}
