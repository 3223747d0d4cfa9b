import type { RequestTest } from "../mock-provider/reply.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import type { Said } from "../mock-provider/said.ts";
import type { Leave } from "./leave-lack.ts";
import { type RequestIdentity, identityOf } from "./request-identity.ts";
import { type Fit, fitOf } from "./request-test.ts";

/** All that decides which reply a foreign agent's request meets, as plain data. */
export interface ForeignRequest {
  readonly asked: RequestIdentity;
  /** By the client's own word. */
  readonly isRetry: boolean;
  readonly said: readonly Said[];
  /** What a model may answer it with. */
  readonly may: Leave;
  /** What each test of the script says of it (`GroupTest.index`). */
  readonly fits: readonly Fit[];
}

/** Asks each test once: it may be a user's code. */
export function readForeignRequest(
  request: MockRequest,
  tests: readonly RequestTest[],
  atMs: number,
): ForeignRequest {
  const { said, tools, textTools, toolChoice, hasParallelCalls } = request.read();
  return {
    asked: identityOf(request, atMs),
    isRetry: request.retryCount > 0,
    said,
    may: { tools, textTools, toolChoice, hasParallelCalls },
    fits: tests.map((test) => fitOf(test, request)),
  };
}
