import type { JsonObject } from "../../core/json.ts";
import { isObject, objectsOf } from "../json-object.ts";
import { mapData, type ServerEvent } from "./server-event.ts";

/** The one choice of a chunk; `null` where it has none. */
export function choiceOf({ data }: ServerEvent): JsonObject | null {
  return objectsOf(data?.choices)[0] ?? null;
}

/** What a chunk adds to its choice; `null` where it has none. */
export function choiceDelta(event: ServerEvent): JsonObject | null {
  const delta = choiceOf(event)?.delta;
  return isObject(delta) ? delta : null;
}

/** Changes what a chunk's choice holds. */
export const mapChoice = (
  events: readonly ServerEvent[],
  change: (choice: JsonObject, event: ServerEvent) => JsonObject,
): readonly ServerEvent[] =>
  mapData(events, (data, event) => {
    const choice = choiceOf(event);
    return choice === null ? data : { ...data, choices: [change(choice, event)] };
  });

/** The same of what its delta holds. */
export const mapDelta = (
  events: readonly ServerEvent[],
  change: (delta: JsonObject) => JsonObject,
): readonly ServerEvent[] =>
  mapChoice(events, (choice) => ({
    ...choice,
    delta: change(isObject(choice.delta) ? choice.delta : {}),
  }));

/** Whether a chunk tells why the reply stopped. */
export const isFinish = (event: ServerEvent): boolean =>
  typeof choiceOf(event)?.finish_reason === "string";

/** Says otherwise which choice a chunk is of. */
export function choiceAs(
  events: readonly ServerEvent[],
  as: "no-number" | "from-one" | "calls-apart",
): readonly ServerEvent[] {
  return mapChoice(events, ({ index, ...choice }, event) => {
    switch (as) {
      case "no-number":
        return choice;
      case "from-one":
        return { ...choice, index: 1 };
      case "calls-apart":
        return { ...choice, index: holdsCalls(event) ? 1 : index! };
    }
  });
}

/** Whether a chunk brings something of a call: a member that is `null` or empty does not. */
function holdsCalls(event: ServerEvent): boolean {
  const { tool_calls: calls } = choiceDelta(event) ?? {};
  return isObject(calls) || objectsOf(calls).length > 0;
}
