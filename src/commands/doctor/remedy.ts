import type { Config } from "../../config/define-config.ts";
import { knownProviders, type ProviderName } from "../../config/known-providers.ts";
import { serverConfigOf } from "../../config/server-address.ts";
import type { Failure } from "../../core/failure.ts";
import { didYouMean } from "../../core/words/nearest-name.ts";
import { keyVariable, openaiKeyVariable, tokenVariable } from "../conduct/servers.ts";

/** A model that did not answer, and where. */
export interface Unanswered {
  readonly failure: Failure;
  readonly provider: ProviderName;
  readonly baseURL: string;
  readonly model: string;
  readonly config: Config;
  /** The models that the server says it has. */
  readonly models: readonly string[];
}

/** What to do about it; `""`: the server's own words say all that is known. */
export function remedyFor(unanswered: Unanswered): string {
  const { failure, provider, baseURL, model, models } = unanswered;
  const address = `baseUrl in rehearsal.config.ts, or ${knownProviders[provider].urlVariable}`;
  switch (failure.code) {
    case "authentication":
      return `Set the right key: export ${variableFor(unanswered)}=…`;
    case "permission":
      return "Mend it where the key is from: credit, or the right to use this model.";
    case "not-found":
      if (/redirects/.test(failure.message)) return "";
      return models.length > 0 && !models.includes(model)
        ? `Name one of its models under \`models\` in rehearsal.config.ts. ${didYouMean(model, models)}`
        : `Look at the base URL (${address}) and at the model's name.`;
    case "connection-failed":
      return /certificate|self.signed|\bssl|\btls/i.test(failure.message)
        ? `Trust the certificate that it is signed with (export NODE_EXTRA_CA_CERTS=/path/to/ca.pem), or name an http:// address where the server speaks that.`
        : `Start the server, or name its address (${address}): it is ${baseURL} now.`;
    case "rate-limited":
    case "overloaded":
    case "timeout":
    case "cancelled":
      return "Try again later: the server is busy, or still loads its model.";
    default:
      return "";
  }
}

function variableFor({ provider, baseURL, config }: Unanswered): string {
  const { keyVariable: own } = serverConfigOf(config, baseURL);
  if (own !== undefined) return own;
  if (provider === "openai") return openaiKeyVariable;
  const hasToken = (process.env[tokenVariable] ?? "").trim() !== "";
  const isOwn = new URL(baseURL).hostname.endsWith("anthropic.com");
  return hasToken && !isOwn ? tokenVariable : keyVariable;
}
