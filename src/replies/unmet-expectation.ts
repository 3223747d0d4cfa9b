import type { ScriptedReply } from "../mock-provider/reply.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import type { ServedProblem } from "./reply-problem.ts";
import { glimpse } from "./request/request-glimpse.ts";
import { describeTest, fitOf } from "./script/request-test.ts";

/** What the request that met a reply should have held, and did not; `null` where nothing is amiss. */
export function unmetExpectation(
  name: string,
  { expects }: ScriptedReply,
  request: MockRequest,
): ServedProblem | null {
  if (expects === undefined) return null;
  const { call } = request;
  const fit = fitOf(expects, request);
  if (fit.type === "holds") return null;
  const why = fit.type === "threw" ? `; its test failed: ${fit.why}` : "";
  const message = `#${call} met ${name}, which expects a request that ${describeTest(expects)}${why}; it was ${glimpse(request)}.`;
  return { type: "unmet-expectation", message, reply: name, number: call };
}
