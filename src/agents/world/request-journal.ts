import { assertNever } from "../../core/assert-never.ts";
import { isFailure } from "../../mock-provider/reply-fault.ts";
import type { Observation, Observer } from "../../mock-provider/observer.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";
import type { ServedRequest } from "../../replies/served-replies.ts";
import type { AgentRequest, RequestEnd } from "../agent-record.ts";

/** Keeps what became of each request. */
export interface RequestJournal extends Observer {
  met(request: MockRequest, served: ServedRequest): void;
  requests(): readonly AgentRequest[];
  /** How steps and reports name a request: `#3 "weather of Oslo"`. */
  nameOf(number: number): string;
  /** What a request belongs to: all of one conversation are one chain. */
  chainOf(number: number): string;
}

type Entry = { -readonly [Member in keyof AgentRequest]: AgentRequest[Member] } & { words: string };

const wordsMax = 40;

export function requestJournal(sinceBeginningMs: () => number): RequestJournal {
  const entries = new Map<number, Entry>();

  function entryOf(number: number): Entry {
    const known = entries.get(number);
    if (known !== undefined) return known;
    const entry: Entry = {
      number,
      atMs: sinceBeginningMs(),
      wire: null,
      body: null,
      said: [],
      text: "",
      retryCount: 0,
      reply: null,
      try: 1,
      fault: null,
      sent: "",
      calls: [],
      end: { type: "open" },
      endedAtMs: null,
      words: "",
    };
    entries.set(number, entry);
    return entry;
  }

  function end(entry: Entry, how: RequestEnd): void {
    entry.end = how;
    entry.endedAtMs = sinceBeginningMs();
  }

  return {
    met(request, served) {
      const entry = entryOf(request.call);
      const { said, text } = request.read();
      entry.said = said;
      entry.text = text;
      const first = said.find((one) => one.type === "text" && one.role === "user");
      entry.words = first?.type === "text" ? first.text.slice(0, wordsMax) : "";
      if (served.type === "unmatched") return;
      entry.reply = served.reply;
      entry.try = served.try;
    },
    observe(observation: Observation) {
      const entry = entryOf(observation.call);
      switch (observation.type) {
        case "raw":
          entry.sent = null;
          return;
        case "request":
          entry.wire = observation.wire;
          entry.body = observation.body;
          entry.retryCount = observation.retryCount;
          return;
        case "sent":
          for (const delta of observation.event.deltas) {
            if (delta.type === "text" && entry.sent !== null) entry.sent += delta.text;
            if (delta.type !== "tool-use") continue;
            entry.calls = [...entry.calls, { id: delta.callId, tool: delta.tool }];
          }
          return;
        case "ended": {
          const { fault } = observation;
          entry.fault = fault;
          // It stays open, until the agent lets go of it.
          if (fault?.type === "stall") return;
          end(entry, { type: fault !== null && isFailure(fault) ? "failed" : "whole" });
          return;
        }
        case "refused":
          end(entry, { type: "refused", status: observation.status, message: observation.message });
          return;
        case "aborted":
          if (entry.end.type === "open")
            end(entry, { type: entry.fault === null ? "left" : "failed" });
          return;
        default:
          assertNever(observation);
      }
    },
    requests: () => [...entries.values()].map(({ words: _, ...entry }) => entry),
    nameOf(number) {
      const words = entries.get(number)?.words ?? "";
      return words === "" ? `#${number}` : `#${number} ${JSON.stringify(words)}`;
    },
    chainOf(number) {
      const words = entries.get(number)?.words ?? "";
      return words === "" ? `request ${number}` : `conversation ${words}`;
    },
  };
}
