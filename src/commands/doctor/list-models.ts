import type { Config } from "../../config/define-config.ts";
import type { ProviderName } from "../../config/known-providers.ts";
import { serverConfigOf } from "../../config/server-address.ts";
import { credentialsFor } from "../conduct/servers.ts";

/** A server that is asked for its list of models, which costs nothing. */
export interface ListedServer {
  readonly provider: ProviderName;
  readonly baseURL: string;
  readonly config: Config;
  readonly signal: AbortSignal;
}

export async function askForModels(server: ListedServer): Promise<Response> {
  const { provider, baseURL, config, signal } = server;
  const { apiKey, authToken } = credentialsFor(provider, baseURL, config);
  const bearer = authToken ?? (provider === "openai" ? apiKey : null);
  const url = new URL(baseURL);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}${provider === "anthropic" ? "/v1/models" : "/models"}`;
  const headers = {
    ...serverConfigOf(config, baseURL).headers,
    ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
    ...(provider === "anthropic" && apiKey !== null && { "x-api-key": apiKey }),
    ...(provider === "anthropic" && { "anthropic-version": "2023-06-01" }),
  };
  return await fetch(url, { headers, redirect: "manual", signal });
}

/** The names on the list; none where the server has no list, or another shape of it. */
export async function modelNames(server: ListedServer): Promise<readonly string[]> {
  try {
    const response = await askForModels(server);
    if (!response.ok) return [];
    const list = (await response.json()) as { readonly data?: unknown; readonly models?: unknown };
    const models = Array.isArray(list.data) ? list.data : list.models;
    return (Array.isArray(models) ? (models as readonly unknown[]) : []).flatMap(nameOf);
  } catch {
    return [];
  }
}

function nameOf(model: unknown): readonly string[] {
  const { id, name } = (model ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  const own = id ?? name;
  return typeof own === "string" && own !== "" ? [own] : [];
}
