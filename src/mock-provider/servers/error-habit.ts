/**
 * Where a server tells a pause, each exactly. A date has whole seconds, rounded up; `rounded-down`: the header has whole seconds,
 * and the words say how long it is; `reset-header`: the usual header says 0.
 */
export const waysOfPauses = [
  "words",
  "retry-info",
  "date",
  "fraction",
  "reset-header",
  "reset-time",
  "rounded-down",
] as const;

/** How a server tells the pause that it asks for, where it is not by the usual headers. */
export type WayOfPause = (typeof waysOfPauses)[number];

/** How errors are spelt: `error-shape.ts`. */
export type ErrorHabit =
  | {
      readonly type: "errors";
      readonly as:
        | "text-member"
        | "detail"
        | "detail-list"
        | "message-member"
        | "list"
        | "code-and-msg"
        | "base-resp"
        | "metadata-raw"
        | "object-error"
        | "prefixed"
        | "error-code"
        | "errors-list"
        | "problem"
        | "nested"
        | "fault"
        | "in-result"
        | "in-response"
        | "named-by-class"
        | "xml"
        | "plain"
        | "page";
    }
  /** How a server says when to come again; `words`: in its message alone. */
  | {
      readonly type: "waits-told";
      readonly as: WayOfPause;
    }
  | {
      readonly type: "stream-errors";
      readonly as:
        | "text"
        | "plain"
        | "event-text"
        | "exception"
        | "line"
        | "object-error"
        | "detail"
        | "code-and-msg"
        | "list"
        | "in-result"
        | "in-delta"
        | "unframed"
        | "no-event"
        | "finish-reason";
    }
  /** Other statuses than the wire's own. */
  | { readonly type: "statuses"; readonly overloaded: number };
