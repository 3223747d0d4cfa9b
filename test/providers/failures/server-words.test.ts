import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isError, serverWords, wordsOfJson } from "../../../src/providers/failures/server-words.ts";

describe("a server's words", () => {
  test.each<[unknown, string]>([
    [{ error: { message: "no", type: "t" } }, "no"],
    [{ error: "no" }, "no"],
    [{ detail: "no" }, "no"],
    [
      { detail: [{ loc: ["body", "messages", 0, "content"], msg: "no" }] },
      "messages.0.content: no",
    ],
    [{ message: "no" }, "no"],
    [{ object: "error", message: { detail: [{ loc: ["body", "x"], msg: "no" }] } }, "x: no"],
    [{ error_code: "E", message: "no" }, "no"],
    [[{ error: { message: "no", status: "INVALID_ARGUMENT" } }], "no"],
    [{ errors: [{ code: 1, message: "no" }] }, "no"],
    [{ code: 500, msg: "no", success: false }, "no"],
    [{ base_resp: { status_code: 1004, status_msg: "no" } }, "no"],
    [
      {
        error: {
          message: "Provider returned error",
          metadata: { raw: '{"error":{"message":"no"}}' },
        },
      },
      "Provider returned error: no",
    ],
    [{ type: "error", error: { type: "overloaded_error", message: "no" } }, "no"],
    [{ message: ["no", "and no"], error: "Bad Request", statusCode: 400 }, "no; and no"],
    [{ strange: true }, '{"strange":true}'],
  ])("are found in %j", (body, words) => {
    expect(wordsOfJson(body).words).toBe(words);
    expect(serverWords(JSON.stringify(body)).words).toBe(words);
  });

  test("of an error in XML are all there, how long to wait behind them too", () => {
    const long = `Too many. ${"For details, see the handbook. ".repeat(20)}Please try again in 2.7s.`;
    const { words } = serverWords(`<Error><Message>${long}</Message></Error>`);
    expect(words).toBe(`an XML text: ${long}`);
  });

  test("are a page's title, and not its markup", () => {
    const page = `<!doctype html><html><head><title>502 Bad Gateway</title><style>x{}</style></head><body><h1>Bad</h1>${"<p>x</p>".repeat(9_000)}</body></html>`;
    const { words } = serverWords(page);
    expect(words).toStartWith("an HTML page: 502 Bad Gateway: Bad");
    expect(words.length).toBeLessThan(300);
  });

  test("are the text itself, or that there was none", () => {
    expect(serverWords("404 page not found\n").words).toBe("404 page not found");
    expect(serverWords("").words).toBe("The server sent nothing");
  });

  test("name what they are about", () => {
    expect(
      wordsOfJson({ error: { message: "m", type: "a", code: "b", param: "stream_options" } }),
    ).toMatchObject({
      names: ["b", "a"],
      parameters: ["stream_options"],
    });
    expect(
      wordsOfJson([{ error: { code: 429, details: [{ retryDelay: "2.5s" }] } }]),
    ).toMatchObject({
      status: 429,
      retryDelay: "2.5s",
    });
  });

  test.each([
    [{ error: { message: "m", retry_after: 3 } }, "3s"],
    [{ message: "m", retry_after_ms: "250" }, "250ms"],
    [{ error: { message: "m", metadata: { retry_after_seconds: 7 } } }, "7s"],
    [{ error: { message: "m", retry_after: null, retryAfter: "2s" } }, "2s"],
    [{ error: { message: "m", retry_after: -1 } }, null],
  ])("say how long to wait: %j", (body, retryDelay) => {
    expect(wordsOfJson(body)).toMatchObject({ retryDelay });
  });

  test("are never empty and never throw, whatever came", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        isError(value);
        expect(wordsOfJson(value).words).not.toBe("");
        expect(serverWords(JSON.stringify(value)).words).not.toBe("");
      }),
    );
  });
});

test.each<[unknown, boolean]>([
  [{ error: { message: "no" } }, true],
  [{ error: null, choices: [] }, false],
  [{ choices: [], message: "hi" }, false],
  [{ type: "message_start", message: { usage: null } }, false],
  [{ type: "error", error: { message: "no" } }, true],
  [{ object: "error", message: "no" }, true],
  [{ code: 500, msg: "no" }, true],
  [{ base_resp: { status_code: 0 }, choices: [] }, false],
  [{ base_resp: { status_code: 1004 } }, true],
  [[{ error: { message: "no" } }], true],
  [{ type: "ping" }, false],
  [{ message: "queued" }, false],
  [{ detail: "Processing…" }, false],
  [{ code: 503, message: "Loading model" }, true],
  [{ error: "processing" }, true],
])("whether %j is an error is %p", (value, answer) => {
  expect(isError(value)).toBe(answer);
});

test.each<[object, string]>([
  [{ error: "Model m is loading", estimated_time: 20.5 }, "20.5s"],
  [{ error: { metadata: { headers: { "X-RateLimit-Reset": "1792567710000" } } } }, "1792567710000"],
])("when to come again is told in %j", (body, wait) => {
  expect(wordsOfJson(body).retryDelay).toBe(wait);
});
