const triesMax = 5;
const silenceMaxMs = 60_000;
/**
 * How each wire ends a whole stream: Messages and Responses, Chat Completions, Gemini. All of it, for a stream may break off in
 * the middle of its last event, too.
 */
const lastEvent =
  /^event: (?:message_stop|response\.(?:completed|incomplete))\n.+\n\n|^data: \[DONE\]\n\n|^data: .*"finishReason".*\r?\n\r?\n/m;

/**
 * A `fetch` that gets over whatever comes to an end by asking again: limits, overloads, connections that break, streams that
 * break off or fall silent. It hands on an answer once all of it is there, so that nobody ever sees half of one.
 */
export function steadyFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  const steady = async (...[input, init]: Parameters<typeof globalThis.fetch>) => {
    for (let nth = 1; ; nth++) {
      const answer = await oneTry(fetch, [input, init]);
      if (answer.type === "answer") return answer.response;
      if (nth === triesMax || isLeft(input, init)) throw answer.error;
      await new Promise((resolve) => setTimeout(resolve, answer.againMs ?? 1000 * nth));
    }
  };
  return Object.assign(steady, { preconnect: () => {} });
}

/** Whoever asked has let go. */
const isLeft = (...[input, init]: Parameters<typeof globalThis.fetch>): boolean =>
  signalOf(input, init)?.aborted === true;

const signalOf = (...[input, init]: Parameters<typeof globalThis.fetch>): AbortSignal | null =>
  init?.signal ?? (input instanceof Request ? input.signal : null);

type Tried =
  | { readonly type: "answer"; readonly response: Response }
  | { readonly type: "failed"; readonly error: Error; readonly againMs: number | null };

async function oneTry(
  fetch: typeof globalThis.fetch,
  [input, init]: Parameters<typeof globalThis.fetch>,
): Promise<Tried> {
  const silence = new AbortController();
  const leave = () => silence.abort(new Error("nothing more came"));
  let waiting = setTimeout(leave, silenceMaxMs);
  try {
    const own = signalOf(input, init);
    const signal = own === null ? silence.signal : AbortSignal.any([own, silence.signal]);
    // What is sent can be read once; the next try needs it, too.
    const again = input instanceof Request ? input.clone() : input;
    const response = await fetch(again, { ...init, signal });
    const { status, headers } = response;
    if (status === 429 || status >= 500) {
      await response.body?.cancel();
      const error = new Error(`the provider says ${status}`);
      return { type: "failed", error, againMs: pauseMs(headers) };
    }
    let text = "";
    const decoder = new TextDecoder();
    for await (const bytes of response.body!) {
      clearTimeout(waiting);
      waiting = setTimeout(leave, silenceMaxMs);
      text += decoder.decode(bytes, { stream: true });
    }
    if (isWhole(headers, text))
      return { type: "answer", response: new Response(text, { status, headers }) };
    return { type: "failed", error: new Error("the answer broke off"), againMs: null };
  } catch (error) {
    return { type: "failed", error: error as Error, againMs: null };
  } finally {
    clearTimeout(waiting);
  }
}

function pauseMs(headers: Headers): number | null {
  const [ms, seconds] = [headers.get("retry-after-ms"), headers.get("retry-after")];
  if (ms !== null) return Number(ms);
  return seconds === null ? null : 1000 * Number(seconds);
}

/** JSON is whole where it can be read; of other texts nobody knows. */
function isWhole(headers: Headers, text: string): boolean {
  const type = headers.get("content-type") ?? "";
  if (type.includes("event-stream")) return lastEvent.test(text);
  if (!type.includes("json")) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
