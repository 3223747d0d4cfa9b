import type { Failure } from "../core/failure.ts";
import type { KnownTraits } from "../core/server.ts";
import { answeredFailure, errorWithCause, unansweredFailure } from "./failures/call-failure.ts";
import { isRecord, parseReceived } from "./json-value.ts";
import { safeMessage } from "./failures/safe-message.ts";
import { type ServerWords, serverWords } from "./failures/server-words.ts";

/** Where a server of OpenAI's wire answers: found out at the first call and kept for those that follow. */
export interface FoundAddress {
  /** What the path lacked: `/v1`, where a base URL named the host alone. */
  prefix: "" | "/v1";
  /** Whether the server has replied there: then a 404 is about something else, such as the model. */
  isCertain: boolean;
}

export interface ExchangeOptions {
  readonly fetch: typeof fetch;
  readonly baseURL: string;
  /** `null`: the client library knows the whole path. */
  readonly found: FoundAddress | null;
  /** What no message may quote. */
  readonly secrets: readonly string[];
  /** What a refusal teaches of the server; `null`: nothing. */
  readonly teaches: (status: number, words: ServerWords) => KnownTraits | null;
  /** What a date to come back at is counted from, where the server does not say when it answered. */
  readonly nowMs?: () => number;
}

/** One request with its answer, seen from below the client library. */
export interface Exchange {
  /** For the library: gives it whatever is no error, and follows what may be followed. */
  readonly fetch: typeof fetch;
  /** Why there is no reply, from what the library threw. */
  failureOf(thrown: unknown): Failure;
  /** Of an answer that looked well and whose body is no reply. */
  unreadable(response: Response, body: string): Failure;
  /** What was asked last, without what may hold a key. */
  askedUrl(): string;
}

/** Redirects that a request may take. */
const hopsMax = 3;
/** As much of an error's body as is read. */
const bodyBytesMax = 64 * 1024;

export function openExchange(options: ExchangeOptions): Exchange {
  const { secrets, baseURL } = options;
  let failure: Failure | null = null;
  const fail = (response: Response, url: string, body: string): Failure => {
    const words = serverWords(body);
    const { status } = response;
    const headers = dated(response.headers, options.nowMs);
    const answered = answeredFailure({ status, headers, url: shownUrl(url), words }, secrets);
    // Behind a status that says that all is well, a page is no refusal.
    const isRefusal = status >= 400 || isRecord(parseReceived(body));
    const teaches = isRefusal ? options.teaches(status, words) : null;
    return teaches === null ? answered : { ...answered, teaches };
  };
  let asked = baseURL;

  const call = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { found } = options;
    let url = prefixed(String(input instanceof Request ? input.url : input), found?.prefix ?? "");
    let headers = new Headers(init?.headers);
    let before: {
      readonly response: Response;
      readonly url: string;
      readonly body: string;
    } | null = null;
    for (let hops = 0; ; hops++) {
      asked = url;
      // Bun gives up a request that is silent for five minutes; the conductor has limits of its own.
      const how = { ...init, headers, redirect: "manual", timeout: false } as RequestInit;
      const response = await options.fetch(url, how);
      const isAbsent = response.status === 404 || response.status === 405;
      if (before !== null && !isAbsent && found !== null) found.prefix = "/v1";
      if (response.ok) {
        if (found !== null) found.isCertain = true;
        return response;
      }
      const target = targetOf(response, url);
      if (target !== null) {
        void response.body?.cancel().catch(() => {});
        if (!mayFollow(response.status, url, target) || hops >= hopsMax)
          return refuse(redirected(response.status, url, target));
        if (!isSameOrigin(target, url)) headers = withoutCredentials(headers);
        url = target;
        continue;
      }
      const body = await readSome(response);
      if (
        isAbsent &&
        before === null &&
        found?.prefix === "" &&
        !found.isCertain &&
        new URL(baseURL).pathname === "/"
      ) {
        before = { response, url, body };
        url = prefixed(url, "/v1");
        continue;
      }
      // Where the mended address is no better, the one that was given is told.
      const shown = isAbsent && before !== null ? before : { response, url, body };
      return refuse(fail(shown.response, shown.url, shown.body));
    }
  };
  const refuse = (why: Failure): never => {
    failure = why;
    throw new Error(why.message);
  };

  return {
    fetch: Object.assign(call, { preconnect: () => {} }),
    failureOf: (thrown) => failure ?? unansweredFailure(thrown, baseURL, secrets),
    unreadable: (response, body) => fail(response, asked, body),
    askedUrl: () => shownUrl(asked),
  };
}

function dated(headers: Headers, nowMs: ExchangeOptions["nowMs"]): Headers {
  if (nowMs === undefined || headers.has("date")) return headers;
  const date = new Date(nowMs()).toUTCString();
  return new Headers([...headers, ["date", date]]);
}

/** 301 and 302 make a GET of a POST; and what was encrypted goes nowhere in the clear. */
const mayFollow = (status: number, from: string, to: string): boolean =>
  (status === 307 || status === 308) &&
  !(new URL(from).protocol === "https:" && new URL(to).protocol !== "https:");

function targetOf({ status, headers }: Response, url: string): string | null {
  const location = headers.get("location");
  if (status < 300 || status >= 400 || location === null) return null;
  return URL.canParse(location, url) ? new URL(location, url).href : null;
}

const isSameOrigin = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin;

const keptHeaders = new Set(["accept", "content-type", "anthropic-version"]);

/** A key stays with its origin, and so do the headers of the user's own (RFC 9110, 15.4). */
function withoutCredentials(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => keptHeaders.has(name)));
}

function redirected(status: number, url: string, target: string): Failure {
  const message = `The server redirects (HTTP ${status}) from ${shownUrl(url)} to ${shownUrl(target)}. Where that is the server's right address, name it as the base URL.`;
  return { code: "not-found", message, shouldRetry: false };
}

/** Without what may hold a key. */
function shownUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function prefixed(url: string, prefix: FoundAddress["prefix"]): string {
  if (prefix === "") return url;
  const longer = new URL(url);
  longer.pathname = `${prefix}${longer.pathname}`;
  return longer.href;
}

/** The beginning of a body; of a page of a megabyte, that is enough. */
async function readSome(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
      if (text.length < bodyBytesMax) continue;
      void reader.cancel().catch(() => {});
      return text;
    }
  } catch (error) {
    return text === "" ? safeMessage(errorWithCause(error), []) : text;
  }
}
