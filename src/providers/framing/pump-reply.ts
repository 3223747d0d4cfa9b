import type { Failure } from "../../core/failure.ts";
import type { Clock, ProviderEvent } from "../../ports.ts";
import type { Exchange } from "../exchange.ts";
import { parseReceived } from "../json-value.ts";
import { isLifeKind, isNoticeKind, isSignOfLife } from "../failures/sign-of-life.ts";
import {
  isError,
  isNotice,
  saysSomething,
  serverWords,
  wordsOfJson,
} from "../failures/server-words.ts";
import { apiOf, apiOfData, otherApi } from "../failures/other-api.ts";
import { isCut, jsonRow, withoutSlips } from "./json-row.ts";
import { sseReader, type SseTaker } from "./sse-reader.ts";
import type { WireReader } from "../wire-reader.ts";

/** Time, as far as reading a reply needs it. */
export type PumpClock = Pick<Clock, "nextTurn" | "nowMs" | "until">;

export interface Pump {
  readonly response: Response;
  readonly exchange: Exchange;
  readonly reader: WireReader;
  readonly clock: PumpClock;
  push(event: ProviderEvent): void;
  /** Something came, if only a comment: the server is alive. */
  alive(): void;
}

/** How long a connection may be silent, and how long it may stay open, once a reply has ended but for its last sign. */
const silenceMs = 2_000;
const pingsMaxMs = 30_000;
/** More than any reply that a server sends in one piece. */
const strayCharactersMax = 32 * 1024 * 1024;

/** Reads a body to the reply's end: a stream of events, or what a server sent in place of one. */
export async function pumpReply(pump: Pump): Promise<void> {
  const { response, reader, alive } = pump;
  const over = new AbortController();
  const stray = newStray();
  let events = 0;
  let torn = "";
  /** Of the events so far; the first that says it decides, unless it was another's and one of our own follows. */
  let api: ReturnType<typeof apiOf> = null;
  const isOther = (): boolean => api !== null && api !== reader.api;
  const taker: SseTaker = {
    event(kind, data, isUnfinished, loose) {
      if (reader.stage() === "over") return;
      if (loose.length > 0) {
        if (goesOn(data, loose))
          return taker.event(kind, [data, ...loose].join("\n"), isUnfinished, []);
        if (data !== "") taker.event(kind, data, isUnfinished, []);
        for (const line of loose) taker.stray(line);
        return;
      }
      // Behind a whole reply, or an error, which came without the frames of a stream: some frame no more than their end.
      const isSentinel = !stray.isEmpty() && sentinel.test(data);
      if (isSentinel && (events === 0 || stray.holdsError())) return;
      events++;
      if (isUnfinished) torn = tornPiece(data);
      if (api !== reader.api) api = apiOfData(data, kind) ?? api;
      if (!isOther()) readEvent(reader, kind, data, isUnfinished);
    },
    stray(line) {
      if (reader.stage() === "over") return;
      const error = errorLine.exec(line)?.[1];
      if (error !== undefined) reader.fail(serverWords(error));
      else if (!sentinel.test(line) || events === 0) stray.add(line);
      // Some send the sentinel bare, also behind an error.
      else if (!stray.holdsError()) reader.done();
    },
  };
  const sse = sseReader(taker);
  const body = response.body?.getReader() ?? null;
  try {
    let isClosing = false;
    let lastByteMs = 0;
    for (;;) {
      const { done, value } = (await body?.read()) ?? { done: true, value: undefined };
      alive();
      if (done) break;
      lastByteMs = pump.clock.nowMs();
      sse.push(value);
      // A reply that is over is read on to the end of its body, which lets the connection be used again; whoever
      // waits for it gives that up soon.
      if (reader.stage() === "ended" && !isClosing) {
        isClosing = true;
        void closeInSilence(pump, () => lastByteMs, over.signal, body);
      }
    }
    sse.end();
    if (reader.stage() === "over") return;
    if (isOther()) return failForOther(pump, api);
    if (events === 0 || stray.holdsError()) return readBody(pump, stray.text());
    reader.close(torn);
  } catch (error) {
    // What breaks off a connection after the reply's end takes nothing from it.
    if (reader.stage() === "over") return;
    if (reader.stage() === "ended") return reader.close();
    throw error;
  } finally {
    over.abort();
  }
}

