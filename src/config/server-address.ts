import type { Config, ServerConfig } from "./define-config.ts";
import { knownProviders, type ProviderName, providerNames } from "./known-providers.ts";

/** A base URL without the endpoint that it may end with, and without slashes; a query stays. */
export function mendedBaseUrl(provider: ProviderName, baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(knownProviders[provider].endpoints, "");
  return url.pathname === "/" && url.search === "" ? url.origin : url.href;
}

/** What the configuration says of a server; its address may be written with an endpoint or a slash, too. */
export function serverConfigOf({ servers = {} }: Config, baseUrl: string): ServerConfig {
  for (const [address, server] of Object.entries(servers)) {
    const isIt = providerNames.some(
      (provider) => mendedBaseUrl(provider, address) === mendedBaseUrl(provider, baseUrl),
    );
    if (isIt) return server;
  }
  return {};
}
