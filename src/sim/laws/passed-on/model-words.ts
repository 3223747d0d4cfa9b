import { sessionIdOf, type SessionId, type TrackId } from "../../../core/ids.ts";
import type { Message } from "../../../core/message.ts";

/** The session that plans a track, or with `null` the whole epic. */
export const planningSession = (trackId: TrackId | null): SessionId =>
  sessionIdOf(trackId === null ? { tier: "tier1" } : { tier: "tier2", trackId });

/** The text of a message, without its calls and their results. */
export const wordsOfMessage = ({ content }: Message): string =>
  content.flatMap((one) => (one.type === "text" ? [one.text] : [])).join("\n");
