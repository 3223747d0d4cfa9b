import type { Event } from "../../core/event.ts";
import { timeText } from "../time-text.ts";
import { outputBlock, wordsBlock } from "./passage.ts";
import {
  callText,
  failureWords,
  callInputBlocks,
  messageWords,
  turnBlocks,
} from "./passage-words.ts";
import { said, type PassageBody, type Telling } from "./telling.ts";
/** What is told of a conversation: turns, calls and what came in between. */
export type SessionEvent = Extract<
  Event,
  {
    readonly type:
      | "session.opened"
      | "message.added"
      | "stream.completed"
      | "stream.discarded"
      | "context.trimmed"
      | "server.learned"
      | "prompt.cut"
      | "session.failed"
      | "session.paused"
      | "tool.ended"
      | "call.repeated"
      | "timer.started";
  }
>;

export function sessionPassage(
  event: SessionEvent,
  { memory, speakers }: Telling,
): PassageBody | null {
  const { session } = speakers;
  switch (event.type) {
    case "session.opened":
      return said(
        session(event.sessionId),
        "plain",
        `is given a prompt of ${messageWords(event.message).length.toLocaleString("en-US")} characters`,
      );
    case "message.added":
      return said(
        session(event.sessionId),
        "asked",
        "is told",
        wordsBlock(messageWords(event.message)),
      );
    case "stream.completed": {
      const draft = memory.drafts.get(event.effectId);
      return said(
        session(event.unit.sessionId),
        "plain",
        `turn ${event.unit.turn}`,
        draft === undefined ? [] : turnBlocks(draft, memory.seats.get(event.unit.sessionId)?.tier),
      );
    }
    case "stream.discarded":
      return said(
        session(event.unit.sessionId),
        "bad",
        `turn ${event.unit.turn}, try ${event.unit.try} is discarded: ${failureWords(event.failure)}`,
      );
    case "context.trimmed":
      return said(
        session(event.sessionId),
        "wait",
        `the window is full: ${event.beforeTokens.toLocaleString("en-US")} tokens become about ${event.estimatedTokens.toLocaleString("en-US")}`,
      );
    case "server.learned":
      return said(
        session(event.sessionId),
        "wait",
        "the server refuses a part of the request, which is left out from now on",
        wordsBlock(event.message),
      );
    case "prompt.cut":
      return said(
        session(event.sessionId),
        "bad",
        `the server has read a part of the prompt alone: ${event.reportedTokens.toLocaleString("en-US")} of about ${event.estimatedTokens.toLocaleString("en-US")} tokens`,
      );
    case "session.failed":
      return said(session(event.sessionId), "bad", `fails: ${failureWords(event.failure)}`);
    case "session.paused":
      return said(
        session(event.sessionId),
        "wait",
        `pauses until it is mended: ${failureWords(event.failure)}`,
      );
    case "tool.ended": {
      const call = memory.callOf(event);
      // Without an effect and yet no error: a person answered, or said that it had happened.
      const isUnmade = event.effectId === null && event.isError;
      return said(
        session(event.sessionId),
        event.isError ? "bad" : "plain",
        `${call === null ? "a call" : callText(call)}${isUnmade ? " was not made" : ""}`,
        call === null ? [] : callInputBlocks(call.tool, call.input),
        outputBlock(event.isError ? "error" : "output", event.text),
      );
    }
    case "call.repeated":
      return said(
        session(event.sessionId),
        "bad",
        `has made the same call ${event.times} times, and nothing new came of it`,
      );
    case "timer.started":
      return event.purpose.type === "retry"
        ? said(
            session(event.purpose.sessionId),
            "wait",
            `waits ${timeText(Math.max(0, event.dueAtMs - event.atMs))} for another try`,
          )
        : null;
  }
}
