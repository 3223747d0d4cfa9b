import { canonicalJson, type Json } from "../../core/json.ts";
import { isObject } from "../../mock-provider/json-object.ts";
import { type ReplyFault, rulesOf } from "../../mock-provider/reply-fault.ts";
import type { PlainReply } from "../script/foreign-script.ts";
import { type ScriptedCall, callsOf } from "../script/reply-calls.ts";
import type { Said } from "../../mock-provider/said.ts";
import { excerpt } from "../../core/words/excerpt.ts";

/** The tools of a reply that a request does not offer, in words; `null` where it offers all, or does not list its tools. */
export function lackOfTools(
  { name, reply }: { readonly name: string; readonly reply: PlainReply },
  offered: readonly string[] | null,
): string | null {
  if (offered === null) return null;
  const search = reply.parts.find((part) => part.type === "web-search");
  if (search !== undefined && !offered.some((tool) => tool.startsWith("web_search")))
    return `${name} searches the web, and this request does not offer that.`;
  const missing = callsOf(reply)
    .filter(({ tool, miscalled }) => miscalled !== true && !offered.includes(tool))
    .map(({ tool }) => tool);
  if (missing.length === 0) return null;
  const what = offered.length === 0 ? "no tools" : unique(offered).join(", ");
  return `${name} calls ${unique(missing).join(", ")}, and this request offers ${what}. A call that is to be wrong is scripted with miscalls(…).`;
}

/** Whether a client that got this reply goes on with the results of its calls. */
export const wantsResults = (reply: PlainReply): boolean =>
  callsOf(reply).length > 0 &&
  (reply.stopReason === null || reply.stopReason === "tool-use") &&
  reply.leaves !== true;

/** Whether a fault changes or removes the calls of a reply. */
export const spoilsCalls = (fault: ReplyFault): boolean => rulesOf(fault).spoilsCalls;

/** The number of the request that a call went out to, as the mock writes it into the call's id. */
const ownId = /call_(\d+)_\d+$/;

/**
 * Which calls of a reply, or results of them, a conversation does not hold; `null` where it holds all. `tried` are the numbers
 * of the requests that the reply answered. Calls are found by their ids where the client keeps those, because a client may
 * add defaults to an input, call tools of its own, or refer to calls that the server keeps.
 */
export function lackOfCalls(
  reply: PlainReply,
  tried: readonly number[],
  said: readonly Said[],
): string | null {
  const wanted = callsOf(reply);
  const keepsIds = said.some((one) => "id" in one && ownId.test(one.id));
  return keepsIds && wanted.every(({ callId }) => callId === null)
    ? lackById(wanted, tried, said)
    : lackByContent(wanted, said);
}

function lackById(
  wanted: readonly ScriptedCall[],
  tried: readonly number[],
  said: readonly Said[],
): string | null {
  const isOf = (number: number) => (one: Said) =>
    "id" in one && Number(ownId.exec(one.id)?.[1] ?? Number.NaN) === number;
  let lack: string | null = null;
  for (const number of tried) {
    const own = said.filter(isOf(number));
    const made = own.filter((one) => one.type === "call");
    // The server may keep the calls, and then the request holds only their results.
    if (made.length === 0 && own.length >= wanted.length) return null;
    if (made.length === 0) continue;
    lack = lackAmong(made, wanted, said);
    if (lack === null) return null;
  }
  return lack ?? lackAmong([], wanted, said);
}

const lackByContent = (wanted: readonly ScriptedCall[], said: readonly Said[]): string | null =>
  lackAmong(callsIn(said).slice(-wanted.length), wanted, said);

type Made = Extract<Said, { type: "call" }>;

const callsIn = (said: readonly Said[]): readonly Made[] =>
  said.filter((one) => one.type === "call");

function lackAmong(
  made: readonly Made[],
  wanted: readonly ScriptedCall[],
  said: readonly Said[],
): string | null {
  const left = [...made];
  for (const { tool, input } of wanted) {
    const named = left.filter((one) => one.tool === tool);
    const same = named.find((one) => holds(one.input, input));
    if (same !== undefined) {
      left.splice(left.indexOf(same), 1);
      continue;
    }
    const [other] = named;
    if (other !== undefined)
      return `its call of ${tool} has the input ${excerpt(canonicalJson(other.input))}, and not ${excerpt(canonicalJson(input))}`;
    const others = callsIn(said).slice(-wanted.length);
    return others.length === 0
      ? "it holds no tool call"
      : `it holds no such call of ${tool}; its last calls are of ${unique(others.map((one) => one.tool)).join(", ")}`;
  }
  const open = made.find((call) => !said.some(isResultOf(call)));
  return open === undefined ? null : `its call of ${open.tool} has no result`;
}

/** Whether an input holds what was sent; the client may have added defaults. */
function holds(input: Json, sent: ScriptedCall["input"]): boolean {
  if (sent === null) return true;
  if (typeof sent === "string") return input === sent || canonicalJson(input) === sent;
  return (
    isObject(input) &&
    Object.entries(sent).every(
      ([member, value]) => canonicalJson(input[member] ?? null) === canonicalJson(value),
    )
  );
}

const isResultOf =
  ({ id }: { readonly id: string }) =>
  (one: Said): boolean =>
    one.type === "result" && one.id === id;

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** The tools that a reply calls, each once. */
export const toolsCalledIn = (reply: PlainReply): string =>
  unique(callsOf(reply).map(({ tool }) => tool)).join(", ");
