import { expect, test } from "bun:test";
import type { RawResponse } from "../../../src/mock-provider/reply.ts";
import { type ReplyFault, rulesOf } from "../../../src/mock-provider/reply-fault.ts";
import {
  allow,
  raw,
  reply,
  says,
  scenario,
  tickets,
  tier1,
  tier2,
  tier3,
  tracks,
} from "../../../src/sim/api.ts";
import { drawTrial } from "../../../src/sim/trial.ts";
import { warmUp } from "../../../src/sim/simulate.ts";

const response: RawResponse = {
  status: 200,
  headers: {},
  chunks: [
    { delayMs: 0, text: "a" },
    { delayMs: 5, base64: "Yg==" },
  ],
  end: "close",
};

test("a fault that breaks a body off breaks raw bytes off, too", () => {
  const under = (fault: ReplyFault) => rulesOf(fault).ofRaw(response, fault);
  expect(under({ type: "max-tokens" })).toBe(response);
  expect(under({ type: "reset", afterEvents: 1 })).toStrictEqual({
    ...response,
    chunks: [{ delayMs: 0, text: "a" }],
    end: "reset",
  });
});

const chunk = (choice: object, usage?: object) =>
  `data: ${JSON.stringify({ choices: [choice], ...(usage !== undefined && { usage }) })}\r\n\r\n`;

/** As llama.cpp's server sends it: comments, a call whose arguments come at once, a usage in the last chunk. */
const written = raw([
  ":\n\n",
  {
    after: "50s",
    send: chunk({
      index: 0,
      delta: {
        tool_calls: [
          {
            index: 0,
            id: "x",
            function: { name: "write", arguments: '{"file_path":"a","content":"b"}' },
          },
        ],
      },
    }),
  },
  chunk(
    { index: 0, delta: {}, finish_reason: "tool_calls" },
    { prompt_tokens: 7, completion_tokens: 3 },
  ),
]);

test("recorded bytes are a reply of a run, under all laws", async () => {
  await warmUp("openai");
  const played = scenario({
    name: "recorded",
    epic: "Write",
    rules: [allow.everything()],
    models: [
      tier1(reply(tracks({ id: "a", title: "A" }))),
      tier2("a", reply(tickets({ id: "T-1", title: "Write" }))),
      tier3(
        "T-1",
        written,
        reply(says("Done.")).fails(
          raw("nope", { status: 451, headers: { "x-should-retry": "true" } }),
        ),
      ),
    ],
  });
  for (const seed of [0, 3, 4]) {
    const { record, failures, projection } = await drawTrial(played, seed, {
      swarm: false,
      wire: "openai",
    });
    expect(failures).toStrictEqual([]);
    expect(record.files["a"]).toBe("b");
    expect(projection.usage.tier3.inputTokens).toBeGreaterThan(7);
  }
});
