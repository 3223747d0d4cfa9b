import { describe, expect, test } from "bun:test";
import { anthropicCountTokens } from "../../src/providers/anthropic-count.ts";
import { requestOf } from "./provider-fixture.ts";

const apiKey = "sk-test-0123456789";

/** An API that answers as told, and keeps what it was sent. */
function stub(answer: () => Response) {
  const requests: Request[] = [];
  const call = async (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(String(input), init));
    return answer();
  };
  const countTokens = anthropicCountTokens({
    apiKey,
    baseURL: "http://mock.invalid",
    fetchFor: () => Object.assign(call, { preconnect: () => {} }),
  });
  const count = (signal = new AbortController().signal) => countTokens(requestOf(), signal);
  return { count, requests };
}

describe("counting a request's tokens", () => {
  test("sends the prompt as a call would, without what is about the reply", async () => {
    const { count, requests } = stub(() => Response.json({ input_tokens: 321 }));
    expect(await count()).toEqual({ type: "counted", inputTokens: 321 });
    expect(requests.map(({ url }) => url)).toEqual([
      "http://mock.invalid/v1/messages/count_tokens",
    ]);
    const body = (await requests[0]!.json()) as object;
    expect(Object.keys(body).toSorted()).toEqual(["messages", "model", "system", "tools"]);
  });

  test("is a failure, once and without the key, where the API refuses", async () => {
    const message = `invalid key ${apiKey}`;
    const { count, requests } = stub(() =>
      Response.json(
        { type: "error", error: { type: "authentication_error", message } },
        { status: 401 },
      ),
    );
    const counted = await count();
    expect(counted).toMatchObject({ type: "failed", failure: { code: "authentication" } });
    expect(JSON.stringify(counted)).not.toContain(apiKey);
    expect(requests).toHaveLength(1);
  });

  test("is a failure where the answer holds no count", async () => {
    const { count } = stub(() => Response.json({ tokens: "many" }));
    expect(await count()).toMatchObject({ type: "failed" });
  });

  test("is a failure, not a throw, where it is given up or the connection fails", async () => {
    const { count } = stub(() => {
      throw new Error("boom");
    });
    expect(await count()).toMatchObject({ failure: { code: "connection-failed" } });
    expect(await count(AbortSignal.abort())).toMatchObject({ type: "failed" });
  });
});
