import { isObject } from "../json-object.ts";
import { blockOpenedBy, messageDeltaType, withOpenedBlock } from "./message-blocks.ts";
import type { ServerEvent } from "./server-event.ts";

/** A thought's signature in two pieces. */
export const signedInPieces = (events: readonly ServerEvent[]): readonly ServerEvent[] =>
  events.flatMap((event) => {
    const signature = signatureIn(event);
    if (signature.length < 2) return [event];
    const middle = Math.floor(signature.length / 2);
    return [signature.slice(0, middle), signature.slice(middle)].map((piece) =>
      withSignature(event, piece),
    );
  });

/** A thought's signature comes as its block opens, and once more where it belongs: that says nothing new. */
export function signedTwice(events: readonly ServerEvent[]): readonly ServerEvent[] {
  const first = new Map<ServerEvent, ServerEvent>();
  let opening: ServerEvent | null = null;
  for (const event of events) {
    if (event.data?.type === "content_block_start") opening = event;
    if (opening !== null && signatureIn(event) !== "") first.set(opening, event);
  }
  const again = new Set(first.values());
  return events.map((event) => {
    const own = first.get(event);
    if (own !== undefined)
      return {
        ...withOpenedBlock(event, { ...blockOpenedBy(event), signature: signatureIn(own) }),
        deltas: [...event.deltas, ...own.deltas],
      };
    return again.has(event) ? { ...event, deltas: [] } : event;
  });
}

function signatureIn(event: ServerEvent): string {
  const delta = event.data?.delta;
  return messageDeltaType(event) === "signature_delta" && isObject(delta)
    ? String(delta.signature)
    : "";
}

const withSignature = (event: ServerEvent, signature: string): ServerEvent => ({
  ...event,
  data: { ...event.data, delta: { type: "signature_delta", signature } },
  deltas: event.deltas.map((delta) => ({ ...delta, signature })),
});
