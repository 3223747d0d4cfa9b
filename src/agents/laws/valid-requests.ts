import { judgeBy, type Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord } from "../agent-record.ts";
import { shownRequest } from "./shown-request.ts";

/** Each request is one that its API takes: what the mock refuses, the real one does, too. */
export const checkValidRequests = ({ requests, problems }: AgentRecord): Verdict =>
  judgeBy(({ exercise, breach }) => {
    for (const request of requests) {
      exercise();
      if (request.end.type !== "refused") continue;
      const { status, message } = request.end;
      // That no reply is meant for it is a matter of the script, and named as such.
      if (problems.some((problem) => problem.message.startsWith(message))) continue;
      breach(`${shownRequest(request)} is refused with ${status}: ${message}`);
    }
  });
