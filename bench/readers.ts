import type { Event } from "../src/core/event.ts";
import type { StreamId } from "../src/core/ids.ts";
import { streamIdOf } from "../src/core/ids.ts";
import type { Subscriber } from "../src/ports.ts";
import { benchTickets, deltasTotal, streams, workerText } from "./wire.ts";

/** Who watches the run: three subscribers, each of which looks at every delta. */
export interface Readers {
  readonly subscribers: readonly Subscriber[];
  /** Resolves once each of them has received the end of the last worker's stream. */
  readonly done: Promise<void>;
  /** Throws where one of them got too much, too little or something else. */
  verify(): void;
}

export function newReaders(): Readers {
  const done = Promise.withResolvers<void>();
  let ends = 0;
  const ended = () => {
    if (++ends === 3 * streams) done.resolve();
  };
  const recorded: Event[] = [];
  const texts = new Map<string, string>();
  let counted = 0;
  const subscribers: readonly Subscriber[] = [
    {
      name: "recorder",
      receive(events) {
        for (const event of events) {
          recorded.push(event);
          if (isWorkersEnd(event)) ended();
        }
      },
    },
    {
      name: "text",
      receive(events) {
        for (const event of events) {
          if (event.type === "stream.deltas") addText(texts, event);
          else if (isWorkersEnd(event)) ended();
        }
      },
    },
    {
      name: "counter",
      receive(events) {
        for (const event of events) {
          if (event.type === "stream.deltas") counted += countOf(event);
          else if (isWorkersEnd(event)) ended();
        }
      },
    },
  ];
  return {
    subscribers,
    done: done.promise,
    verify() {
      const inLog = recorded.reduce((sum, event) => sum + countOf(event), 0);
      if (inLog !== deltasTotal) throw new Error(`the recorder received ${inLog} deltas`);
      if (counted !== deltasTotal) throw new Error(`the counter received ${counted} deltas`);
      for (const ticketId of benchTickets) {
        const text = texts.get(`tier3:${ticketId}:1`);
        if (text !== workerText) throw new Error(`the text of ${ticketId} is not what was sent`);
      }
    },
  };
}

export const workerStreams: readonly StreamId[] = benchTickets.map((ticketId) =>
  streamIdOf({ tier: "tier3", ticketId }),
);

type Deltas = Extract<Event, { type: "stream.deltas" }>;

const isWorker = (sessionId: string): boolean => sessionId.startsWith("tier3:");

const isWorkersEnd = (event: Event): boolean =>
  event.type === "stream.completed" && isWorker(event.unit.sessionId);

function countOf(event: Event): number {
  return event.type === "stream.deltas" && isWorker(event.unit.sessionId) ? event.deltas.length : 0;
}

function addText(texts: Map<string, string>, { unit, deltas }: Deltas): void {
  let text = texts.get(unit.sessionId) ?? "";
  for (const delta of deltas) if (delta.type === "text") text += delta.text;
  texts.set(unit.sessionId, text);
}
