import { assertNever } from "../../core/assert-never.ts";
import type { Delta } from "../../core/reply/delta.ts";
import type { WebPage } from "../reply.ts";
import type { Script, ScriptedBlock } from "../script.ts";

/** What a block is once it is on this wire. */
export type SpokenBlock =
  | {
      readonly kind: "text" | "thinking";
      readonly block: number;
      readonly text: string;
      /** What the text cites. */
      readonly cites?: readonly WebPage[];
    }
  | {
      readonly kind: "tool-use";
      readonly block: number;
      /** Counts the reply's calls from 0: the wire's own `index`. */
      readonly call: number;
      readonly source: Extract<ScriptedBlock, { type: "tool-use" }>;
    };

/**
 * A script as this wire can tell it: text, thinking and calls. Hidden thoughts, signatures and another
 * API's blocks have no place in it, and nothing parts a text from the text after it: so a block is
 * counted where its kind changes, as a reader must count.
 */
export function spokenBlocks({ blocks }: Script): readonly SpokenBlock[] {
  const spoken: SpokenBlock[] = [];
  let calls = 0;
  for (const source of blocks) {
    const last = spoken.at(-1);
    const next = last === undefined ? 0 : last.block + 1;
    switch (source.type) {
      case "text":
      case "thinking":
        if (source.text === "") break;
        spoken.push({
          kind: source.type,
          block: last?.kind === source.type ? last.block : next,
          text: source.text,
          ...(source.type === "text" && source.cites !== undefined && { cites: source.cites }),
        });
        break;
      case "tool-use":
        spoken.push({ kind: "tool-use", block: next, call: calls, source });
        calls += 1;
        break;
      case "redacted-thinking":
      case "provider-block":
      case "provider-item":
      case "web-search":
        break;
      default:
        assertNever(source);
    }
  }
  return spoken;
}

/** The delta that a piece of a spoken block is. */
export function deltaOf(spoken: SpokenBlock, piece: string): Delta {
  const { block } = spoken;
  return spoken.kind === "tool-use"
    ? { type: "tool-input", block, json: piece }
    : { type: spoken.kind, block, text: piece };
}
