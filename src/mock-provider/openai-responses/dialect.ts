import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, objectsOf } from "../json-object.ts";
import { inputLength } from "../openai/check-length.ts";
import type { ApiDialect, ApiQuestion } from "../openai/api-dialect.ts";
import { complaint, type ApiComplaint } from "../openai/error.ts";
import { offeredTools } from "../openai/offered.ts";
import { segment } from "../openai/prompt.ts";
import { errorEventOf, eventsOf } from "./events.ts";
import { pairingComplaint } from "./items.ts";
import type { KeptConversation, ResponseMemory } from "./kept-conversations.ts";
import { outputItems, wholeItem } from "./output-items.ts";
import { complaintAbout } from "./request.ts";
import { wholeResponse } from "./response.ts";

/** Responses, as `POST /v1/responses`. */
export function responsesDialect(memory: ResponseMemory): ApiDialect {
  return {
    wire: "openai-responses",
    prefixes: { message: "resp_", toolCall: "call_" },
    path: "/responses",
    missingKey: "Missing bearer or basic authentication in header",
    read: (body) => complaintAbout(body) ?? questionOf(body, memory),
  };
}

function questionOf(body: JsonObject, memory: ResponseMemory): ApiQuestion | ApiComplaint {
  const earlier = earlierIn(body, memory);
  if (earlier === null) return forgotten(String(body.previous_response_id));
  const conversation = [...earlier.items, ...ownItems(body.input)];
  const instructions = body.instructions ?? earlier.instructions;
  const isKeptElsewhere = body.prompt != null || body.conversation != null;
  if (conversation.length === 0 && !isKeptElsewhere) return nothingAsked;
  const unpaired = pairingComplaint(conversation);
  if (unpaired !== null) return unpaired;

  const model = String(body.model);
  const { include, text } = body;
  const tellsEncrypted = isArray(include) && include.includes("reasoning.encrypted_content");
  const offered = offeredTools(body.tools, ...objectsOf(conversation).map(({ tools }) => tools));
  const frame = { model, request: body, tellsEncrypted, offered };
  const prompt = [
    ...(isArray(body.tools) ? body.tools.map(segment) : []),
    ...(text == null ? [] : [segment(text)]),
    ...(body.instructions == null ? [] : [segment(body.instructions)]),
    ...conversation.map(segment),
  ];
  const tooLong = body.truncation === "auto" ? null : inputLength({ model, prompt });
  if (tooLong !== null) return tooLong;
  return {
    model,
    isStreamed: body.stream === true,
    prompt,
    heard:
      body.previous_response_id == null ? body : { ...body, instructions, input: conversation },
    keep(answer) {
      if (body.store === false) return;
      const output = outputItems(answer, frame).map((item) => wholeItem(item, frame));
      memory.keep(answer.names.message, { items: [...conversation, ...output], instructions });
    },
    stream: (answer) => eventsOf(frame, answer),
    whole: (answer) => wholeResponse(frame, answer),
    errorEvent: (answer, sentEvents) => errorEventOf(frame, answer, sentEvents),
  };
}

/** What came before the request's own input; `null` where it names a response that nobody kept. */
function earlierIn(body: JsonObject, memory: ResponseMemory): KeptConversation | null {
  const { previous_response_id: id } = body;
  return typeof id === "string" ? memory.recall(id) : { items: [], instructions: null };
}

function forgotten(id: string): ApiComplaint {
  return complaint(
    `Previous response with id '${id}' not found.`,
    "previous_response_id",
    "previous_response_not_found",
  );
}

const nothingAsked = complaint(
  `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
  null,
  "missing_required_parameter",
);

function ownItems(input: Json | undefined): readonly Json[] {
  if (typeof input === "string") return input === "" ? [] : [{ role: "user", content: input }];
  return isArray(input) ? input : [];
}
