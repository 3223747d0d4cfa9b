import type { ContentBlockParam, ToolUnion } from "@anthropic-ai/sdk/resources/messages";
import type { CacheBreakpoint } from "../core/window/cache-breakpoints.ts";

/** What a prefix that ends here is kept for: five minutes, the API's default. */
const cacheBreakpoint = { type: "ephemeral" } as const;

/** Whether a breakpoint stands on these tools, this prompt, or this block of this message. */
export interface Breakpoints {
  readonly systemControl: { readonly cache_control?: typeof cacheBreakpoint };
  markTools(tools: readonly ToolUnion[]): ToolUnion[];
  markBlock(block: ContentBlockParam, message: number, index: number): ContentBlockParam;
}

/** Reads a request's breakpoints; `message` and `index` are those of the request, not of the wire. */
export function readBreakpoints(breakpoints: readonly CacheBreakpoint[]): Breakpoints {
  const parts = new Set(breakpoints.map(({ part }) => part));
  const blocks = new Set(
    breakpoints.flatMap((breakpoint) =>
      "message" in breakpoint ? [`${breakpoint.message} ${breakpoint.block}`] : [],
    ),
  );
  return {
    systemControl: parts.has("system") ? { cache_control: cacheBreakpoint } : {},
    markTools: (tools) =>
      tools.map((tool, index) =>
        parts.has("tools") && index === tools.length - 1
          ? { ...tool, cache_control: cacheBreakpoint }
          : tool,
      ),
    markBlock: (block, message, index) =>
      blocks.has(`${message} ${index}`) ? marked(block) : block,
  };
}

/** The API refuses a breakpoint on a thought. */
function marked(block: ContentBlockParam): ContentBlockParam {
  switch (block.type) {
    case "text":
    case "tool_use":
    case "tool_result":
      return { ...block, cache_control: cacheBreakpoint };
    default:
      return block;
  }
}
