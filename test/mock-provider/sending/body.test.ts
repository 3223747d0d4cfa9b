import { expect, test } from "bun:test";
import { createMockProvider } from "../../../src/mock-provider/mock-provider.ts";
import type { Reply } from "../../../src/mock-provider/reply.ts";
import type { ReplyFault } from "../../../src/mock-provider/reply-fault.ts";
import { anthropicHeaders } from "../anthropic-headers.ts";
import { recording } from "../recording.ts";
import { alwaysReply, replyOf } from "../reply-of.ts";

/** What came of one streamed reply, read in process or as a socket would be fed. */
async function read(reply: Reply, way: "fetch" | "serve", fault: ReplyFault | null = null) {
  const steps: string[] = [];
  const observer = recording();
  const mock = createMockProvider({
    source: alwaysReply(reply, fault),
    pacer: {
      async before({ kind, index }) {
        steps.push(`${kind} ${index}`);
      },
    },
    observer,
    nowMs: () => 0,
  });
  const body = {
    model: "m",
    max_tokens: 9,
    stream: true,
    messages: [{ role: "user", content: "hi" }],
  };
  const request = new Request("http://mock.invalid/v1/messages", {
    method: "POST",
    headers: anthropicHeaders,
    body: JSON.stringify(body),
  });
  const response = await mock[way](request);
  const sizes: number[] = [];
  const decoder = new TextDecoder();
  let text = "";
  let end = "closed";
  try {
    for await (const chunk of response.body!) {
      sizes.push(chunk.length);
      text += decoder.decode(chunk, { stream: true });
    }
  } catch {
    end = "broken";
  }
  return { end, steps, sizes, text, types: observer.types(), deltas: observer.deltas() };
}

const words = replyOf([{ type: "text", text: "words 😀 and more words" }]);

test("over a socket, events that nothing keeps apart go out at once; what was sent is the same", async () => {
  const served = await read(words, "serve");
  const fetched = await read(words, "fetch");
  expect(served.sizes).toHaveLength(1);
  expect(fetched.sizes.length).toBeGreaterThan(3);
  expect({ ...served, sizes: [], steps: [] }).toEqual({ ...fetched, sizes: [], steps: [] });
});

test.each([
  ["sizes of chunks", { chunking: { type: "bytes", sizes: [7] } }],
  ["a delay between them", { chunkDelayMs: 5 }],
] as const)("%s are kept over a socket too", async (_, asked) => {
  const served = await read({ ...words, ...asked }, "serve");
  expect(served.sizes.length).toBeGreaterThan(3);
  expect(served).toEqual(await read({ ...words, ...asked }, "fetch"));
});

test("of a long reply, pieces are as large as it takes to keep to their number", async () => {
  const chunking = { type: "bytes", sizes: [1], chunksMax: 10 } as const;
  const few = await read({ ...words, chunking }, "fetch");
  expect(few.sizes.length).toBeLessThanOrEqual(10);
  expect(few.text).toBe((await read(words, "fetch")).text);
});

test("a body that is cut closes for a client, and never ends whole before a server", async () => {
  const fault = { type: "cut", afterEvents: 3 } as const;
  const fetched = await read(words, "fetch", fault);
  const served = await read(words, "serve", fault);
  expect(fetched.end).toBe("closed");
  expect(served.end).toBe("broken");
  expect(served.text).toBe(fetched.text);
  expect(served.text).not.toContain("message_stop");
  expect(served.types).toEqual(fetched.types);
});
