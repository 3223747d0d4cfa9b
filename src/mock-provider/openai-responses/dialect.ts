import type { Json, JsonObject } from "../../core/json.ts";
import { isArray } from "../json-object.ts";
import type { Dialect, Question } from "../openai/dialect.ts";
import { complaint, type Complaint } from "../openai/error.ts";
import { segment } from "../openai/prompt.ts";
import { errorEventOf, eventsOf } from "./events.ts";
import { pairingComplaint } from "./items.ts";
import type { ResponseMemory } from "./memory.ts";
import { outputItems, wholeItem } from "./output.ts";
import { complaintAbout } from "./request.ts";
import { wholeResponse } from "./response.ts";

/** Responses, as `POST /v1/responses`. */
export function responsesDialect(memory: ResponseMemory): Dialect {
  return {
    wire: "openai-responses",
    prefixes: { message: "resp_", toolCall: "call_" },
    read: (body) => complaintAbout(body) ?? questionOf(body, memory),
  };
}

function questionOf(body: JsonObject, memory: ResponseMemory): Question | Complaint {
  const earlier = earlierItems(body, memory);
  if (earlier === null) return forgotten(String(body.previous_response_id));
  const conversation = [...earlier, ...ownItems(body.input)];
  const unpaired = pairingComplaint(conversation);
  if (unpaired !== null) return unpaired;

  const model = String(body.model);
  const { include, text } = body;
  const tellsEncrypted = isArray(include) && include.includes("reasoning.encrypted_content");
  const frame = { model, request: body, tellsEncrypted };
  return {
    model,
    isStreamed: body.stream === true,
    prompt: [
      ...(isArray(body.tools) ? body.tools.map(segment) : []),
      ...(text == null ? [] : [segment(text)]),
      ...(body.instructions == null ? [] : [segment(body.instructions)]),
      ...conversation.map(segment),
    ],
    stream(answer) {
      if (body.store !== false) {
        const output = outputItems(answer).map((item) => wholeItem(item, frame));
        memory.keep(answer.names.message, [...conversation, ...output]);
      }
      return eventsOf(frame, answer);
    },
    whole: (answer) => wholeResponse(frame, answer),
    errorEvent: (answer, sentEvents) => errorEventOf(frame, answer, sentEvents),
  };
}

/** What came before the request's own input; `null` where it names a response that nobody kept. */
function earlierItems(body: JsonObject, memory: ResponseMemory): readonly Json[] | null {
  const { previous_response_id: id } = body;
  return typeof id === "string" ? memory.recall(id) : [];
}

function forgotten(id: string): Complaint {
  return complaint(
    `Previous response with id '${id}' not found.`,
    "previous_response_id",
    "previous_response_not_found",
  );
}

function ownItems(input: Json | undefined): readonly Json[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  return isArray(input) ? input : [];
}
