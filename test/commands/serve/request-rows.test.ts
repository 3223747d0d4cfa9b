import { describe, expect, test } from "bun:test";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";
import { requestRows } from "../../../src/commands/serve/request-rows.ts";
import { plainInk } from "../../../src/terminal/ink.ts";
import { endlessPaper, paperFor } from "../../../src/terminal/paper.ts";

const narrow = paperFor({ ink: plainInk, columns: () => 80 });
const label = {
  name: "tier1 reply 5",
  shortName: "reply 5",
  words: 'says "after a limit"',
  when: null,
  line: null,
};
const labels = new Map([[label.name, label]]);
const entry: RequestEntry = {
  number: 5,
  atMs: 0,
  method: "POST",
  path: "/v1/messages",
  test: null,
  body: null,
  model: "claude-sonnet-5-20260101",
  streamed: true,
  words: "five",
  retryCount: 0,
  outcome: { type: "met", reply: label.name, try: 1, fault: null },
  fault: null,
  status: 200,
  end: "answered",
  durationMs: 14,
};
const again = { type: "met", reply: label.name, try: 2, fault: "status" } as const;
const limited = {
  type: "status",
  status: 429,
  retryAfterMs: 2_000,
  shouldRetry: null,
} as const;
const rows = (changes: Partial<RequestEntry>, paper = endlessPaper): readonly string[] =>
  requestRows({ ...entry, ...changes }, labels, paper);

describe("the line of a request", () => {
  test("says what was asked, what it met and how long it took", () => {
    expect(rows({})).toEqual([
      '#5   POST /v1/messages · sonnet-5 · stream · "five" → reply 5 says "after a limit" · 14 ms',
    ]);
  });

  test("is two rows where one is too narrow, and neither is wider", () => {
    expect(rows({ outcome: again, fault: limited, status: 429, retryCount: 1 }, narrow)).toEqual([
      '#5   POST /v1/messages · sonnet-5 · stream · retry 1 · "five"',
      '     → reply 5 says "after a limit", try 2 · 429, retry-after 2s · 14 ms',
    ]);
    const words = "many words ".repeat(30);
    const message = "This and that is wrong with it. ".repeat(10);
    for (const row of rows({ words, status: 400, outcome: { type: "refused", message } }, narrow))
      expect(Bun.stringWidth(row)).toBeLessThanOrEqual(80);
  });

  test("tells the status that was sent, where a wire has its own", () => {
    const fault = { ...limited, status: 529, retryAfterMs: null };
    expect(rows({ fault, status: 503 })[0]).toEndWith(' says "after a limit" · 503 · 14 ms');
  });

  test("tells a client that left, and a reply that fell silent", () => {
    expect(rows({ end: "left", durationMs: 600 })[0]).toEndWith("· client left after 600 ms");
    const fault = { type: "stall", afterEvents: 4 } as const;
    expect(rows({ end: "stalled", fault })[0]).toEndWith("stall after 4 events · and stays open");
  });

  test("says how an unknown model is made known, and that a key is all it takes", () => {
    const refused = (status: number, message: string) =>
      rows({ status, outcome: { type: "refused", message } })[0];
    expect(refused(404, "model: my-model")).toContain('--model "my-model"');
    expect(refused(401, "x-api-key header is required")).toEndWith("(any key will do)");
    expect(refused(400, "max_tokens: Field required")).toEndWith(
      "→ refused with 400: max_tokens: Field required",
    );
  });

  test("says where a doubled /v1 in the path comes from", () => {
    const outcome = { type: "refused", message: "It is not served." } as const;
    expect(rows({ status: 404, path: "/v1/v1/messages", outcome })[0]).toEndWith(
      "(the client adds a /v1 of its own: leave it out of the base URL)",
    );
    expect(rows({ status: 404, path: "/v1/foo", outcome })[0]).toEndWith("It is not served.");
  });

  test("holds nothing that a terminal obeys, whoever sent it", () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2Jx";
    const [row] = rows({
      method: hostile,
      path: hostile,
      model: hostile,
      status: 404,
      outcome: { type: "refused", message: `model: ${hostile}` },
    });
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    expect(row).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});
