import type { Subject } from "../core/subject.ts";

/** Subjects to look at, each at most once at a time, in the order in which they came. */
export interface Agenda {
  add(subject: Subject): void;
  /** Something happened that may end the run. */
  lookAtRun(): void;
  next(): Subject | null;
}

const run: Subject = { on: "run" };

/** `run` comes last, once nothing else is left. */
export function newAgenda(): Agenda {
  const subjects: Subject[] = [];
  let first = 0;
  // A set a kind: a key of kind and id together would be a new string at each look.
  const waiting: Readonly<Record<Subject["on"], Set<string>>> = {
    plan: new Set(),
    track: new Set(),
    ticket: new Set(),
    session: new Set(),
    popup: new Set(),
    slots: new Set(),
    merges: new Set(),
    run: new Set(),
  };
  return {
    add(subject) {
      const ids = waiting[subject.on];
      const id = idOf(subject);
      if (ids.has(id)) return;
      ids.add(id);
      subjects.push(subject);
    },
    lookAtRun() {
      waiting.run.add("");
    },
    next() {
      const subject = subjects[first];
      if (subject !== undefined) {
        first++;
        waiting[subject.on].delete(idOf(subject));
        return subject;
      }
      subjects.length = 0;
      first = 0;
      return waiting.run.delete("") ? run : null;
    },
  };
}

const idOf = (subject: Subject): string => ("id" in subject ? subject.id : "");
