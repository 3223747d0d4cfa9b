import type { Event } from "../core/event.ts";
import type { Clock, Subscriber } from "../ports.ts";
import { errorMessage } from "../core/words/error-message.ts";

/** Why a subscriber did not receive the whole log. */
export interface LostSubscriber {
  readonly name: string;
  readonly message: string;
  readonly missedEvents: number;
}

export interface Delivery {
  /** Says that the log has grown. */
  notify(): void;
  /** Resolves once each subscriber has received the whole log or has been given up. */
  drain(): Promise<readonly LostSubscriber[]>;
}

/** At the end of a run, a subscriber that receives nothing for this long is given up, unless it waits for a reader. */
export const patienceMs = 5_000;

/** Delivers the log to each subscriber by a cursor of its own, so that a slow or dead one delays no other. */
export function deliver(
  log: readonly Event[],
  subscribers: readonly Subscriber[],
  clock: Clock,
): Delivery {
  const since = newsOf(log);
  const readers = subscribers.map((subscriber) => newReader(log, since, subscriber));
  return {
    notify() {
      for (const reader of readers) reader.read();
    },
    async drain() {
      const lost = await Promise.all(readers.map((reader) => drainOne(reader, log, clock)));
      return lost.filter((one) => one !== null);
    },
  };
}

interface Reader {
  readonly name: string;
  readonly isPatient: boolean;
  cursor: number;
  failure: string | null;
  /** The call of `receive` in flight. */
  pending: Promise<void> | null;
  read(): void;
}

/** The events after a cursor; subscribers at the same cursor share one array. */
function newsOf(log: readonly Event[]): (cursor: number) => readonly Event[] {
  let news: readonly Event[] = [];
  let begin = 0;
  return (cursor) => {
    if (cursor !== begin || cursor + news.length !== log.length) {
      begin = cursor;
      news = log.slice(cursor);
    }
    return news;
  };
}

function newReader(
  log: readonly Event[],
  since: (cursor: number) => readonly Event[],
  subscriber: Subscriber,
): Reader {
  let isReading = false;
  const reader: Reader = {
    name: subscriber.name,
    isPatient: subscriber.waitsForReader === true,
    cursor: 0,
    failure: null,
    pending: null,
    read() {
      // A subscriber may cause events while it receives some; the loop below delivers them in its next round.
      if (isReading) return;
      isReading = true;
      while (reader.pending === null && reader.failure === null && reader.cursor < log.length) {
        const events = since(reader.cursor);
        try {
          const promise = subscriber.receive(events);
          if (promise === undefined) reader.cursor += events.length;
          else reader.pending = finish(promise, events.length);
        } catch (error) {
          reader.failure = errorMessage(error);
        }
      }
      isReading = false;
    },
  };
  async function finish(promise: Promise<void>, count: number): Promise<void> {
    try {
      await promise;
      reader.cursor += count;
    } catch (error) {
      reader.failure = errorMessage(error);
    }
    reader.pending = null;
    reader.read();
  }
  return reader;
}

const hasDrained = new Error("the log is delivered");

async function drainOne(
  reader: Reader,
  log: readonly Event[],
  clock: Clock,
): Promise<LostSubscriber | null> {
  const over = new AbortController();
  try {
    while (reader.failure === null && reader.cursor < log.length) {
      reader.read();
      const { pending, cursor } = reader;
      if (pending === null) continue;
      if (reader.isPatient) {
        await pending;
        continue;
      }
      const patience = clock.until(clock.nowMs() + patienceMs, over.signal).then(
        () => "late" as const,
        () => "over" as const,
      );
      const first = await Promise.race([pending, patience]);
      if (first === "late" && reader.cursor === cursor) {
        reader.failure = `took nothing for ${patienceMs / 1000} s`;
      }
    }
  } finally {
    over.abort(hasDrained);
  }
  return reader.failure === null
    ? null
    : { name: reader.name, message: reader.failure, missedEvents: log.length - reader.cursor };
}
