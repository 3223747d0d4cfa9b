import { judgeBy, type Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord, AgentRequest } from "../agent-record.ts";
import { shownRequest } from "./shown-request.ts";

/**
 * Where a conversation goes on after a reply that calls tools, each of its calls is answered, once. An agent may end
 * on a call, as one that says so by a tool.
 */
export const checkCallsAnswered = ({ requests }: AgentRecord): Verdict =>
  judgeBy(({ exercise, breach }) => {
    for (const { calls, end, number } of requests) {
      if (end.type !== "whole" || calls.length === 0) continue;
      const next = requests.find((request) => calls.some(({ id }) => answersTo(request, id) > 0));
      if (next === undefined) continue;
      for (const { id, tool } of calls) {
        exercise();
        const answers = answersTo(next, id);
        if (answers === 1) continue;
        const what = answers === 0 ? "no result" : `${answers} results`;
        breach(
          `${shownRequest(next)} brings ${what} for the call of ${tool} that #${number} was answered with`,
        );
      }
    }
  });

const answersTo = ({ said }: AgentRequest, id: string): number =>
  said.filter((one) => one.type === "result" && one.id === id).length;
