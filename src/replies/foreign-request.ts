import type { RequestTest } from "../mock-provider/reply.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import { type Asked, askedBy } from "./asked.ts";
import { type Said, saidIn } from "./conversation.ts";
import { type Fit, fitOf, textOf } from "./request-test.ts";

/** All that decides which reply a foreign agent's request meets, as plain data. */
export interface ForeignRequest {
  readonly asked: Asked;
  /** By the client's own word. */
  readonly isRetry: boolean;
  readonly said: readonly Said[];
  /** What each test of the script says of it (`GroupTest.index`). */
  readonly fits: readonly Fit[];
}

/** Asks each test once: it may be a user's code. */
export function readForeignRequest(
  request: MockRequest,
  tests: readonly RequestTest[],
  atMs: number,
): ForeignRequest {
  const { body, retryCount } = request;
  const said = saidIn(request);
  const text = textOf(body);
  return {
    asked: askedBy(request, said, atMs),
    isRetry: retryCount > 0,
    said,
    fits: tests.map((test) => fitOf(test, body, text)),
  };
}
