import type { BreakOff } from "../mock-provider/call.ts";
import type { Clock } from "../ports.ts";

/** Answers one request; it may have a body to read already. A rejection means that no connection came about. */
export type Answer = (request: Request) => Promise<Response>;

export interface LoopbackServer {
  readonly port: number;
  /** Ends what is going on, at once. */
  stop(): Promise<void>;
}

/** As large as a request to a provider may be; and what all that are being read may hold together. */
const bodyBytesMax = 32 * 1024 * 1024;
const smallBytes = 64 * 1024;
const heldBytesMax = 256 * 1024 * 1024;
/** A reset overtakes what a client has not read yet: this is the time to read it. */
const drainMs = 20;
/** How long a connection may say nothing while its request is read. */
const idleSeconds = 30;

/** An HTTP server that takes nothing on trust: what it reads is bounded, and every answer is an answer. */
export function openLoopbackServer(options: {
  readonly hostname: string;
  readonly port: number;
  readonly answer: Answer;
}): LoopbackServer {
  const { hostname, port, answer } = options;
  let heldBytes = 0;

  /** The body, or the status of an error where it is too much. */
  async function read(request: Request): Promise<string | Uint8Array<ArrayBuffer> | 413 | 503> {
    const length = Number(request.headers.get("content-length") ?? Number.NaN);
    if (length > bodyBytesMax) return 413;
    // Not worth the care of the others: as many as there are, they hold little.
    if (length <= smallBytes) return await request.text();
    if (request.body === null) return "";
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of request.body) {
        bytes += chunk.byteLength;
        heldBytes += chunk.byteLength;
        if (bytes > bodyBytesMax) return 413;
        if (heldBytes > heldBytesMax) return 503;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      heldBytes -= bytes;
    }
  }

  async function serve(request: Request, server: Bun.Server<undefined>): Promise<Response> {
    const body = await read(request).catch(() => null);
    // A client that went away in the middle of its request reads no answer.
    if (body === null) return errorResponse(400, "invalid_request_error", "The body was cut off.");
    if (body === 413)
      return errorResponse(413, "request_too_large", "Request exceeds the maximum size");
    if (body === 503)
      return errorResponse(503, "overloaded_error", "Too many large requests at once: try again.");
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
    error: (error) => errorResponse(500, "api_error", `Internal server error: ${error.name}`),
  });
  return { port: server.port ?? port, stop: () => server.stop(true) };
}

/** An error that clients of each wire can read. */
function errorResponse(status: number, type: string, message: string): Response {
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
