import type { State } from "../../src/core/state.ts";
import type { Subject } from "../../src/core/subject.ts";

/** Everyone who could have something to do next. */
export function everySubject(state: State): readonly Subject[] {
  return [
    { on: "plan" },
    ...[...state.tracks.keys()].map((id): Subject => ({ on: "track", id })),
    ...[...state.tickets.keys()].map((id): Subject => ({ on: "ticket", id })),
    ...[...state.sessions.keys()].map((id): Subject => ({ on: "session", id })),
    ...[...state.openPopups.keys()].map((id): Subject => ({ on: "popup", id })),
    { on: "slots" },
    { on: "merges" },
    { on: "run" },
  ];
}
