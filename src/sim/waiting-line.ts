import type { Candidate } from "./schedule.ts";

/** A completion that waits for its release. */
export interface Waiting extends Candidate {
  readonly label: string;
  readonly dueAtMs: number;
  /** The process that waits: once it has died, what it waits for never comes. */
  readonly life: { readonly alive: boolean };
  release(): void;
}

/** All waiting steps. Those that are due are kept apart from the others, so that a release need not look at all of them. */
export interface WaitingLine {
  add(one: Waiting): void;
  remove(one: Waiting): void;
  /** Takes out one of those that `ready` gave last, by its place among them. */
  take(place: number): Waiting;
  /** Whether `ready` would find a step. */
  hasReady(): boolean;
  /**
   * The steps that are ready: all that are due by now, or, where none is, those that are due first; in the order in
   * which they began to wait. Valid until the line changes.
   */
  ready(nowMs: number): readonly Waiting[];
}

/** A binary heap by `dueAtMs` holds what is not due: adding, removing and the next due take logarithmic time. */
export function newWaitingLine(): WaitingLine {
  let due: Waiting[] = [];
  const heap: Waiting[] = [];
  const places = new Map<Waiting, number>();
  /** The processes that something waits for: they are few, so it is cheap to look at each of them. */
  const lives = new Set<Waiting["life"]>();
  /** All steps due up to this time have been moved to `due`. */
  let dueUntilMs = -Infinity;

  const put = (one: Waiting, at: number): void => {
    heap[at] = one;
    places.set(one, at);
  };
  const rise = (one: Waiting, from: number): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.dueAtMs <= one.dueAtMs) break;
      put(heap[parent]!, at);
      at = parent;
    }
    put(one, at);
  };
  const sink = (one: Waiting, from: number): void => {
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.dueAtMs < heap[child]!.dueAtMs) child++;
      if (heap[child]!.dueAtMs >= one.dueAtMs) break;
      put(heap[child]!, at);
      at = child;
    }
    put(one, at);
  };
  const takeOut = (one: Waiting, at: number): void => {
    places.delete(one);
    const last = heap.pop()!;
    if (last === one) return;
    // The heap's last element fills the gap, and may have to move up or down from there.
    if (at > 0 && heap[(at - 1) >> 1]!.dueAtMs > last.dueAtMs) rise(last, at);
    else sink(last, at);
  };

  const firstMs = (): number => heap[0]?.dueAtMs ?? Infinity;
  const dropDead = (): void => {
    for (const life of lives) {
      if (life.alive) continue;
      lives.delete(life);
      due = due.filter(isAlive);
    }
    for (let first = heap[0]; first?.life.alive === false; first = heap[0]) takeOut(first, 0);
  };

  return {
    add(one) {
      lives.add(one.life);
      // The latest to wait is the last of those that are due.
      if (one.dueAtMs <= dueUntilMs && (due.at(-1)?.number ?? -1) < one.number) {
        due.push(one);
        return;
      }
      heap.push(one);
      rise(one, heap.length - 1);
    },
    remove(one) {
      const at = places.get(one);
      if (at !== undefined) takeOut(one, at);
      else {
        const place = due.indexOf(one);
        if (place >= 0) due.splice(place, 1);
      }
    },
    take: (place) => due.splice(place, 1)[0]!,
    hasReady() {
      dropDead();
      return due.length > 0 || firstMs() < Infinity;
    },
    ready(nowMs) {
      dropDead();
      // An operation that hangs is due at infinity and ends only by an abort.
      if (due.length === 0 && firstMs() === Infinity) return due;
      const untilMs = due.length === 0 ? Math.max(nowMs, firstMs()) : nowMs;
      dueUntilMs = Math.max(dueUntilMs, untilMs);
      let isInOrder = true;
      while (firstMs() <= untilMs) {
        const first = heap[0]!;
        takeOut(first, 0);
        if (!first.life.alive) continue;
        isInOrder &&= due.length === 0 || due.at(-1)!.number < first.number;
        due.push(first);
      }
      if (!isInOrder) due.sort((a, b) => a.number - b.number);
      return due;
    },
  };
}

const isAlive = ({ life }: Waiting): boolean => life.alive;