/** Whether an event's data is JSON that was broken into lines, of which the first alone says what it is. */
const goesOn = (data: string, loose: readonly string[]): boolean =>
  /^\s*[[{]/.test(data === "" ? loose[0]! : data) &&
  parseReceived(data) === undefined &&
  !loose.some((line) => errorLine.test(line));

/**
 * Reads an event's data: one JSON value. Some servers have a line end for the blank line between their events, say
 * `data:` twice, or put events into a list.
 */
function readEvent(reader: WireReader, kind: string, data: string, isUnfinished: boolean): void {
  // Nearly every event is a JSON object. Looking first for pings and the like made a delta 8 % dearer (bench deltas).
  const object = data.startsWith("{") ? parseReceived(data) : undefined;
  if (object !== undefined && !isEnd(kind)) return readValue(reader, kind, object);
  const text = data.replace(saidTwice, "").trim();
  if (text === "" || isLifeKind(kind)) return;
  if (isSignOfLife(text)) {
    // What is called an error or an end is one, however little it says.
    if (errorKind.test(kind)) reader.fail(wordsOfJson(text, kind));
    else if (isEnd(kind)) reader.done();
    return;
  }
  if (sentinel.test(text)) return reader.done();
  const value = parseReceived(text);
  if (isEnd(kind) && !saysSomething(value)) return reader.done();
  // Encoded once more than it should be.
  if (typeof value === "string" && value.startsWith("{") && !errorKind.test(kind))
    return readEvent(reader, kind, value, isUnfinished);
  if (value !== undefined) return readValue(reader, kind, value);
  if (isNoticeKind(kind)) return;
  const lines = text.split("\n").map((line) => line.replace(saidTwice, "").trim());
  // The last piece of a body that was cut is broken off, and says nothing.
  if (isUnfinished && parseReceived(lines.at(-1) ?? "") === undefined) lines.pop();
  if (lines.every(saysByItself)) {
    for (const line of lines) readEvent(reader, kind, line, false);
    return;
  }
  // An error may stand behind an event that broke off.
  const error = lines.map(parseReceived).find(isError);
  if (error !== undefined) return reader.fail(wordsOfJson(error), error);
  if (isUnfinished && jsonBegin.test(text)) return;
  const mended = withoutSlips(text);
  if (mended !== text) return readEvent(reader, kind, mended, isUnfinished);
  reader.fail(serverWords(data));
}

/** An event's data, where it is JSON that ends within itself. */
function tornPiece(data: string): string {
  const text = data.replace(saidTwice, "").trim();
  const last = text
    .slice(text.lastIndexOf("\n") + 1)
    .replace(saidTwice, "")
    .trim();
  const isRead = [text, last].some(
    (part) => sentinel.test(part) || parseReceived(withoutSlips(part)) !== undefined,
  );
  return !isRead && jsonBegin.test(text) ? text : "";
}

const saysByItself = (line: string): boolean =>
  sentinel.test(line) || isSignOfLife(line) || parseReceived(line) !== undefined;

function readValue(reader: WireReader, kind: string, value: unknown): void {
  if (errorKind.test(kind)) return reader.fail(wordsOfJson(value, kind), value);
  if (isError(value)) {
    if (isLifeKind(kind) || (isNoticeKind(kind) && isNotice(value))) return;
    return reader.fail(wordsOfJson(value), value);
  }
  if (!Array.isArray(value)) return reader.read(value, kind);
  for (const one of value as readonly unknown[]) readValue(reader, kind, one);
}

const jsonBegin = /^["[{]/;
const errorLine = /^error:\s*(.+)/i;
/** `[DONE]`, and what some write for it. */
const sentinel = /^\W*done\W*$/i;
const isEnd = (kind: string): boolean => kind.length <= 4 && /^(done|end)$/i.test(kind);
const saidTwice = /^(data:\s*)+/;
const errorKind = /^error$|exception$/i;

/**
 * Some servers leave the connection open after their last event, and send no other sign: silence is one, and so is
 * a time in which they sent nothing but pings.
 */
async function closeInSilence(
  { clock, reader }: Pump,
  lastByteMs: () => number,
  signal: AbortSignal,
  body: ReadableStreamDefaultReader<Uint8Array> | null,
): Promise<void> {
  const latestMs = clock.nowMs() + pingsMaxMs;
  const dueAtMs = (): number => Math.min(lastByteMs() + silenceMs, latestMs);
  try {
    for (let due = dueAtMs(); ; due = dueAtMs()) {
      await clock.until(due, signal);
      // More of it has come, so that its end is not known after all.
      if (reader.stage() === "open") return;
      if (dueAtMs() > due) continue;
      reader.close();
      return await body?.cancel();
    }
  } catch {
    // The body has ended by itself.
  }
}

/** A body without a single event: a whole reply, JSON without the frames of a stream, an error, a page, or nothing. */
function readBody(pump: Pump, text: string): void {
  const { response, exchange, reader, push } = pump;
  if (text.trim() === "")
    return push({
      type: "failed",
      failure: { ...exchange.unreadable(response, ""), code: "stream-cut" },
    });
  const value = parseReceived(text) ?? parseReceived(withoutSlips(text));
  // Encoded once more than it should be.
  if (typeof value === "string" && value.startsWith("{")) return readBody(pump, value);
  if (value !== undefined && !isError(value) && reader.readWhole(value)) return reader.close();
  const row = Array.isArray(value) ? { values: value, torn: "" } : jsonRow(text);
  const events = row.values;
  const api = apiOf(value ?? events);
  if (api !== null && api !== reader.api) return failForOther(pump, api);
  if (events.length > 0 && !isError(events)) {
    for (const event of events) readValue(reader, "", event);
    return reader.close(row.torn);
  }
  push({ type: "failed", failure: isCut(text) ? cutBody : exchange.unreadable(response, text) });
}

function failForOther({ exchange, reader, push }: Pump, api: ReturnType<typeof apiOf>): void {
  if (api === null) return;
  push({ type: "failed", failure: otherApi(api, reader.api, exchange.askedUrl()) });
}

const cutBody: Failure = {
  code: "stream-cut",
  message: "The reply came as one JSON text, and ended within it.",
};

function newStray() {
  const lines: string[] = [];
  let characters = 0;
  return {
    add(line: string): void {
      if (characters > strayCharactersMax) return;
      characters += line.length + 1;
      lines.push(line);
    },
    isEmpty: () => lines.length === 0,
    text: () => lines.join("\n"),
    holdsError: () => lines.length > 0 && isError(parseReceived(lines.join("\n"))),
  };
}
