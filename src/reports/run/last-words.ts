import type { Message } from "../../core/message.ts";
import type { State } from "../../core/state.ts";

/** What each stream's model said last, by the stream's id: the words of one turn, whatever it called besides. */
export function lastWords({ sessions }: Pick<State, "sessions">): ReadonlyMap<string, string> {
  return new Map(
    [...sessions.values()].map(({ streamId, messages }) => [
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
