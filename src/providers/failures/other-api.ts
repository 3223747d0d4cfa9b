import type { Failure } from "../../core/failure.ts";
import type { KnownTraits } from "../../core/server.ts";
import { isError } from "./server-words.ts";
import { isRecord, memberNamed, parseReceived, textOf } from "../json-value.ts";

/** The APIs that the conductor speaks. */
export type SpokenApi = "Chat Completions" | "Messages" | "Responses";
/** Those that a server may be found to speak in its place. */
type Api = SpokenApi | "Gemini" | "Ollama" | "Cohere" | "Bedrock Converse";

/** Which API an event, or a whole reply, is of; `null`: it does not say, or is an error. */
export function apiOf(value: unknown, kind = ""): Api | null {
  if (Array.isArray(value)) return value.length === 0 ? null : apiOf(value[0]);
  if (!isRecord(value) || isError(value)) return null;
  const type = textOf(value["type"]) || kind;
  if (Array.isArray(value["choices"])) return "Chat Completions";
  if (/^(message_(start|delta|stop)|content_block_\w+)$/.test(type)) return "Messages";
  if (type === "message" && Array.isArray(value["content"])) return "Messages";
  if (type.startsWith("response.") || value["object"] === "response") return "Responses";
  if (Array.isArray(value["candidates"])) return "Gemini";
  if (typeof value["done"] === "boolean" && ("message" in value || "response" in value))
    return "Ollama";
  if (/^(message|content|tool-call|tool-plan)-(start|delta|end)$/.test(type)) return "Cohere";
  const isBedrock = "messageStart" in value || "contentBlockDelta" in value || isConverse(value);
  return isBedrock ? "Bedrock Converse" : null;
}

const isConverse = (value: unknown): boolean =>
  isRecord(memberNamed(memberNamed(value, "output"), "message"));

/** The same of an event's data as it came. */
export const apiOfData = (data: string, kind: string): Api | null =>
  apiOf(parseReceived(data), kind);

/** Of a reply in another API than was asked for: what it is, where, and what to choose instead. */
export function otherApi(found: Api, asked: SpokenApi, url: string): Failure {
  const teaches = otherWire(found, asked);
  return {
    code: "invalid-request",
    message: `${url} was asked by the API ${asked}, and answers as ${found} does: ${remedies[found]}.`,
    ...(teaches !== null && { teaches }),
  };
}

/** OpenAI's two APIs are of one provider: the next try is made by the other. */
function otherWire(found: Api, asked: SpokenApi): KnownTraits | null {
  if (found === "Responses" && asked === "Chat Completions") return { api: "responses" };
  return found === "Chat Completions" && asked === "Responses" ? { api: "chat" } : null;
}

const notSpoken = "that is not spoken here; most such servers have an endpoint of OpenAI's API";

const remedies: Readonly<Record<Api, string>> = {
  "Chat Completions": "name its provider as `openai` (--provider openai)",
  Messages: "name its provider as `anthropic` (--provider anthropic)",
  Responses:
    'name its provider as `openai` (--provider openai) and its API under `servers` in rehearsal.config.ts (api: "responses")',
  Gemini: `${notSpoken}, Google's at a base URL that ends in /v1beta/openai`,
  Ollama: `${notSpoken}, Ollama's at a base URL that ends in /v1`,
  Cohere: `${notSpoken}, Cohere's at a base URL that ends in /compatibility/v1`,
  "Bedrock Converse": `${notSpoken}, Amazon's at a base URL that ends in /openai/v1`,
};
