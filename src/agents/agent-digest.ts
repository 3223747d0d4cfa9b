import { hashOf } from "../core/json.ts";
import type { AgentOutcome, AgentRecord } from "./agent-record.ts";
import { valueText } from "./value-text.ts";

/** All that a run did, and when, as a hash: equal for the same schedule in every process. */
export const digestOfAgent = (record: AgentRecord): string =>
  hashOf([
    record.steps.map(({ label, atMs }) => [label, atMs]),
    record.requests.map(({ body, sent, end }) => [body, sent, end]),
    endOf(record.outcome),
  ]);

/** What an agent made of it, without the times: how many schedules differ in what matters. */
export const effectOfAgent = (record: AgentRecord): string =>
  hashOf([record.requests.map(({ body, end }) => [body, end.type]), endOf(record.outcome)]);

function endOf(outcome: AgentOutcome): unknown {
  switch (outcome.type) {
    case "returned":
      return [outcome.type, valueText(outcome.value)];
    case "threw":
      return [outcome.type, String(outcome.error)];
    case "hung":
      return outcome;
  }
}
