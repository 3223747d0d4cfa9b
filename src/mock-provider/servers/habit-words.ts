import type { Habit } from "./habit.ts";

/** A habit in few words: `usage in-choice`, `refuses member stream_options`. */
export function habitWords(habit: Habit): string {
  switch (habit.type) {
    case "refuses":
      return [habit.type, ...Object.values(habit.what)].join(" ");
    default:
      return [habit.type, "as" in habit ? habit.as : ""].join(" ").trim();
  }
}

/** Whether a value looks like one: a word for its type. */
export const isHabit = (value: unknown): value is Habit =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
