import { realClock } from "../../clock/real-clock.ts";
import { openaiProvider } from "../../providers/openai.ts";
import { isLoopback } from "../../providers/address-header.ts";
import type { Backend } from "./backend.ts";
import { realBackend } from "./real-backend.ts";
import { usageError } from "../usage-error.ts";

/** The variable that holds the key of OpenAI's API, or of a server that speaks like it. */
export const openaiKeyVariable = "OPENAI_API_KEY";

const ownBaseUrl = "https://api.openai.com/v1";

/** The models of OpenAI or of a server that speaks like it. Refuses where a key is needed and there is none. */
export function openaiBackend(baseUrl: string | undefined): Backend {
  const baseURL = baseUrl ?? (process.env["OPENAI_BASE_URL"]?.trim() || ownBaseUrl);
  const apiKey = process.env[openaiKeyVariable]?.trim() ?? "";
  if (apiKey === "" && !isLoopback(baseURL))
    throw usageError(
      `${openaiKeyVariable} is not set, so the models at ${baseURL} cannot be called. Set it (export ${openaiKeyVariable}=…), then try again.\n` +
        "A server on this machine needs no key: name it with --base-url, such as http://localhost:11434/v1.",
    );
  return realBackend(
    openaiProvider({
      apiKey: apiKey === "" ? null : apiKey,
      baseURL,
      // The provider sends it to a mock on loopback only.
      sendAddress: true,
      nextTurn: realClock.nextTurn,
    }),
  );
}
