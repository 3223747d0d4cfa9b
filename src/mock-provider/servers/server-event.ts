import type { Delta } from "../../core/reply/delta.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/ledger/usage.ts";
import { isObject, parseJson } from "../json-object.ts";
import type { WireEvent } from "../wire-event.ts";

/** An event of a stream before it becomes bytes: what a habit of the members changes. */
export interface ServerEvent {
  /** The kind that its `event` line names; `null` where it has none. */
  readonly kind: string | null;
  /** `null`: the sentinel. */
  readonly data: JsonObject | null;
  readonly deltas: readonly Delta[];
  readonly usage: Usage | null;
}

/** Events as the wire's own dialect spells them, as data again. The last may have the sentinel with it. */
export function parseEvents(events: readonly WireEvent[]): readonly ServerEvent[] {
  return events.flatMap(({ text, deltas, usage }) =>
    text
      .split("\n\n")
      .filter((part) => part !== "")
      .map((part, index): ServerEvent => {
        const data = dataOf(part);
        return {
          kind: /^event: (.*)$/m.exec(part)?.[1] ?? null,
          data: isObject(data) ? data : null,
          deltas: index === 0 ? deltas : [],
          usage: index === 0 ? usage : null,
        };
      }),
  );
}

const dataOf = (part: string): Json | undefined => parseJson(/^data: (.*)$/m.exec(part)?.[1] ?? "");

/** An event that means nothing to whoever reads the reply. */
export const idle = (data: JsonObject, kind: string | null = null): ServerEvent => ({
  kind,
  data,
  deltas: [],
  usage: null,
});

/** Changes the data of each event that has any. */
export const mapData = (
  events: readonly ServerEvent[],
  change: (data: JsonObject, event: ServerEvent) => JsonObject,
): readonly ServerEvent[] =>
  events.map((event) =>
    event.data === null ? event : { ...event, data: change(event.data, event) },
  );
