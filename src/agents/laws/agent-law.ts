import type { Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord } from "../agent-record.ts";

/** Something that must hold of every run of an agent, as far as the wire shows it. */
export interface AgentLaw {
  /** As it is cited in reports: `a1`. */
  readonly id: `a${number}`;
  /** A word or two for tables. */
  readonly name: string;
  /** What holds, in one sentence for people. */
  readonly says: string;
  /** `again`: the record of the same run, run once more; `null` where it was not. */
  readonly check: (record: AgentRecord, again: AgentRecord | null) => Verdict;
}
