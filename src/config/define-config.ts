import type { Tier } from "../core/ids.ts";
import type { JsonObject } from "../core/json.ts";
import type { KnownTraits } from "../core/server.ts";
import type { Rule } from "../core/gates/rule.ts";
import type { Budget } from "../core/settings.ts";
import type { Price } from "../core/ledger/usage.ts";
import type { ProviderName } from "./known-providers.ts";

/** Which model serves a tier: its name, or its name with limits of its own. */
export type ModelConfig =
  | string
  | {
      readonly model: string;
      /** The most that one reply may hold, thinking included. */
      readonly maxOutputTokens?: number;
      /** The context window, where rehearsal does not know the model; `null` is unknown. */
      readonly contextTokens?: number | null;
      /** Who serves this tier, where that is not the run's provider. */
      readonly provider?: ProviderName;
      /** Where this tier's server is, where that is not the run's. */
      readonly baseUrl?: string;
    };

/**
 * One server, by its base URL: what it takes and wants where that is not as with the wire's own, what goes with
 * each request to it, and where its key is. What a server refuses is found out by itself, once a run.
 */
export interface ServerConfig extends KnownTraits {
  /** The environment variable that holds its key. */
  readonly keyVariable?: string;
  /** Headers of one's own. They may hold secrets, so no log has them: they are read anew by each command. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of one's own in each request's body, such as `{ reasoning_effort: "low" }`. */
  readonly body?: JsonObject;
}

/** What one model can hold. */
export interface WindowConfig {
  /** The context window, prompt and reply; `null` is unknown. */
  readonly contextTokens?: number | null;
  /** The most that one reply may hold, thinking included. */
  readonly maxOutputTokens?: number;
}

/** What `rehearsal.config.ts` may set. All of it is optional, and flags win over it. */
export interface Config {
  /** Who serves the models. */
  readonly provider?: ProviderName;
  /** Where its API is, if not at the provider's own address. */
  readonly baseUrl?: string;
  /** What is special about servers, by base URL. */
  readonly servers?: Readonly<Record<string, ServerConfig>>;
  /** `tier1` is the Orchestrator, `tier2` the Tech Lead, `tier3` the Worker, `tier4` QA. */
  readonly models?: Readonly<Partial<Record<Tier, ModelConfig>>>;
  /** `step` asks before each start of a ticket. */
  readonly mode?: "auto" | "step";
  /** Tickets at work at once. */
  readonly workers?: number;
  /** Goes that a ticket gets before it fails. */
  readonly attempts?: number;
  /** Replies that one session may take. */
  readonly turns?: number;
  /** Tries that one reply may take. */
  readonly tries?: number;
  /** The same call with the same result so many times, nothing new between, is told to the model and then asked about. */
  readonly repeats?: number;
  /** The command that must succeed before a ticket's change is merged. */
  readonly check?: string | null;
  /** A command that makes a fresh worktree ready, such as `bun install`. */
  readonly setup?: string | null;
  /** What commands (of workers, setup and check) get of your environment besides what any program needs. */
  readonly env?: {
    /** Names; `*` at the end stands for any ending. */
    readonly pass?: readonly string[];
    /** Values of one's own. They may be secrets, so no log has them: they are read anew by each command. */
    readonly set?: Readonly<Record<string, string>>;
  };
  /** Commands write in their worktree only; `online` leaves them the network, `hosts` some of it, by name. */
  readonly sandbox?: boolean | "online" | { readonly hosts: readonly string[] };
  /** The most that a run may spend. Times are of work: waits for you, for a retry and for a resume are none. */
  readonly budget?: Partial<Budget> & {
    /** Of the whole run: `"2h"`. */
    readonly time?: string;
    /** Of each ticket. */
    readonly ticketTime?: string;
    /** Of all models of a tier together. */
    readonly tierTime?: Readonly<Partial<Record<Tier, string>>>;
  };
  /** Standing decisions; the last that matches wins. */
  readonly rules?: readonly Rule[];
  /** How long a popup waits for its answer (`"30s"`, `"5m"`); `null` is for ever. */
  readonly popupTimeout?: string | null;
  /** How long a stream may bring nothing before its try is given up. */
  readonly stallTimeout?: string;
  /** How long a tool, a check or git may run. */
  readonly toolTimeout?: string;
  /** `false`: a decision that waits at the terminal does not ring its bell. */
  readonly notify?: boolean;
  /** US dollars for a million tokens, by model; wins over what rehearsal knows. */
  readonly prices?: Readonly<Record<string, Price>>;
  /** What models can hold, by model, however one came to be chosen; a tier's own limits win over it. */
  readonly windows?: Readonly<Record<string, WindowConfig>>;
}

/** Lets an editor complete and check `rehearsal.config.ts`; gives back what it was given. */
export function defineConfig(config: Config): Config {
  return config;
}
