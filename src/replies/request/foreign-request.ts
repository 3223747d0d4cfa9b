import type { RequestTest } from "../../mock-provider/reply.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";
import type { Said } from "../../mock-provider/said.ts";
import type { Leave } from "./leave-lack.ts";
import { type RequestIdentity, identityOf } from "./request-identity.ts";
import { type Fit, fitOf } from "../script/request-test.ts";

/** What decides which reply a foreign agent's request meets, as plain data. */
export interface ForeignRequest {
  readonly asked: RequestIdentity;
  /** Whether the client's headers say that it is a retry. */
  readonly isRetry: boolean;
  readonly said: readonly Said[];
  /** What a model may answer it with. */
  readonly may: Leave;
  /** The result of each of the script's tests, by `GroupTest.index`. */
  readonly fits: readonly Fit[];
}

/** Runs each of the script's tests once, because a test may be a user's code. */
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
