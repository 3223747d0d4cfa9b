import { isRetriedByClients, type ReplyFault } from "../../mock-provider/reply-fault.ts";
import { judgeBy, type Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord, AgentRequest } from "../agent-record.ts";
import { shownRequest } from "./shown-request.ts";

/** A try that failed is followed by another only where that is allowed, and not before its time. */
export const checkRetries = ({ requests }: AgentRecord): Verdict =>
  judgeBy(({ exercise, breach }) => {
    for (const [index, request] of requests.entries()) {
      const before = failedTryBefore(requests.slice(0, index), request);
      if (before?.fault == null) continue;
      exercise();
      const { fault } = before;
      if (!isRetriedByClients(fault) && before.body?.model === request.body?.model) {
        breach(
          `${shownRequest(request)} tries again after ${statusOf(fault)} of #${before.number}, which a retry only repeats`,
        );
      }
      const earliestMs = (before.endedAtMs ?? before.atMs) + (retryAfterMs(fault) ?? 0);
      if (request.atMs < earliestMs) {
        breach(
          `${shownRequest(request)} tries again ${request.atMs - (before.endedAtMs ?? before.atMs)} ms after #${before.number}, whose retry-after was ${retryAfterMs(fault)} ms`,
        );
      }
    }
  });

/** The latest try of the same words that ended before this one began. */
function failedTryBefore(
  earlier: readonly AgentRequest[],
  request: AgentRequest,
): AgentRequest | undefined {
  const before = earlier.findLast(({ text, said }) => said.length > 0 && text === request.text);
  return before?.end.type === "failed" && before.reply === request.reply ? before : undefined;
}

const statusOf = (fault: ReplyFault): string =>
  fault.type === "status" ? `${fault.status}` : fault.type;

const retryAfterMs = (fault: ReplyFault): number | null =>
  fault.type === "status" ? fault.retryAfterMs : null;
