import type { MockedWire } from "../mocked-wire.ts";
import { messageEvents } from "../servers/message-events.ts";
import { anthropicDialect } from "./dialect.ts";
import { isAnthropic } from "./endpoint.ts";
import { readingOf } from "./reading.ts";
import { turnsIn } from "./request-turns.ts";

export const anthropicWire: MockedWire = {
  paths: ["/messages", "/messages/count_tokens"],
  dialects: () => [anthropicDialect],
  notFound: (request, message) =>
    isAnthropic(request) ? { type: "error", error: { type: "not_found_error", message } } : null,
  read: readingOf,
  turns: turnsIn,
  habitual: messageEvents,
  strayHabits: [
    { type: "message-usage", as: "none" },
    { type: "message-usage", as: "null" },
    { type: "ends", as: "open" },
    { type: "message-usage", as: "texts" },
    { type: "message-usage", as: "negative" },
    { type: "parted-events" },
    { type: "no-reasons" },
    { type: "late-block-stops" },
    { type: "text-in-calls" },
    { type: "null-texts" },
    { type: "untyped-deltas" },
    { type: "deltas-as-blocks" },
    { type: "signature-late" },
    { type: "signature-in-pieces" },
    { type: "signature-twice" },
    { type: "input-so-far" },
    { type: "bare-message-delta" },
    { type: "tool-ids", as: "none" },
    { type: "waits-told", as: "reset-time" },
    { type: "calls-in-turns" },
  ],
};
