import type { JsonObject } from "../../core/json.ts";
import type { WireError } from "../wire-error.ts";
import { isArray, isObject, parseJson } from "../json-object.ts";
import { checkPromptLength } from "./check-length.ts";
import { checkRequest, type Endpoint } from "./check-request.ts";
import { refusalOf, tooLarge, unknownModel } from "./error.ts";
import { jsonComplaint } from "./json-fault.ts";

/** What the mock needs to know of a request's body. */
export interface MessagesBody {
  readonly json: JsonObject;
  readonly model: string;
  readonly isStreamed: boolean;
  readonly stopSequence: string | null;
  /** `max_tokens: 0`: the prompt is to be cached, and nothing said. */
  readonly isWarmUp: boolean;
}

export type ReadBody =
  | { readonly type: "body"; readonly body: MessagesBody }
  | { readonly type: "refused"; readonly error: WireError };

/** What the API says of its limit, 32 MB: platform.claude.com/docs/en/api/errors. */
const bodyBytesMax = 32 * 1024 * 1024;

/** Reads a request's body, or says why the API would refuse it. */
export function readBody(
  text: string,
  request: {
    readonly endpoint: Endpoint;
    readonly headers: Headers;
    readonly hasModel: (name: string) => boolean;
  },
): ReadBody {
  // A character is a byte at least: a body of this many characters is too large by any count.
  if (text.length > bodyBytesMax || Buffer.byteLength(text) > bodyBytesMax)
    return refused(413, tooLarge);
  const json = parseJson(text);
  const fault = jsonComplaint(text, json);
  if (fault !== null) return refused(400, `The request body is not valid JSON: ${fault}`);
  if (!isObject(json)) return refused(400, "The request body is not valid JSON: it is no object.");
  const complaint = checkRequest(json, request.endpoint, betasIn(request.headers));
  if (complaint !== null) return refused(400, complaint);
  const model = String(json.model);
  if (!request.hasModel(model)) return refused(404, unknownModel(model));
  const length = checkPromptLength(json, text);
  if (length !== null) return refused(400, length);
  const [stopSequence] = isArray(json.stop_sequences) ? json.stop_sequences : [];
  return {
    type: "body",
    body: {
      json,
      model,
      isStreamed: json.stream === true,
      stopSequence: typeof stopSequence === "string" ? stopSequence : null,
      isWarmUp: json.max_tokens === 0,
    },
  };
}

/** They stand in one header, or in several, which come as one. */
function betasIn(headers: Headers): readonly string[] {
  const betas = (headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim());
  return betas.filter((beta) => beta !== "");
}

const refused = (status: number, message: string): ReadBody => ({
  type: "refused",
  error: refusalOf(status, message),
});
