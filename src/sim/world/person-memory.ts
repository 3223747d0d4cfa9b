import type { Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import type { SentAnswer } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import { type Scripted, scriptedAnswers } from "./scripted-answers.ts";

/** What a scripted person has done. Its parts only grow, so their sizes at a moment are enough to restore that moment. */
export interface PersonMemory {
  readonly answers: readonly Scripted[];
  /** The answers of the script that were given, each with its popup. */
  readonly used: Map<Scripted, Popup>;
  readonly disputed: Set<Scripted>;
  /** Late answers, and those of them that were given while the run went on. */
  readonly begunLate: Set<Scripted>;
  readonly endedLate: Set<Scripted>;
  readonly chosen: Map<PopupId, Scripted>;
  readonly sent: SentAnswer[];
  /** Popups that opened while the person was away, and are to be answered on return. */
  readonly missed: Set<PopupId>;
  readonly returnedTo: Set<PopupId>;
}

/** How much a person had done by a moment. */
export interface PersonMoment {
  readonly memory: PersonMemory;
  readonly sizes: Readonly<Record<Exclude<keyof PersonMemory, "answers">, number>>;
}

export const newMemory = (scenario: Scenario): PersonMemory => ({
  answers: scriptedAnswers(scenario),
  used: new Map(),
  disputed: new Set(),
  begunLate: new Set(),
  endedLate: new Set(),
  chosen: new Map(),
  sent: [],
  missed: new Set(),
  returnedTo: new Set(),
});

export const momentOfMemory = (memory: PersonMemory): PersonMoment => ({
  memory,
  sizes: {
    used: memory.used.size,
    disputed: memory.disputed.size,
    begunLate: memory.begunLate.size,
    endedLate: memory.endedLate.size,
    chosen: memory.chosen.size,
    sent: memory.sent.length,
    missed: memory.missed.size,
    returnedTo: memory.returnedTo.size,
  },
});

/** A memory of its own that goes on from there. */
export const memoryAt = ({ memory, sizes }: PersonMoment): PersonMemory => ({
  answers: memory.answers,
  used: new Map(firstOf(memory.used, sizes.used)),
  disputed: new Set(firstOf(memory.disputed, sizes.disputed)),
  begunLate: new Set(firstOf(memory.begunLate, sizes.begunLate)),
  endedLate: new Set(firstOf(memory.endedLate, sizes.endedLate)),
  chosen: new Map(firstOf(memory.chosen, sizes.chosen)),
  sent: firstOf(memory.sent, sizes.sent),
  missed: new Set(firstOf(memory.missed, sizes.missed)),
  returnedTo: new Set(firstOf(memory.returnedTo, sizes.returnedTo)),
});

const firstOf = <Item>(items: Iterable<Item>, count: number): Item[] => [...items].slice(0, count);
