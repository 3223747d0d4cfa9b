import type { BreakOff } from "../../mock-provider/served-call.ts";
import type { Clock } from "../../ports.ts";

/** Answers one request; it may have a body to read already. A rejection means that no connection came about. */
export type Responder = (request: Request) => Promise<Response>;

export interface LoopbackServer {
  readonly port: number;
  /** Ends what is going on, at once. */
  stop(): Promise<void>;
}

/** Why a request was not read to its end. */
export interface Unread {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** A client that went away in the middle of its request reads no answer. */
const cutOff: Unread = {
  status: 400,
  type: "invalid_request_error",
  message: "The body was cut off.",
};
const tooLarge: Unread = {
  status: 413,
  type: "request_too_large",
  message: "Request exceeds the maximum size",
};
const tooMany: Unread = {
  status: 503,
  type: "overloaded_error",
  message: "Too many large requests at once: try again.",
};

/** As large as a request to a provider may be; and what all that are being read may hold together. */
const bodyBytesMax = 32 * 1024 * 1024;
const smallBytes = 64 * 1024;
const heldBytesMax = 256 * 1024 * 1024;
/** A reset overtakes what a client has not read yet: this is the time to read it. */
const drainMs = 20;
/** How long a connection may say nothing while its request is read. */
const idleSeconds = 30;

export interface LoopbackOptions {
  readonly hostname: string;
  readonly port: number;
  readonly answer: Responder;
  /** Learns of each request that was not read to its end: `answer` is never asked about it. */
  readonly onUnread?: (request: Request, why: Unread) => void;
}

/** An HTTP server that takes nothing on trust: what it reads is bounded, and every answer is an answer. */
export function openLoopbackServer(options: LoopbackOptions): LoopbackServer {
  const { hostname, port, answer, onUnread = () => {} } = options;
  let heldBytes = 0;

  async function read(request: Request): Promise<string | Uint8Array<ArrayBuffer> | Unread> {
    const length = Number(request.headers.get("content-length") ?? Number.NaN);
    if (length > bodyBytesMax) return tooLarge;
    // Not worth the care of the others: as many as there are, they hold little.
    if (length <= smallBytes) return await request.text();
    if (request.body === null) return "";
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of request.body) {
        bytes += chunk.byteLength;
        heldBytes += chunk.byteLength;
        if (bytes > bodyBytesMax) return tooLarge;
        if (heldBytes > heldBytesMax) return tooMany;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      heldBytes -= bytes;
    }
  }

  async function serve(request: Request, server: Bun.Server<undefined>): Promise<Response> {
    const body = await read(request).catch(() => cutOff);
    if (typeof body === "object" && "status" in body) {
      onUnread(request, body);
      return errorResponse(body);
    }
    // From now on it is the scenario that says how long things take.
    server.timeout(request, 0);
    const { method, headers, signal, url } = request;
    const isBodiless = method === "GET" || method === "HEAD";
    try {
      return await answer(
        new Request(url, { method, headers, signal, ...(!isBodiless && { body }) }),
      );
    } catch {
      return new Response(brokenBody());
    }
  }

  const server = Bun.serve({
    hostname,
    port,
    idleTimeout: idleSeconds,
    // Beyond its own limit Bun answers without a word; ours answers.
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: serve,
    error: ({ name }) =>
      errorResponse({ status: 500, type: "api_error", message: `Internal server error: ${name}` }),
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}

/** An error that clients of each wire can read. */
function errorResponse({ status, type, message }: Unread): Response {
  return Response.json(
    { type: "error", error: { type, message, param: null, code: null } },
    {
      status,
      headers: { "x-should-retry": "false", ...(status === 413 && { connection: "close" }) },
    },
  );
}

/** Bun resets the connection where a body fails; where it fails before a byte, nothing was answered. */
function brokenBody(): ReadableStream<Uint8Array<ArrayBuffer>> {
  // With an error of any kind Bun would print it.
  return new ReadableStream({ start: (controller) => controller.error(undefined) });
}

/**
 * How a mock's body breaks off before this server: a reset, once a client had the time to read what came
 * before; at once where the client has gone. Without a reason, since Bun would print it.
 */
export const breakOffOver =
  (clock: Pick<Clock, "nowMs" | "until">): BreakOff =>
  (fail, reason) => {
    if (reason instanceof DOMException) return fail(undefined);
    void clock.until(clock.nowMs() + drainMs, never).then(() => fail(undefined));
  };

const never = new AbortController().signal;
