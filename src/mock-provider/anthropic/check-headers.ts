import type { WireError } from "../wire-error.ts";
import { refusalOf } from "./error.ts";

/** Versions are days; which of them a client names changes nothing that this mock says. */
const version = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What the API demands of a request's headers; any key will do. `null` where nothing is amiss. Wordings as in
 * github.com/n8n-io/n8n issue 37930 (no key) and kangminlee-maker/local-OAuth-CLI-API-adapter (no version).
 */
export function checkHeaders(headers: Headers): WireError | null {
  const bearer = headers.get("authorization");
  const key = headers.get("x-api-key") ?? bearer;
  if (key === null) return refusalOf(401, "x-api-key header is required");
  if (key.trim() === "") return refusalOf(401, "invalid x-api-key");
  if (bearer !== null && headers.get("x-api-key") === null && !/^bearer \S/i.test(bearer))
    return refusalOf(401, "invalid bearer token");
  const named = headers.get("anthropic-version");
  if (named === null) return refusalOf(400, "anthropic-version: header is required");
  if (!version.test(named))
    return refusalOf(400, `anthropic-version: "${named.slice(0, 40)}" is not a valid version`);
  return null;
}
