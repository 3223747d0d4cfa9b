import type { Answer, Popup } from "../../core/gates/popup.ts";
import type { PopupId } from "../../core/ids.ts";
import type { SentAnswer } from "../record.ts";
import type { Scenario } from "../scenario.ts";
import { type Scripted, scriptedAnswers } from "./scripted-answers.ts";

/** What a scripted person has done so far. Its parts only grow, so their sizes at a moment are enough to restore it. */
export interface PersonMemory {
  readonly answers: readonly Scripted[];
  /** The answers of the script that were given, each with its popup. */
  readonly used: Map<Scripted, Popup>;
  readonly disputed: Set<Scripted>;
  /** Answers that are sent only after their popup is gone: those that wait for that, and those that were sent. */
  readonly begunLate: Set<Scripted>;
  readonly endedLate: Set<Scripted>;
  readonly chosen: Map<PopupId, Scripted>;
  readonly sent: SentAnswer[];
  /** Popups that opened while the person was away, and that are answered once the person is back. */
  readonly missed: Set<PopupId>;
  readonly returnedTo: Set<PopupId>;
  /** Answers that are given from elsewhere, as soon as no process conducts the run. */
  readonly fromElsewhere: Map<PopupId, Answer>;
}

/** What a person had done by a moment: the memory, and the sizes of its parts at that time. */
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
  fromElsewhere: new Map(),
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
    fromElsewhere: memory.fromElsewhere.size,
  },
});

/** A copy of the memory as it was at that moment, which can grow by itself. */
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
  fromElsewhere: new Map(firstOf(memory.fromElsewhere, sizes.fromElsewhere)),
});

const firstOf = <Item>(items: Iterable<Item>, count: number): Item[] => [...items].slice(0, count);
