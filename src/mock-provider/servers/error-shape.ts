import { refusalOf } from "../gemini/error.ts";
import type { WireError } from "../wire-error.ts";
import type { WireEvent } from "../wire-event.ts";
import type { ErrorHabit } from "./error-habit.ts";
import type { Habit } from "./habit.ts";

type As<Type extends ErrorHabit["type"]> = Extract<
  ErrorHabit,
  { readonly type: Type; readonly as: string }
>["as"];

/**
 * An error as a server with these habits spells it: first its words, then their shape; last Google's body, which has a member for
 * the pause and so no other shape.
 */
export function shapedError(error: WireError, habits: readonly Habit[], nowMs: number): WireError {
  return habits
    .toSorted((one, other) => turnOf(one) - turnOf(other))
    .reduce((before, habit) => errorHabit(before, habit, nowMs), error);
}

function turnOf(habit: Habit): number {
  if (habit.type !== "waits-told") return 1;
  if (habit.as === "words" || habit.as === "rounded-down") return 0;
  return habit.as === "retry-info" ? 2 : 1;
}

function errorHabit(error: WireError, habit: Habit, nowMs: number): WireError {
  switch (habit.type) {
    case "errors":
      return spelt(error, habit.as);
    case "waits-told":
      return waitTold(error, habit.as, nowMs);
    case "statuses":
      return error.status === 503 || error.status === 529
        ? { ...error, status: habit.overloaded }
        : error;
    default:
      return error;
  }
}

/** A refusal in the server's own words, before they get their shape. */
export const refusalError = (refusal: {
  readonly status: number;
  readonly words: string;
  readonly param?: string;
}): WireError => ({
  status: refusal.status,
  message: refusal.words,
  retryAfterMs: null,
  shouldRetry: null,
  body: () => ({
    error: {
      message: refusal.words,
      type: "invalid_request_error",
      param: refusal.param ?? null,
      code: null,
    },
  }),
});

function spelt(error: WireError, as: As<"errors">): WireError {
  const { status, message } = error;
  const body = (value: object): WireError => ({ ...error, body: () => value });
  switch (as) {
    case "text-member":
      return body({ error: message });
    case "detail":
      return body({ detail: message });
    case "detail-list":
      return body({ detail: [{ type: "invalid", loc: ["body"], msg: message }] });
    case "message-member":
      return body({
        object: "error",
        message,
        type: "invalid_request_error",
        code: String(status),
      });
    case "list":
      return body([refusalOf(status, message).body("")]);
    case "code-and-msg":
      return body({ code: String(status), msg: message, success: false });
    case "base-resp":
      return body({ base_resp: { status_code: status, status_msg: message } });
    case "metadata-raw":
      return body({
        error: {
          code: status,
          message: "Provider returned error",
          metadata: { raw: message, provider_name: "Other" },
        },
      });
    case "object-error":
      return body({ error: { object: "error", message, code: status, param: null } });
    case "prefixed":
      return body({
        error: {
          message: `litellm.APIError: ${message}`,
          type: null,
          param: null,
          code: String(status),
        },
      });
    case "error-code":
      return body({ error_code: "BAD_REQUEST", message });
    case "errors-list":
      return body({ success: false, errors: [{ code: 10_000 + status, message }], result: null });
    case "problem":
      return body({ type: "about:blank", title: "Error", status, detail: message });
    case "nested":
      return body({ error: { error: { message, code: status } } });
    case "fault":
      return body({ fault: { faultstring: message, detail: { errorcode: "policy.Error" } } });
    case "in-result":
      return body({ result: { error: { message } } });
    case "in-response":
      return body({ Response: { Error: { Code: "InternalError", Message: message } } });
    case "named-by-class":
      return body({ __type: "com.amazon.coral.service#InternalServerException", message });
    case "xml":
      return {
        ...error,
        text: { type: "application/xml", body: `<Error><Message>${message}</Message></Error>` },
      };
    case "plain":
      return { ...error, text: { type: "text/plain", body: message } };
    case "page":
      return {
        ...error,
        text: {
          type: "text/html",
          body: `<html><head><title>${status} ${message}</title></head><body></body></html>`,
        },
      };
  }
}

