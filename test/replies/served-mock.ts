import type { JsonObject } from "../../src/core/json.ts";
import { createMockProvider } from "../../src/mock-provider/mock-provider.ts";
import { immediatePacer } from "../../src/mock-provider/sending/pacer.ts";
import type { ReplyChain } from "../../src/sim/dsl/reply.ts";
import { served } from "../../src/sim/dsl/served.ts";
import { servedReplies } from "../../src/replies/served-replies.ts";

/** A served script behind the mock's own wires, and what a client reads of it. */
export function serving(...replies: readonly ReplyChain[]) {
  const source = servedReplies(
    served({ name: "s", replies }),
    () => 0,
    () => {},
  );
  const mock = createMockProvider({
    source,
    pacer: immediatePacer,
    observer: source,
    nowMs: () => 0,
  });
  const post = async (path: string, body: JsonObject): Promise<JsonObject> => {
    const response = await mock.fetch(`http://mock.invalid${path}`, {
      method: "POST",
      headers: {
        authorization: "Bearer any",
        "x-api-key": "any",
        "anthropic-version": "2023-06-01",
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as JsonObject;
  };
  return {
    problems: () => source.problems().map(({ message }) => message),
    used: () => source.left().used,
    respond: (body: JsonObject) => post("/v1/responses", { model: "gpt-5", ...body }),
    complete: (body: JsonObject) => post("/v1/chat/completions", { model: "gpt-5", ...body }),
    converse: (body: JsonObject) =>
      post("/v1/messages", { model: "claude-opus-5", max_tokens: 100, ...body }),
    message: (content: string) =>
      post("/v1/messages", {
        model: "claude-opus-5",
        max_tokens: 100,
        messages: [{ role: "user", content }],
      }),
  };
}
