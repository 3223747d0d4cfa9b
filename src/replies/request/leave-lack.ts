import type { RequestReading } from "../../mock-provider/request-reading.ts";
import type { PlainReply } from "../script/foreign-script.ts";
import { callsOf } from "../script/reply-calls.ts";

/** What a request allows a model to answer: which tools it may or must call, and how. */
export type Leave = Pick<RequestReading, "tools" | "toolChoice" | "hasParallelCalls" | "textTools">;

/**
 * Why no model could give this reply to a request; `null` where one could. To test an agent with a reply that its API would
 * never send would prove nothing.
 */
export function lackOfLeave(
  { name, reply }: { readonly name: string; readonly reply: PlainReply },
  { tools, toolChoice, hasParallelCalls, textTools }: Leave,
): string | null {
  if (reply.raw !== undefined) return null;
  const count = callsOf(reply).length;
  const calls = callsOf(reply).filter(({ miscalled }) => miscalled !== true);
  const [first] = calls;
  const only = "tools" in toolChoice ? toolChoice.tools : null;
  if (toolChoice.type === "required" && count === 0 && mustCall(reply))
    return `${name} calls no tool, and this request forces a call${only === null ? "" : ` of ${only.join(" or ")}`}.`;
  if (toolChoice.type === "none" && first !== undefined)
    return `${name} calls ${first.tool}, and this request forbids calls.`;
  if (!hasParallelCalls && count > 1)
    return `${name} makes ${count} calls at once, and this request switches parallel calls off.`;
  const stray = calls.find(({ tool }) => only !== null && !only.includes(tool));
  if (stray !== undefined)
    return `${name} calls ${stray.tool}, and this request lets only ${only?.join(", ")} be called.`;
  const asText = calls.find(
    ({ tool, input }) =>
      // Of a tool that is defined elsewhere it is not known whether its input is text or JSON.
      typeof input === "string" && tools?.includes(tool) === true && !textTools.includes(tool),
  );
  return asText === undefined
    ? null
    : `${name} calls ${asText.tool} with a text, and in this request it is a tool that takes an object. A call that is to be wrong is scripted with miscalls(…).`;
}

/**
 * Whether a reply must hold a call if the request demands one: not if it stops before it is done, nor if it holds a call that
 * the provider runs itself.
 */
const mustCall = ({ parts, stopReason }: PlainReply): boolean =>
  (stopReason === null || stopReason === "tool-use" || stopReason === "end-turn") &&
  parts.every(({ type }) => !ofProvider.has(type));

const ofProvider: ReadonlySet<string> = new Set(["provider-block", "provider-item", "web-search"]);
