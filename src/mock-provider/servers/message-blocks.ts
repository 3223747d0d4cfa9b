import type { Delta } from "../../core/reply/delta.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { isObject } from "../json-object.ts";
import type { ServerEvent } from "./server-event.ts";

export const messageDeltaType = ({ data }: ServerEvent): Json =>
  isObject(data?.delta) ? (data.delta.type ?? null) : null;

export const blockOpenedBy = ({ data }: ServerEvent): JsonObject =>
  data?.type === "content_block_start" && isObject(data.content_block) ? data.content_block : {};

export const withOpenedBlock = (event: ServerEvent, block: JsonObject): ServerEvent => ({
  ...event,
  data: { ...event.data, content_block: block },
});

/** What the deltas of a block bring comes with its opening, unless `open` finds no place for it there. */
export function withOpening(
  events: readonly ServerEvent[],
  bring: {
    readonly block: string;
    readonly delta: string;
    open(block: JsonObject, brought: readonly Delta[]): JsonObject | null;
  },
): readonly ServerEvent[] {
  const moved = new Set<ServerEvent>();
  const opened = events.map((event, index): ServerEvent => {
    const block = blockOpenedBy(event);
    if (block.type !== bring.block) return event;
    const own = restOfBlock(events, index).filter((one) => messageDeltaType(one) === bring.delta);
    const brought = own.flatMap(({ deltas }) => deltas);
    const filled = bring.open(block, brought);
    if (filled === null) return event;
    for (const one of own) moved.add(one);
    return { ...withOpenedBlock(event, filled), deltas: [...event.deltas, ...brought] };
  });
  return opened.filter((event) => !moved.has(event));
}

/** The events of a block behind its opening, which is at this place; others may stand between them, and its end may come late. */
function restOfBlock(events: readonly ServerEvent[], opening: number): readonly ServerEvent[] {
  const { index } = events[opening]!.data!;
  const behind = events.slice(opening + 1).filter(({ data }) => data?.index === index);
  // Where a server gives each block the same number, the next one's opening ends this one.
  const next = behind.findIndex(({ data }) => data?.type === "content_block_start");
  return next === -1 ? behind : behind.slice(0, next);
}
