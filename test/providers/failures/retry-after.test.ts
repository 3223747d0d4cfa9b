import { expect, test } from "bun:test";
import { retryAfterMsOf } from "../../../src/providers/failures/retry-after.ts";

const date = "Wed, 21 Oct 2026 07:28:00 GMT";
const waitOf = (
  headers: Record<string, string>,
  { words = "", retryDelay = null }: { words?: string; retryDelay?: string | null } = {},
) => retryAfterMsOf({ headers: new Headers(headers), words, retryDelay });

test("a body tells how long, or until when", () => {
  expect(waitOf({}, { retryDelay: "2.5s" })).toBe(2_500);
  expect(waitOf({ date }, { retryDelay: "1792567710000" })).toBe(30_000);
  expect(waitOf({}, { words: "请求过于频繁,请在 5 秒后重试" })).toBe(5_000);
});

test.each<[Record<string, string>, number | null]>([
  [{ "retry-after": "3" }, 3_000],
  [{ "retry-after": "1.7" }, 1_700],
  [{ "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", date }, 30_000],
  [{ "retry-after-ms": "40", "retry-after": "3" }, 40],
  [{ "retry-after": "0" }, null],
  [{ "retry-after": "-1" }, null],
  [{ "retry-after": "soon" }, null],
  [{ "x-ratelimit-reset-requests": "2s", "x-ratelimit-remaining-requests": "0" }, 2_000],
  [{ "x-ratelimit-reset-tokens": "1m30.5s", "x-ratelimit-remaining-tokens": "0" }, 90_500],
  [{ "x-ratelimit-reset-tokens": "250ms", "x-ratelimit-remaining-tokens": "0" }, 250],
  [{ "x-ratelimit-reset-requests": "2s", "x-ratelimit-remaining-requests": "7" }, null],
  [{ "x-ratelimit-reset-requests": "2s" }, 2_000],
  [{ "x-ratelimit-reset": "30", "x-ratelimit-remaining": "0" }, 30_000],
  [{ "x-ratelimit-reset": "30", "x-ratelimit-remaining": "4" }, null],
  [{ "ratelimit-reset": "30" }, 30_000],
  [{ date, "x-ratelimit-reset": "1792567710000", "x-ratelimit-remaining": "0" }, 30_000],
  [{ date, "x-ratelimit-reset": "1792567710" }, 30_000],
  [{ date, "retry-after": "Wed, 21 Oct 2026 07:27:00 GMT" }, null],
  [{ "retry-after": "2s" }, 2_000],
  [{ "x-retry-after": "2" }, 2_000],
  [{ date, "retry-after": "1792567710" }, 30_000],
  [{ "x-ms-retry-after-ms": "250", "retry-after": "1" }, 250],
  [{ ratelimit: "limit=10, remaining=0, reset=5" }, 5_000],
  [{ ratelimit: '"default";r=0;t=5' }, 5_000],
  [{ ratelimit: '"default";r=3;t=5' }, null],
  [{ "retry-after": "1e999" }, null],
  [{ "x-ratelimit-reset": "99999999999999999999" }, null],
  [
    {
      date,
      "anthropic-ratelimit-requests-reset": "2026-10-21T07:28:05Z",
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-tokens-reset": "2026-10-21T07:59:00Z",
      "anthropic-ratelimit-tokens-remaining": "9",
    },
    5_000,
  ],
  [
    {
      "anthropic-ratelimit-requests-reset": "2026-10-21T07:28:05Z",
      "anthropic-ratelimit-requests-remaining": "0",
    },
    null,
  ],
])("%j asks to wait for %p ms", (headers, waitMs) => {
  expect(waitOf(headers)).toBe(waitMs);
});

test.each<[string, number | null]>([
  ["Rate limit reached. Please try again in 2.1s.", 2_100],
  ["Please retry after 20 seconds.", 20_000],
  ["Please try again in 6ms.", 6],
  ["Try again in 3 minutes", 180_000],
  ["Please try again in 1m30.5s.", 90_500],
  ["Please try again in 6h0m0s. Visit us.", 21_600_000],
  ["Please wait 1 minute and 2 seconds.", 62_000],
  ["Your quota will reset after 45s.", 45_000],
  ["Please retry in 57.403s.", 57_403],
  ["Wait for 5 tokens", null],
  ["Retry with a shorter prompt: 20 messages are too many", null],
  ["You have sent 20 requests", null],
])("%j asks to wait for %p ms", (words, waitMs) => {
  expect(waitOf({}, { words })).toBe(waitMs);
});

test("a fraction counts where the header was rounded down, and is nothing to it else", () => {
  const after = { "retry-after": "2" };
  expect(waitOf(after, { words: "Please try again in 2.1s." })).toBe(2_100);
  expect(waitOf(after, { words: "Please try again in 1.7s." })).toBe(2_000);
  expect(waitOf(after, { words: "Please try again in 9s." })).toBe(2_000);
});

test("Google's delay is heard, and a header before it", () => {
  expect(waitOf({}, { retryDelay: "2.5s" })).toBe(2_500);
  expect(waitOf({ "retry-after": "4" }, { retryDelay: "2.5s" })).toBe(4_000);
  expect(waitOf({ "retry-after": "0" }, { retryDelay: "2.5s" })).toBe(2_500);
});
