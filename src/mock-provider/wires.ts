import { anthropicWire } from "./anthropic/wire.ts";
import { geminiWire } from "./gemini/wire.ts";
import type { MockedWire } from "./mocked-wire.ts";
import { chatWire } from "./openai-chat/wire.ts";
import { responsesWire } from "./openai-responses/wire.ts";
import type { Wire } from "./reply-source.ts";

/** Every wire that the mock plays. Where a request could be for more than one, it is for the first. */
export const wires: Readonly<Record<Wire, MockedWire>> = {
  anthropic: anthropicWire,
  gemini: geminiWire,
  "openai-chat": chatWire,
  "openai-responses": responsesWire,
};
