import { logBeforeTurn } from "../../core/window/context-past.ts";
import type { ModelRequest } from "../../core/effect.ts";
import type { Event } from "../../core/event.ts";
import type { SessionId } from "../../core/ids.ts";
import { type NextRequest, nextRequestOf } from "../../core/window/next-request.ts";
import { fold } from "../../core/reduce/reduce.ts";
import type { State } from "../../core/state.ts";
import type { CountTokens, TokenCount } from "../../providers/anthropic-count.ts";
import { type ExactCount, exactCount } from "../../reports/context/exact-count.ts";
import { isLoopback } from "../../providers/loopback-headers.ts";
import { credentialsFor, keyVariable, withAddress } from "../conduct/servers.ts";
import { serverConfigOf } from "../../config/server-address.ts";
import { readConfig } from "../read-config.ts";
import { usageError } from "../usage-error.ts";

/**
 * Asks the provider of a run how many tokens the prompt of a session's next call has. A session that makes no next
 * call is asked about its last one. `log` is the log that `state` was folded from.
 */
export async function countExactly(
  root: string,
  { log, state }: { readonly log: readonly Event[]; readonly state: State },
  sessionId: SessionId,
): Promise<ExactCount | Extract<TokenCount, { type: "failed" }>> {
  const { request, estimatedTokens } = requestFor(log, state, sessionId);
  const countTokens = await counterFor(request, root);
  const count = await countTokens(request, new AbortController().signal);
  if (count.type === "failed") return count;
  const { turn } = request.address;
  return exactCount({ turn, estimatedTokens, exactTokens: count.inputTokens });
}

function requestFor(log: readonly Event[], state: State, sessionId: SessionId): NextRequest {
  const session = state.sessions.get(sessionId)!;
  const next = nextRequestOf(state, session);
  if (next !== null) return next;
  const past = fold(logBeforeTurn(log, sessionId, session.turn)!)!;
  return nextRequestOf(past, past.sessions.get(sessionId)!)!;
}

async function counterFor(request: ModelRequest, root: string): Promise<CountTokens> {
  const { provider } = request;
  switch (provider) {
    case "anthropic":
      return await anthropicCounter(request, root);
    case "mock":
      return await mockCounter();
    default:
      throw usageError(
        `The models of this run are those of ${provider}, which has no call that counts tokens. Leave out --exact: the estimate says what it was off by at the last call.`,
      );
  }
}

async function anthropicCounter({ baseUrl }: ModelRequest, root: string): Promise<CountTokens> {
  const config = await readConfig(root);
  // An older log does not say where its run's server is.
  const baseURL = baseUrl ?? withAddress(config, "anthropic").baseUrl;
  const { apiKey, authToken } = credentialsFor("anthropic", baseURL, config);
  if (apiKey === null && authToken === null && !isLoopback(baseURL))
    throw usageError(
      `${keyVariable} is not set, so Anthropic cannot be asked for a count. Set it (export ${keyVariable}=…), then try again; or leave out --exact for the estimate.`,
    );
  const { anthropicCountTokens } = await import("../../providers/anthropic-count.ts");
  const { headers = {} } = serverConfigOf(config, baseURL);
  return anthropicCountTokens({
    apiKey,
    baseURL,
    headers,
    ...(authToken !== null && { authToken }),
  });
}

/** The mock counts without a scenario, so none has to be named. */
async function mockCounter(): Promise<CountTokens> {
  const [{ anthropicCountTokens }, { createMockProvider }, { clockPacer }, { silentObserver }] =
    await Promise.all([
      import("../../providers/anthropic-count.ts"),
      import("../../mock-provider/mock-provider.ts"),
      import("../../mock-provider/sending/clock-pacer.ts"),
      import("../../mock-provider/observer.ts"),
    ]);
  const { realClock } = await import("../../clock/real-clock.ts");
  const { fetchFor } = createMockProvider({
    source: { next: () => ({ type: "none", message: "only counts are asked for" }) },
    pacer: clockPacer(realClock),
    observer: silentObserver,
    nowMs: realClock.nowMs,
  });
  return anthropicCountTokens({
    apiKey: "no-key-is-needed",
    baseURL: "http://mock.invalid",
    fetchFor,
  });
}
