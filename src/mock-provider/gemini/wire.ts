import type { MockedWire } from "../mocked-wire.ts";
import { geminiDialect } from "./dialect.ts";
import { refusalOf } from "./error.ts";
import { readingOf } from "./reading.ts";

export const geminiWire: MockedWire = {
  paths: ["/models/NAME:generateContent"],
  dialects: () => [geminiDialect],
  notFound: ({ url }, message) =>
    url.includes("/v1beta/") ? refusalOf(404, message).body("") : null,
  read: readingOf,
  turns: (_, complain) => {
    complain("it came on a wire that the conductor does not speak");
    return [];
  },
  habitual: (events) => events,
  strayHabits: [],
};
