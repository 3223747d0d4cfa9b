import type { MockedWire } from "../mocked-wire.ts";
import { modelsDialect, openaiDialect } from "../openai/dialect.ts";
import { complaint, refusalOf } from "../openai/error.ts";
import { chatChunks } from "../servers/chat-chunks.ts";
import { chatDialect } from "./dialect.ts";
import { readingOf } from "./reading.ts";
import { turnsIn } from "./request-turns.ts";

export const chatWire: MockedWire = {
  paths: [chatDialect.path],
  dialects: () => [openaiDialect(chatDialect), modelsDialect(chatDialect)],
  // A stranger's request is most likely meant for the API that most servers copy.
  notFound: (_, message) => refusalOf(404, complaint(message, null, null)).body(""),
  read: readingOf,
  turns: turnsIn,
  habitual: chatChunks,
  strayHabits: [
    { type: "usage", as: "none" },
    { type: "usage", as: "null" },
    { type: "usage", as: "total-alone" },
    { type: "usage", as: "other-names" },
    { type: "finish", as: "none" },
    { type: "finish", as: "null-word" },
    { type: "call-ids", as: "empty" },
    { type: "call-index", as: "null" },
    { type: "arguments", as: "object" },
    { type: "arguments", as: "twice-encoded" },
    { type: "idle-chunks", as: "no-choices" },
    { type: "thoughts-in", as: "both" },
    { type: "ends", as: "no-sentinel" },
    { type: "ends", as: "sentinel-twice" },
    { type: "usage", as: "empty" },
    { type: "usage", as: "negative" },
    { type: "usage", as: "twice" },
    { type: "usage", as: "before-finish" },
    { type: "usage", as: "cache-beside" },
    { type: "finish", as: "unheard-of" },
    { type: "finish", as: "with-last-content" },
    { type: "call-ids", as: "null-word" },
    { type: "call-ids", as: "moving" },
    { type: "call-ids", as: "empty-later" },
    { type: "call-names", as: "spaced" },
    { type: "call-names", as: "prefixed" },
    { type: "call-names", as: "late" },
    { type: "call-names", as: "in-pieces" },
    { type: "arguments", as: "fenced" },
    { type: "arguments", as: "behind-an-empty-object" },
    { type: "arguments", as: "before-an-empty-object" },
    { type: "arguments", as: "so-far-in-each" },
    { type: "thoughts-in", as: "object" },
    { type: "content-in-parts" },
    { type: "stream-errors", as: "text" },
    { type: "ends", as: "bare-sentinel" },
    { type: "ends", as: "more-behind" },
  ],
};
