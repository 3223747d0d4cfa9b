import type { Tier } from "./ids.ts";
import type { JsonObject } from "./json.ts";
import type { Rule } from "./gates/rule.ts";
import type { KnownTraits } from "./server.ts";
import type { TimeBudget } from "./ledger/time-limit.ts";
import type { Price } from "./ledger/usage.ts";

/** Which model serves a tier, and within which limits. */
export interface ModelChoice {
  readonly provider: string;
  readonly model: string;
  readonly maxOutputTokens: number;
  /** Tokens of the context window; `null` where it is unknown. */
  readonly contextTokens: number | null;
  /** The address of its server; absent where it is the provider's own, or simulated. */
  readonly baseUrl?: string;
  /** What the configuration says of that server. */
  readonly traits?: KnownTraits;
  /** Members that each request's body has besides, such as `reasoning_effort`. */
  readonly body?: JsonObject;
}

/** The most that a run may spend, over all tiers; `null` is no limit. */
export interface Budget {
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

/** The texts that models are given: `system` of each tier, and templates with `{{name}}` places. */
export interface Prompts {
  readonly system: Readonly<Record<Tier, string>>;
  readonly epic: string;
  readonly track: string;
  readonly ticket: string;
  readonly failure: string;
  readonly repair: string;
}

/** Within which bounds commands run: those of workers, the setup and the check. */
export interface CommandSettings {
  /** Names of environment variables that they get besides the usual ones; their values are in no log. */
  readonly pass: readonly string[];
  /** `offline` and `online`: they write in their worktree only, see few of the user's files, and have a network or not. */
  readonly sandbox: "none" | "offline" | "online";
  /** The hosts that commands reach from an `offline` sandbox all the same. */
  readonly hosts?: readonly string[];
}

/** All that a run was started with. It is in the log's first event, so a resume needs nothing else. */
export interface Settings {
  /** `step` asks before each start of a ticket; `auto` lets ready tickets start by themselves. */
  readonly mode: "auto" | "step";
  /** Tickets at work at once. */
  readonly workers: number;
  /** Attempts that a ticket gets before it fails. */
  readonly attempts: number;
  /** Replies that one session may take before its attempt fails. */
  readonly turns: number;
  /** Tries that one turn may take. */
  readonly tries: number;
  readonly models: Readonly<Record<Tier, ModelChoice>>;
  /** By model name. */
  readonly prices: Readonly<Record<string, Price>>;
  readonly budget: Budget;
  /** The command that must succeed before a ticket's change is merged; `null` is none. */
  readonly check: string | null;
  readonly rules: readonly Rule[];
  /** How long a popup waits for its answer; `null` is for ever. */
  readonly popupTimeoutMs: number | null;
  /** How long a stream may bring nothing before its try is given up. */
  readonly stallTimeoutMs: number;
  /** How long a tool, a check or git may run. */
  readonly toolTimeoutMs: number;
  readonly retryBaseMs: number;
  readonly retryMaxMs: number;
  readonly prompts: Prompts;
  /** How often a call may bring the same result before its model is told and a person is asked; absent: 3. */
  readonly repeats?: number;
  /** The scenario that plays the models, so that a resume finds it; absent with real models. */
  readonly script?: {
    /** Absolute. */
    readonly file: string;
    /** Whether the person at the terminal decides, and not the scenario's. */
    readonly asks: boolean;
  };
  /** How long may be worked; absent: as long as it takes. */
  readonly timeBudget?: TimeBudget;
  /** Absent where all is as usual, and in older logs. */
  readonly commands?: CommandSettings;
}
