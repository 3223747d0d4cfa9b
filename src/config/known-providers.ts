import type { Tier } from "../core/ids.ts";

/** A provider as the configuration knows it. */
interface KnownProvider {
  readonly ownBaseUrl: string;
  /** The variable that names another address, as the provider's own client reads it. */
  readonly urlVariable: string;
  /** What people paste after a base URL, and what the client adds by itself. */
  readonly endpoints: RegExp;
  /** What serves a tier where nothing is configured; `null`: a user must name a model. */
  readonly models: Readonly<Record<Tier, string>> | null;
}

/** Whose API serves the models; `openai` is also that of every server that speaks like it. */
export const knownProviders = {
  anthropic: {
    ownBaseUrl: "https://api.anthropic.com",
    urlVariable: "ANTHROPIC_BASE_URL",
    endpoints: /(\/v1)?(\/messages)?\/*$/,
    // Planning is where a better model pays: a poor plan costs every worker.
    models: {
      tier1: "claude-opus-5-5",
      tier2: "claude-opus-5-5",
      tier3: "claude-sonnet-5-5",
      tier4: "claude-sonnet-5-5",
    },
  },
  openai: {
    ownBaseUrl: "https://api.openai.com/v1",
    urlVariable: "OPENAI_BASE_URL",
    endpoints: /(\/chat\/completions|\/responses|\/completions)?\/*$/,
    // Each server that speaks like it has models of its own.
    models: null,
  },
} as const satisfies Readonly<Record<string, KnownProvider>>;

export type ProviderName = keyof typeof knownProviders;

export const providerNames = Object.keys(knownProviders) as readonly ProviderName[];
