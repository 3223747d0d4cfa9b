import type { Subject } from "../core/subject.ts";

/** A queue of subjects to pursue. A subject that waits already is not added again. */
export interface Agenda {
  add(subject: Subject): void;
  /** Adds the run itself: something happened that may end it. */
  lookAtRun(): void;
  next(): Subject | null;
}

const run: Subject = { on: "run" };

/** The run itself is taken last, once no other subject waits. */
export function newAgenda(): Agenda {
  const subjects: Subject[] = [];
  let first = 0;
  // One set for each kind of subject: a key of kind and id would be a new string each time.
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
