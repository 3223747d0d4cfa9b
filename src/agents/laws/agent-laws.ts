import type { Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord } from "../agent-record.ts";
import type { AgentLaw } from "./agent-law.ts";
import { checkCallsAnswered } from "./calls-answered.ts";
import { checkPaidOnce } from "./paid-once.ts";
import { checkRetries } from "./retries.ts";
import { checkSameAgain } from "./same-again.ts";
import { checkStreamsApart } from "./streams-apart.ts";
import { checkValidRequests } from "./valid-requests.ts";

/** What must hold of every run of an agent, whatever its scenario expects. */
export const agentLaws = [
  {
    id: "a1",
    name: "paid once",
    says: "what was read whole is not asked for again",
    check: checkPaidOnce,
  },
  {
    id: "a2",
    name: "retries",
    says: "a try is repeated only where that is allowed, and not before its retry-after",
    check: checkRetries,
  },
  {
    id: "a3",
    name: "calls answered",
    says: "where a conversation goes on, each tool call of the reply before is answered, once",
    check: checkCallsAnswered,
  },
  {
    id: "a4",
    name: "valid requests",
    says: "each request is one that its API takes",
    check: checkValidRequests,
  },
  {
    id: "a5",
    name: "streams apart",
    says: "what the agent says that it received is what was sent, and nothing of another stream",
    check: checkStreamsApart,
  },
  {
    id: "a6",
    name: "same again",
    says: "same schedule and chance: the same run",
    check: checkSameAgain,
  },
] as const satisfies readonly AgentLaw[];

export type AgentLawId = (typeof agentLaws)[number]["id"];

export const judgeAgent = (
  record: AgentRecord,
  again: AgentRecord | null,
): ReadonlyMap<AgentLawId, Verdict> =>
  new Map(
    agentLaws.map(({ id, check }: AgentLaw & { id: AgentLawId }) => [id, check(record, again)]),
  );

/** `law a2 (retries)`. */
export const titleOfAgentLaw = ({ id, name }: Pick<AgentLaw, "id" | "name">): string =>
  `law ${id} (${name})`;
