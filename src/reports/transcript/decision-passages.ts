import type { Event } from "../../core/event.ts";
import type { JsonObject } from "../../core/json.ts";
import { outputBlock, type PassageBlock, wordsBlock } from "./passage.ts";
import { said, type PassageBody, type Telling } from "./telling.ts";
/** What is told of decisions: what was asked, and what a person or a rule said. */
export type DecisionEvent = Extract<
  Event,
  {
    readonly type:
      | "rule.applied"
      | "popup.opened"
      | "popup.decided"
      | "popup.expired"
      | "answer.refused"
      | "intervention.received"
      | "intervention.refused";
  }
>;

export function decisionPassage(
  event: DecisionEvent,
  { memory, knowledge, speakers }: Telling,
): PassageBody | null {
  const { run, worker, owner } = speakers;
  switch (event.type) {
    case "rule.applied":
      if (event.action === "allow") return null;
      return said(
        event.ticketId === null ? run : worker(event.ticketId),
        "bad",
        `a rule denies ${event.gate}`,
      );
    case "popup.opened":
      return said(
        owner(event.popup),
        "asked",
        `asks: ${knowledge.asked(event.popup)}`,
        event.popup.kind === "question" ? wordsBlock(event.popup.payload.question) : [],
      );
    case "popup.decided": {
      const popup = memory.popups.get(event.popupId);
      const { decision, rule } = event;
      return said(
        owner(popup),
        decision.type === "reject" || decision.type === "abort" ? "bad" : "good",
        rule === null ? `a person decides: ${knowledge.decided(decision)}` : "a rule approves",
        decision.type === "edit" ? editBlocks(decision.payload) : [],
      );
    }
    case "popup.expired": {
      const popup = memory.popups.get(event.popupId);
      return said(owner(popup), "bad", "nobody decided in time");
    }
    case "answer.refused":
      return said(run, "bad", `an answer to ${event.answer.popupId} was refused: ${event.message}`);
    case "intervention.received": {
      const { intervention } = event;
      return intervention.type === "instruct"
        ? said(
            worker(intervention.ticketId),
            "asked",
            "a person says",
            wordsBlock(intervention.text),
          )
        : said(
            worker(intervention.ticketId),
            "bad",
            "a person stops it",
            wordsBlock(intervention.reason),
          );
    }
    case "intervention.refused":
      return said(run, "bad", `what a person said came to nothing: ${event.message}`);
  }
}

/** What stands in place of what was asked about. A changed plan is told where it is accepted. */
function editBlocks({ prompt, input }: JsonObject): readonly PassageBlock[] {
  if (typeof prompt === "string") return outputBlock("as changed", prompt);
  return input === undefined ? [] : outputBlock("as changed", JSON.stringify(input, null, 2));
}
