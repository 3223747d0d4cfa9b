import { hashOf } from "../../core/json.ts";
import { judgeBy, type Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord, AgentRequest } from "../agent-record.ts";
import { shownRequest } from "./shown-request.ts";

/**
 * No reply is paid for twice: once all of it was read, the same is not asked again. The same words may be asked anew
 * by right, as by two conversations that begin alike; what brings back the result of a call cannot, since each call
 * is made once, and what calls itself a retry is none by its own word.
 */
export const checkPaidOnce = ({ requests }: AgentRecord): Verdict =>
  judgeBy(({ exercise, breach }) => {
    const read = new Map<string, AgentRequest>();
    const ends = (one: AgentRequest) => one.endedAtMs ?? Infinity;
    const identities = new Map(requests.map((request) => [request, identityOf(request)]));
    for (const request of requests) {
      const identity = identities.get(request)!;
      if (identity === null) continue;
      exercise();
      const before = read.get(identity);
      if (before !== undefined && ends(before) <= request.atMs && isPaidAgain(request)) {
        breach(
          `${shownRequest(request)} asks again for what ${shownRequest(before)} had brought whole, so that it is paid for twice`,
        );
      }
      if (request.end.type === "whole") read.set(identity, request);
    }
  });

const identityOf = ({ said }: AgentRequest): string | null =>
  said.length === 0 ? null : hashOf(said);

const isPaidAgain = ({ retryCount, said }: AgentRequest): boolean =>
  retryCount > 0 || said.some((one) => one.type === "result" && /call_\d+_\d+$/.test(one.id));
