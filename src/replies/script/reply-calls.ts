import type { JsonObject } from "../../core/json.ts";
import type { PlainReply } from "./foreign-script.ts";

/** A call that a reply makes. */
export interface ScriptedCall {
  readonly tool: string;
  /** `null`: a function of the user's made it of the request, so it is not known here. */
  readonly input: JsonObject | string | null;
  readonly callId: string | null;
  readonly miscalled?: true;
}

/** In their order. */
export const callsOf = ({ parts }: PlainReply): readonly ScriptedCall[] =>
  parts.flatMap((part): readonly ScriptedCall[] => {
    if (part.type === "tool-use") return [part];
    return part.type === "made" && part.makes === "tool-use" ? [{ ...part, input: null }] : [];
  });
