import type { Event } from "../../core/event.ts";
import type { Message } from "../../core/message.ts";
import { fold } from "../../core/reduce/reduce.ts";

/** What each stream's model said last, by the stream's id: the words of one turn, whatever it called besides. */
export function lastWords(log: readonly Event[]): ReadonlyMap<string, string> {
  const sessions = [...(fold(log)?.sessions.values() ?? [])];
  return new Map(
    sessions.map(({ streamId, messages }) => [
      streamId,
      messages.map(saidIn).findLast((words) => words !== "") ?? "",
    ]),
  );
}

const saidIn = ({ role, content }: Message): string =>
  role === "assistant"
    ? content
        .flatMap((block) => (block.type === "text" ? [block.text] : []))
        .join("\n")
        .trim()
    : "";
