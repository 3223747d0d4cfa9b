import type { JsonObject } from "../../core/json.ts";
import type { Dialect } from "../dialect.ts";
import { isArray, isObject, objectsOf, parseJson } from "../json-object.ts";
import { promptTokens } from "../prompt-cache.ts";
import type { ApiDialect } from "./api-dialect.ts";
import { openaiManner, refusedBy } from "./dialect.ts";
import { complaint, refusalOf } from "./error.ts";
import { segment } from "./prompt.ts";

const noUpgrade =
  'The mock answers over HTTP alone: send POST requests, with "stream": true for a stream.';

/**
 * What agents ask of Responses besides replies, and what needs no script: a count of tokens, a shorter conversation,
 * and a WebSocket, which is refused with 426, as agents take for a word to go on over HTTP.
 */
export function scriptlessDialects(responses: ApiDialect): readonly Dialect[] {
  const { wire, prefixes } = responses;
  const shared = { ...openaiManner, wire, prefixes };
  const answeredAt = (path: string, answer: (body: JsonObject) => object): Dialect => ({
    ...shared,
    serves: ({ method, url }) => method === "POST" && new URL(url).pathname.endsWith(path),
    async read(request) {
      const body = parseJson(await request.text());
      if (!isObject(body)) return refusedBy(400, complaint("Invalid JSON.", null, null));
      // Checked as a request for a reply is.
      const question = responses.read(body);
      if (!("prompt" in question)) return refusedBy(400, question);
      return { type: "answered", body, value: answer(question.heard), status: 200 };
    },
  });
  return [
    answeredAt("/responses/input_tokens", (body) => ({
      object: "response.input_tokens",
      input_tokens: tokensOf(body),
    })),
    answeredAt("/responses/compact", compacted),
    {
      ...shared,
      serves: ({ method, url, headers }) =>
        method === "GET" &&
        headers.get("upgrade")?.toLowerCase() === "websocket" &&
        new URL(url).pathname.endsWith("/responses"),
      read: async () => ({
        type: "answered",
        body: null,
        value: refusalOf(426, complaint(noUpgrade, null, null)).body(""),
        status: 426,
      }),
    },
  ];
}

const tokensOf = ({ input, instructions, tools }: JsonObject): number =>
  promptTokens([instructions, input, tools].flatMap((one) => (one == null ? [] : [segment(one)])));

/** What people said stays; all else stands in one item that only the API can read. */
function compacted(body: JsonObject): object {
  const { input } = body;
  const kept =
    typeof input === "string"
      ? [{ type: "message", role: "user", content: [{ type: "input_text", text: input }] }]
      : objectsOf(input).filter(({ role }) => role === "user");
  const count = isArray(input) ? input.length : 1;
  const tokens = tokensOf(body);
  return {
    id: `resp_compact_${count}_${tokens}`,
    object: "response.compaction",
    created_at: 0,
    output: [
      ...kept,
      {
        id: `cmp_${count}_${tokens}`,
        type: "compaction",
        encrypted_content: Buffer.from(`${count} items`).toString("base64"),
      },
    ],
    usage: {
      input_tokens: tokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 1,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: tokens + 1,
    },
  };
}
