import type { RawChunk, RawResponse } from "../../mock-provider/reply.ts";
import { type Duration, millisecondsOf } from "./duration.ts";
import { faultOn, type ReplyFaultOn } from "./fault.ts";
import { replyChain, type ReplyChain } from "./reply.ts";

/** Bytes of a response: text, or exactly these. */
type RawBytes = string | Uint8Array;

/** Some bytes of a response; `after` is how long the server waits before it sends them. */
type RawPiece = RawBytes | { readonly after: Duration; readonly send: RawBytes };

/** What of a response is not its body. */
export interface RawOptions {
  /** From 200 to 599; 200 where nothing is said. */
  readonly status?: number;
  /** Exactly these; where nothing is said, the content type that a stream has, or an error. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How the body stops: `close` is a whole one, `cut` is short of its end, `reset` fails, and after `stall` the
   * connection stays open and silent.
   */
  readonly end?: RawResponse["end"];
}

/** A reply, or a fault of one: it stands where either may. */
export interface RawReply extends ReplyChain, ReplyFaultOn {}

/**
 * A response to the byte: what some server was seen to send, in place of a reply, or of one try of it. The mock does
 * not read it, so it is whatever the client makes of it.
 * @example
 * reply(says("Done.")).fails(raw("Bad Gateway", { status: 502, headers: {} }));
 * raw([": waiting\n\n", { after: "2s", send: "data: [DONE]\n\n" }]);
 */
export function raw(
  body: RawBytes | readonly RawPiece[] = "",
  { status = 200, headers, end = "close" }: RawOptions = {},
): RawReply {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`raw: ${status} is no status of a response; write one from 200 to 599`);
  const pieces = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
  if (!Array.isArray(pieces))
    throw new Error(
      'raw: a body is a text, bytes, or a list of them: raw(["data: …", { after, send }])',
    );
  const response: RawResponse = {
    status,
    headers: headersOf(headers ?? { "content-type": status < 300 ? stream : json }),
    chunks: (pieces as readonly RawPiece[]).map(chunkOf),
    end,
  };
  return { ...replyChain({ raw: response }), ...faultOn({ type: "raw", response }) };
}

const stream = "text/event-stream";
const json = "application/json";

function headersOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unfit = Object.entries(headers).find((header) => !isHeader(header));
  if (unfit === undefined) return headers;
  const [name, value] = unfit.map((text) => JSON.stringify(text));
  throw new Error(`raw: no response can have the header ${name}: ${value}`);
}

function isHeader(header: [string, string]): boolean {
  try {
    return new Headers([header]).has(header[0]);
  } catch {
    return false;
  }
}

function chunkOf(piece: RawPiece): RawChunk {
  if (typeof piece === "string") return { delayMs: 0, text: piece };
  if (piece instanceof Uint8Array)
    return { delayMs: 0, base64: Buffer.from(piece).toString("base64") };
  if (piece !== null && typeof piece === "object" && "send" in piece)
    return { ...chunkOf(piece.send), delayMs: millisecondsOf(piece.after) };
  throw new Error('raw: a piece of a body is a text, bytes, or { after: "2s", send: … }');
}
