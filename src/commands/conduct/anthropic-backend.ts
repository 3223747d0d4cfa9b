import { realClock } from "../../clock/real-clock.ts";
import { anthropicProvider } from "../../providers/anthropic.ts";
import type { Backend } from "./backend.ts";
import { realBackend } from "./real-backend.ts";
import { usageError } from "../usage-error.ts";

/** The variable that holds the key of Anthropic's API. */
export const keyVariable = "ANTHROPIC_API_KEY";

/** Anthropic's models, and the person at the terminal. Refuses where there is no key. */
export function anthropicBackend(baseUrl: string | undefined): Backend {
  const apiKey = process.env[keyVariable]?.trim() ?? "";
  if (apiKey === "")
    throw usageError(
      `${keyVariable} is not set, so Anthropic's models cannot be called. Set it (export ${keyVariable}=…), then try again.\n` +
        "Without a key: `rehearsal demo` shows a whole run, and `rehearsal run --provider mock --scenario FILE` performs one on your repository with scripted models.",
    );
  return realBackend(
    anthropicProvider({
      apiKey,
      ...(baseUrl !== undefined && { baseURL: baseUrl }),
      // The provider sends it to a mock on loopback only.
      sendAddress: true,
      nextTurn: realClock.nextTurn,
    }),
  );
}
