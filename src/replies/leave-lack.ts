import type { RequestReading } from "../mock-provider/request-reading.ts";
import type { PlainReply } from "./foreign-script.ts";
import { callsOf } from "./reply-calls.ts";

/** What a request lets a model answer. */
export type Leave = Pick<RequestReading, "tools" | "toolChoice" | "hasParallelCalls" | "textTools">;

/**
 * Why no model could give this reply to a request; `null` where one could. A reply that the API would never send
 * teaches an agent nothing.
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
      // Of one that stands elsewhere nobody knows what it takes.
      typeof input === "string" && tools?.includes(tool) === true && !textTools.includes(tool),
  );
  return asText === undefined
    ? null
    : `${name} calls ${asText.tool} with a text, and in this request it is a tool that takes an object. A call that is to be wrong is scripted with miscalls(…).`;
}

/** A model that stops before it is done may not have come to its call; what runs at the provider is a call, too. */
const mustCall = ({ parts, stopReason }: PlainReply): boolean =>
  (stopReason === null || stopReason === "tool-use" || stopReason === "end-turn") &&
  parts.every(({ type }) => !ofProvider.has(type));

const ofProvider: ReadonlySet<string> = new Set(["provider-block", "provider-item", "web-search"]);
