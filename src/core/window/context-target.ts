import type { Block, Message } from "../message.ts";
import type { JsonObject } from "../json.ts";
import { callSubject, subjectMembers } from "../tools/tools.ts";

/** One call of a tool in short. */
export interface CalledTool {
  readonly tool: string;
  /** What it is about: a path, a pattern, the first line of a command; `null` where it names nothing. */
  readonly target: string | null;
  /** What the call takes in its message: of a reply the call itself, of its answer the result. */
  readonly estimatedTokens: number;
}

/** What a message is about, in short. Models wrote it: whoever prints it cleans it. */
export interface MessageAbout {
  /** What a reply calls, or what the results in a message answer. */
  readonly calls: readonly CalledTool[];
  /** The first words of its own text; "" where it has none. */
  readonly text: string;
}

const charactersMax = 80;

/** `before`: the message before it, whose calls its results answer. */
export function aboutOf(
  message: Message,
  before: Message | null,
  tokensOf: (block: Block) => number,
): MessageAbout {
  const results = new Map<string, Block>(
    message.content.flatMap((block) =>
      block.type === "tool-result" ? [[block.callId, block]] : [],
    ),
  );
  const asked = results.size === 0 ? [] : (before?.content ?? []);
  const calls = [...asked, ...message.content].flatMap((block) => {
    if (block.type !== "tool-use") return [];
    const held = results.size === 0 ? block : results.get(block.callId);
    if (held === undefined) return [];
    return [
      {
        tool: shorten(block.tool),
        target: targetOf(block.tool, block.input),
        estimatedTokens: tokensOf(held),
      },
    ];
  });
  const text = message.content.find((block) => block.type === "text" && block.text.trim() !== "");
  return { calls, text: text?.type === "text" ? shorten(text.text) : "" };
}

function targetOf(tool: string, input: JsonObject): string | null {
  for (const value of [callSubject(tool, input), ...subjectMembers.map((name) => input[name])]) {
    if (typeof value === "string" && value.trim() !== "") return shorten(value);
  }
  return null;
}

/** The first line that is not empty, looked for in the beginning only, because a text can be long. */
function shorten(text: string): string {
  const line = text
    .slice(0, 10 * charactersMax)
    .trim()
    .split(/[\r\n]/, 1)[0]!
    .trimEnd();
  return line.length <= charactersMax ? line : `${line.slice(0, charactersMax - 1)}…`;
}
