import type { MockedWire } from "../mocked-wire.ts";
import { openaiDialect } from "../openai/dialect.ts";
import { scriptlessDialects } from "../openai/scriptless-dialects.ts";
import { responseItems } from "../servers/response-items.ts";
import { responsesDialect } from "./dialect.ts";
import { newResponseMemory } from "./kept-conversations.ts";
import { readingOf } from "./reading.ts";
import { turnsIn } from "./request-turns.ts";

export const responsesWire: MockedWire = {
  paths: ["/responses"],
  dialects() {
    const api = responsesDialect(newResponseMemory());
    return [openaiDialect(api), ...scriptlessDialects(api)];
  },
  notFound: () => null,
  read: readingOf,
  turns: turnsIn,
  habitual: responseItems,
  strayHabits: [
    { type: "item-ids", as: "none" },
    { type: "item-index", as: "none" },
    { type: "items-whole" },
    { type: "input-at-end" },
    { type: "rest-at-end" },
    { type: "unknown-kinds" },
    { type: "response-usage", as: "none" },
    { type: "response-usage", as: "null" },
    { type: "response-usage", as: "other-names" },
    { type: "ends", as: "open" },
    { type: "parted-events" },
    { type: "no-failure" },
    { type: "stream-errors", as: "unframed" },
    { type: "calls-in-turns" },
    { type: "thoughts-in-content" },
    { type: "summary-in-parts" },
  ],
};