/** Elsewhere than in the usual headers. */
function waitTold(error: WireError, as: As<"waits-told">, nowMs: number): WireError {
  const { retryAfterMs, message } = error;
  if (retryAfterMs === null) return error;
  const bare = { ...error, retryAfterMs: null };
  const { text: _, ...asJson } = bare;
  const seconds = `${retryAfterMs / 1_000}s`;
  const words = `${message} Please try again in ${seconds}.`;
  const inWords = {
    ...bare,
    message: words,
    body: () => ({ error: { message: words, type: "tokens" } }),
  };
  switch (as) {
    case "words":
      return inWords;
    case "rounded-down":
      return { ...inWords, headers: { "retry-after": String(Math.floor(retryAfterMs / 1_000)) } };
    case "retry-info":
      return {
        ...asJson,
        body: () => ({
          error: {
            code: error.status,
            message,
            details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: seconds }],
          },
        }),
      };
    case "date":
      return {
        ...bare,
        headers: {
          date: new Date(nowMs).toUTCString(),
          "retry-after": new Date(nowMs + Math.ceil(retryAfterMs / 1_000) * 1_000).toUTCString(),
        },
      };
    case "fraction":
      return { ...bare, headers: { "retry-after": String(retryAfterMs / 1_000) } };
    case "reset-time":
      return {
        ...bare,
        headers: {
          date: new Date(nowMs).toUTCString(),
          "anthropic-ratelimit-requests-remaining": "0",
          "anthropic-ratelimit-requests-reset": new Date(
            Math.floor(nowMs / 1_000) * 1_000 + retryAfterMs,
          ).toISOString(),
        },
      };
    case "reset-header":
      return {
        ...bare,
        headers: {
          "retry-after": "0",
          "x-ratelimit-remaining-requests": "0",
          "x-ratelimit-reset-requests": seconds,
        },
      };
  }
}

/** An overload within a stream, as the server spells it; `usual` is the wire's own event. */
export function shapedErrorEvent(usual: WireEvent, habits: readonly Habit[]): WireEvent {
  const habit = habits.find((one) => one.type === "stream-errors");
  if (habit === undefined) return usual;
  return { ...usual, text: errorText(habit.as) };
}

const overloaded = "The server is overloaded. Please try again later.";

function errorText(as: As<"stream-errors">): string {
  switch (as) {
    case "text":
      return `data: ${JSON.stringify({ error: overloaded })}\n\n`;
    case "plain":
      return `data: ${overloaded}\n\n`;
    case "exception":
      return `event: serviceUnavailableException\ndata: ${JSON.stringify({ message: overloaded })}\n\n`;
    case "event-text":
      return `event: error\ndata: ${JSON.stringify(overloaded)}\n\n`;
    case "line":
      return `error: ${JSON.stringify({ code: 503, message: overloaded, type: "unavailable_error" })}\n\n`;
    case "object-error":
      return `data: ${JSON.stringify({ object: "error", message: overloaded, code: 503 })}\n\n`;
    case "detail":
      return `data: ${JSON.stringify({ detail: overloaded })}\n\n`;
    case "code-and-msg":
      return `data: ${JSON.stringify({ code: "1305", msg: overloaded })}\n\n`;
    case "list":
      return `data: ${JSON.stringify([{ error: { code: 503, message: overloaded, status: "UNAVAILABLE" } }])}\n\n`;
    case "in-result":
      return `data: ${JSON.stringify({ result: { error: { message: overloaded } } })}\n\n`;
    case "in-delta":
      return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { error: { code: 503, message: overloaded } } }] })}\n\n`;
    case "unframed":
      return `${JSON.stringify({ error: { code: 503, message: overloaded } })}\n\ndata: [DONE]\n\n`;
    case "no-event":
      return `data: ${JSON.stringify({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })}\n\n`;
    case "finish-reason":
      return `data: ${JSON.stringify({
        error: { code: 502, message: overloaded },
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
      })}\n\n`;
  }
}
