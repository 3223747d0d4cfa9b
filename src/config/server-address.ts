import type { Config, ProviderName, ServerConfig } from "./define-config.ts";

/** What people paste after a base URL, and what the clients add by themselves. */
const endpoints: Readonly<Record<ProviderName, RegExp>> = {
  anthropic: /(\/v1)?(\/messages)?\/*$/,
  openai: /(\/chat\/completions|\/responses|\/completions)?\/*$/,
};

/** A base URL without the endpoint that it may end with, and without slashes; a query stays. */
export function mendedBaseUrl(provider: ProviderName, baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(endpoints[provider], "");
  return url.pathname === "/" && url.search === "" ? url.origin : url.href;
}

/** What the configuration says of a server; its address may be written with an endpoint or a slash, too. */
export function serverConfigOf({ servers = {} }: Config, baseUrl: string): ServerConfig {
  for (const [address, server] of Object.entries(servers)) {
    const isIt = (["anthropic", "openai"] as const).some(
      (provider) => mendedBaseUrl(provider, address) === mendedBaseUrl(provider, baseUrl),
    );
    if (isIt) return server;
  }
  return {};
}
