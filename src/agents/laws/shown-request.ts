import { excerpt } from "../../core/words/excerpt.ts";
import type { AgentRequest } from "../agent-record.ts";

/** A request as messages name it: `#3 ("weather of Oslo")`. */
export function shownRequest({ number, said }: AgentRequest): string {
  const first = said.find((one) => one.type === "text" && one.role === "user");
  return first?.type === "text" ? `#${number} (${excerpt(first.text.slice(0, 60))})` : `#${number}`;
}
