import { faultWords } from "../../mock-provider/reply-fault.ts";
import type { AgentReport } from "../../reports/sim/agent-report.ts";
import { digestOfAgent } from "../agent-digest.ts";
import type { AgentOutcome, AgentRecord, AgentRequest } from "../agent-record.ts";
import { errorWithPlace } from "../error-text.ts";
import { valueText } from "../value-text.ts";

const valueCharactersMax = 4_000;

/** What reports show of a run. */
export const reportOfAgent = (record: AgentRecord): AgentReport => ({
  type: "agent",
  outcome: record.outcome.type,
  value: endText(record.outcome).slice(0, valueCharactersMax),
  requests: record.requests.map(requestOf),
  questions: record.answers.map(({ question, answer, askedAtMs, answeredAtMs }) => ({
    question,
    answer: answeredAtMs === null ? null : valueText(answer),
    askedAtMs,
    answeredAtMs,
  })),
  notSimulated: record.notSimulated,
  durationMs: record.durationMs,
  digest: digestOfAgent(record),
});

function endText(outcome: AgentOutcome): string {
  switch (outcome.type) {
    case "returned":
      return valueText(outcome.value);
    case "threw":
      return errorWithPlace(outcome.error);
    case "hung":
      return outcome.waits.join("; ");
  }
}

function requestOf(request: AgentRequest): AgentReport["requests"][number] {
  const { number, atMs, endedAtMs, wire, said, reply, fault, end } = request;
  const first = said.find((one) => one.type === "text" && one.role === "user");
  return {
    number,
    atMs,
    endedAtMs,
    wire,
    words: first?.type === "text" ? first.text.slice(0, 80) : "",
    reply,
    try: request.try,
    fault: fault === null ? null : faultWords(fault),
    end: end.type,
  };
}
