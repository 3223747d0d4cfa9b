import type { ContextTurn } from "../../core/window/context-history.ts";
import type { ContextView } from "../../core/window/context-view.ts";
import { shareText, tokensText } from "./context-bar.ts";
import { type Layer, plot } from "./context-plot.ts";
import { missText } from "./context-words.ts";
import type { Markup } from "../html/markup.ts";

/**
 * A chart of the prompts of a session's calls: tokens read from the cache, written to it, and others, against the
 * window.
 */
export function contextChart(view: ContextView): Markup {
  return plot(view, {
    label: `Prompt tokens of ${view.calls.length} calls of ${view.sessionId}`,
    heightPx: 260,
    layersOf: ({ reported }) => [
      { name: "read", tokens: reported.cacheReadTokens },
      { name: "written", tokens: reported.cacheWriteTokens },
      { name: "new", tokens: reported.inputTokens },
    ],
    titleOf: (call) => cacheTitle(call, call === view.calls[0]),
    has: "estimates and limits",
  });
}

/**
 * A chart of the same prompts by content: system prompt, tools and files, which stay the same, and the
 * conversation.
 */
export function partsChart(view: ContextView): Markup {
  const { systemTokens, toolsTokens, filesTokens } = view.parts;
  const layersOf = ({ reportedTokens }: ContextTurn): readonly Layer[] => {
    const fixed = Math.min(reportedTokens, systemTokens + toolsTokens);
    const files = Math.min(reportedTokens - fixed, filesTokens);
    return [
      { name: "fixed", tokens: fixed },
      { name: "files", tokens: files },
      { name: "history", tokens: reportedTokens - fixed - files },
    ];
  };
  return plot(view, {
    label: `What filled the prompts of ${view.sessionId}`,
    heightPx: 150,
    layersOf,
    titleOf: (call) => {
      const parts = layersOf(call).map(
        ({ name, tokens }) => `${partNames[name]} ${tokensText(tokens)}`,
      );
      return [callName(call), parts.join(", ")].join("\n");
    },
    has: "columns alone",
  });
}

const partNames: Readonly<Record<Layer["name"], string>> = {
  fixed: "system and tools",
  files: "files",
  history: "history",
  read: "from the cache",
  written: "kept in the cache",
  new: "new",
};

function cacheTitle(call: ContextTurn, isFirst: boolean): string {
  const { reported, estimatedTokens, error } = call;
  const off = error === null ? "" : ` (${error >= 0 ? "+" : "−"}${shareText(Math.abs(error))})`;
  return [
    callName(call),
    `${tokensText(reported.cacheReadTokens)} from the cache, ${tokensText(reported.cacheWriteTokens)} kept in it, ${tokensText(reported.inputTokens)} new`,
    `estimated ${tokensText(estimatedTokens)}${off}`,
    ...(call.cache.miss === null
      ? []
      : [`not all from the cache: ${missText(call.cache.miss, isFirst)}`]),
  ].join("\n");
}

function callName(call: ContextTurn): string {
  const end = call.completed ? "" : ", discarded";
  return `Turn ${call.turn}, try ${call.try}${end}: ${tokensText(call.reportedTokens)} tokens`;
}
