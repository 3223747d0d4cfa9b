import { realClock } from "../../clock/real-clock.ts";
import type { Config, ModelConfig } from "../../config/define-config.ts";
import { knownProviders, type ProviderName, providerNames } from "../../config/known-providers.ts";
import { serverConfigOf } from "../../config/server-address.ts";
import type { ModelChoice, Settings } from "../../core/settings.ts";
import type { Provider } from "../../ports.ts";
import { isLoopback } from "../../providers/loopback-headers.ts";
import { usageError } from "../usage-error.ts";
import { fetchThrough, proxyFor } from "./proxy.ts";

/** The variable that holds the key of Anthropic's API. */
export const keyVariable = "ANTHROPIC_API_KEY";
/** The variable that holds a bearer token, for gateways and servers that speak like Anthropic's API. */
export const tokenVariable = "ANTHROPIC_AUTH_TOKEN";
/** The variable that holds the key of OpenAI's API, or of a server that speaks like it. */
export const openaiKeyVariable = "OPENAI_API_KEY";

/** The address that the configuration or the environment names for a provider; `null`: none. */
export function namedAddress(config: Config, provider: ProviderName): string | null {
  const isMeant = (config.provider ?? "anthropic") === provider;
  return (isMeant ? config.baseUrl : undefined) ?? variable(knownProviders[provider].urlVariable);
}

/**
 * A configuration for that provider, with its address, and with those of the providers that single tiers name, so that the
 * run's log keeps them all.
 */
export function withAddress(
  config: Config,
  provider: ProviderName,
): Config & { readonly baseUrl: string } {
  const { models, provider: configured = "anthropic" } = config;
  const addressFor = (name: ProviderName): string =>
    namedAddress(config, name) ?? knownProviders[name].ownBaseUrl;
  const addressed = (choice: ModelConfig): ModelConfig => {
    if (typeof choice === "string") return choice;
    const { provider: own = configured, baseUrl } = choice;
    if (baseUrl !== undefined || own === provider) return { ...choice, provider: own };
    return { ...choice, provider: own, baseUrl: addressFor(own) };
  };
  return {
    ...config,
    provider,
    baseUrl: addressFor(provider),
    ...(models !== undefined && {
      models: Object.fromEntries(
        Object.entries(models).map(([tier, choice]) => [tier, addressed(choice)]),
      ),
    }),
  };
}

/** Where a call of that model goes. */
export const addressOf = ({
  provider,
  baseUrl,
}: Pick<ModelChoice, "provider"> & { readonly baseUrl?: string | null }): string =>
  baseUrl ?? knownProviders[providerNamed(provider)].ownBaseUrl;

interface Credentials {
  readonly apiKey: string | null;
  readonly authToken: string | null;
}

/** What the environment holds for a server. */
export function credentialsFor(
  provider: ProviderName,
  baseURL: string,
  config: Config,
): Credentials {
  const { keyVariable: own } = serverConfigOf(config, baseURL);
  if (own !== undefined) return { apiKey: variable(own), authToken: null };
  switch (provider) {
    case "openai":
      return { apiKey: variable(openaiKeyVariable), authToken: null };
    case "anthropic": {
      const [apiKey, authToken] = [variable(keyVariable), variable(tokenVariable)];
      // The token is mostly a gateway's, and the key Anthropic's own.
      const prefersKey = new URL(baseURL).hostname.endsWith("anthropic.com");
      if (apiKey !== null && (prefersKey || authToken === null)) return { apiKey, authToken: null };
      return { apiKey: null, authToken };
    }
  }
}

/** Refuses a run whose servers want a key that is not set; one on this machine wants none. */
export function refuseWithoutKeys({ models }: Settings, config: Config): void {
  for (const choice of Object.values(models)) {
    const missing = missingKeyOf(choice, config);
    if (missing !== null) throw usageError(missing);
  }
}

/** Why a tier's server cannot be called, and what to do; `null`: it can. */
export function missingKeyOf(
  choice: Pick<ModelChoice, "provider" | "baseUrl">,
  config: Config,
): string | null {
  const provider = providerNamed(choice.provider);
  const baseURL = addressOf(choice);
  const { apiKey, authToken } = credentialsFor(provider, baseURL, config);
  const server = serverConfigOf(config, baseURL);
  const hasOwn = Object.keys(server.headers ?? {}).length > 0;
  if (apiKey !== null || authToken !== null || hasOwn || isLoopback(baseURL)) return null;
  const wanted = server.keyVariable ?? (provider === "anthropic" ? keyVariable : openaiKeyVariable);
  if (provider === "openai")
    return (
      `${wanted} is not set, so the models at ${baseURL} cannot be called. Set it (export ${wanted}=…), then try again.\n` +
      "A server on this machine needs no key: name it with --base-url, such as http://localhost:11434/v1."
    );
  return (
    `${wanted} is not set, so Anthropic's models cannot be called. Set it (export ${wanted}=…), then try again.\n` +
    "Without a key: `rehearsal demo` shows a whole run, and `rehearsal run --provider mock --scenario FILE` runs one on your repository with scripted models."
  );
}

/** Where the calls of one provider go, whatever a run's settings say of it. */
export interface NamedAddress {
  readonly provider: ProviderName;
  readonly baseUrl: string;
}

/**
 * Real models: each call goes to the server of its tier. `named` stands for that of every tier with its provider, where a
 * flag names one; `ask` for the network, where somebody looks on.
 */
export function realProvider(
  config: Config,
  named: NamedAddress | null,
  ask: typeof fetch = fetch,
): Provider {
  const servers = new Map<string, Promise<Provider>>();
  return {
    async *stream(request, signal, alive) {
      const provider = providerNamed(request.provider);
      const baseURL = named?.provider === provider ? named.baseUrl : addressOf(request);
      const key = `${provider} ${baseURL}`;
      const server = servers.get(key) ?? openServer(provider, baseURL, { config, ask });
      servers.set(key, server);
      yield* (await server).stream(request, signal, alive);
    },
  };
}

async function openServer(
  provider: ProviderName,
  baseURL: string,
  { config, ask }: { readonly config: Config; readonly ask: typeof fetch },
): Promise<Provider> {
  const { headers = {} } = serverConfigOf(config, baseURL);
  const { apiKey, authToken } = credentialsFor(provider, baseURL, config);
  // Only a mock on loopback is ever told an address.
  const fetchOfServer = fetchThrough(proxyFor(baseURL, process.env), ask);
  const fetchFor = () => fetchOfServer;
  const options = { baseURL, headers, apiKey, fetchFor, sendAddress: true, clock: realClock };
  switch (provider) {
    case "anthropic": {
      const { anthropicProvider } = await import("../../providers/anthropic.ts");
      return anthropicProvider({ ...options, ...(authToken !== null && { authToken }) });
    }
    case "openai": {
      const { openaiProvider } = await import("../../providers/openai.ts");
      return openaiProvider(options);
    }
  }
}

export const providerNamed = (name: string): ProviderName =>
  providerNames.find((known) => known === name) ?? "anthropic";

function variable(name: string): string | null {
  const value = process.env[name]?.trim() ?? "";
  return value === "" ? null : value;
}
