import type { Json, JsonObject } from "../../core/json.ts";
import { isArray, isObject } from "../json-object.ts";
import { checkTag } from "./check-shape.ts";

const budgetTokensMin = 1024;

/** Every way to think; one of the SDK's that is missing here fails a test. */
export const thinkingTypes = ["adaptive", "between_tools", "disabled", "enabled"] as const;

export function checkThinkingShape(thinking: Json | undefined): string | null {
  if (thinking === undefined) return null;
  if (!isObject(thinking)) return "thinking: Input should be an object";
  const { type, budget_tokens } = thinking;
  const wrong = checkTag(type, "thinking", thinkingTypes);
  if (wrong !== null) return wrong;
  if (type !== "enabled") return null;
  if (budget_tokens === undefined) return "thinking.enabled.budget_tokens: Field required";
  if (!Number.isSafeInteger(budget_tokens))
    return "thinking.enabled.budget_tokens: Input should be a valid integer";
  return Number(budget_tokens) < budgetTokensMin
    ? `thinking.enabled.budget_tokens: Input should be greater than or equal to ${budgetTokensMin}`
    : null;
}

const documentation = "https://docs.claude.com/en/docs/build-with-claude/extended-thinking";

/**
 * What goes with thinking and what doesn't, as answers of January and August 2026 have it, addresses included.
 * `betas` are those that the request names.
 */
export function checkThinking(body: JsonObject, betas: readonly string[]): string | null {
  const { thinking, max_tokens, temperature } = body;
  if (!isObject(thinking)) return null;
  const { type, budget_tokens } = thinking;
  const isTooMuch =
    typeof max_tokens === "number" &&
    typeof budget_tokens === "number" &&
    max_tokens <= budget_tokens;
  if (type === "enabled" && isTooMuch && !isInterleaved(body, betas))
    return `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. Please consult our documentation at ${documentation}#max-tokens-and-context-window-size`;
  const thinks = type === "enabled" || type === "adaptive";
  return thinks && typeof temperature === "number" && temperature !== 1
    ? "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. Please consult our documentation at https://platform.claude.com/docs/en/build-with-claude/extended-thinking"
    : null;
}

/**
 * Between calls of tools a budget is that of a whole turn, so it may exceed what one answer has room for
 * (platform.claude.com/docs/en/build-with-claude/extended-thinking, "Interleaved thinking").
 */
function isInterleaved({ tools }: JsonObject, betas: readonly string[]): boolean {
  return (
    isArray(tools) &&
    tools.length > 0 &&
    betas.some((beta) => beta.startsWith("interleaved-thinking-"))
  );
}
