import { askedOf } from "../../mock-provider/reading/asked-of.ts";
import type { AskedRequest } from "../../mock-provider/reading/asked-request.ts";
import type { MadePart, Reply, SaidPart, ScriptedReply } from "../../mock-provider/reply.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";

/** A reply with all its parts, or in words why one of them could not be made. */
export type Settled =
  | { readonly type: "settled"; readonly reply: Reply }
  | { readonly type: "failed"; readonly why: string };

/** Makes the parts that are functions of the request. Those are a user's code, whose exceptions become a result. */
export function settledReply(name: string, reply: ScriptedReply, request: MockRequest): Settled {
  const { parts } = reply;
  if (!parts.some(isMade)) return { type: "settled", reply: reply as Reply };
  const asked = askedOf(request);
  try {
    const made = parts.map((part) => (isMade(part) ? partMadeOf(part, asked) : part));
    return { type: "settled", reply: { ...reply, parts: made } };
  } catch (error) {
    const what = error instanceof Error ? error.message : "what is no error was thrown";
    return { type: "failed", why: `${name} could not be made of it: ${what}.` };
  }
}

const isMade = (part: ScriptedReply["parts"][number]): part is MadePart => part.type === "made";

function partMadeOf(part: MadePart, asked: AskedRequest): SaidPart {
  const value: unknown = part.make(asked);
  if (value instanceof Promise) {
    value.catch(() => {});
    throw new Error("its function returned a promise; it must return the value at once");
  }
  switch (part.makes) {
    case "text":
      if (typeof value === "string") return { type: "text", text: value };
      throw new Error(`a text is wanted, and its function returned ${kindOf(value)}`);
    case "json":
      return { type: "json", value: jsonOf(value) };
    case "tool-use": {
      const { make: _, makes: __, ...call } = part;
      const input = jsonOf(value);
      if (typeof input === "string" || isInput(input)) return { ...call, type: "tool-use", input };
      throw new Error(
        `an input of ${part.tool} is wanted, and its function returned ${kindOf(value)}`,
      );
    }
  }
}

type Value = Extract<SaidPart, { type: "json" }>["value"];
type Input = Exclude<Extract<SaidPart, { type: "tool-use" }>["input"], string>;

/** A value as JSON would carry it. A value that JSON cannot hold is refused, and such a member is left out. */
function jsonOf(value: unknown): Value {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined)
    throw new Error(`JSON is wanted, and its function returned ${kindOf(value)}`);
  return JSON.parse(text) as Value;
}

const isInput = (value: Value): value is Input =>
  value !== null && typeof value === "object" && !Array.isArray(value);

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
