import { excerpt } from "../../core/words/excerpt.ts";
import { judgeBy, type Verdict } from "../../sim/laws/verdict.ts";
import type { AgentRecord, AgentRequest, ReceivedText } from "../agent-record.ts";
import { holdsWords } from "../holds-words.ts";

/** What the agent says that it received (`received(words, text)`) is what was sent to it, and nothing of another stream. */
export const checkStreamsApart = ({ requests, received }: AgentRecord): Verdict =>
  judgeBy(({ exercise, breach }) => {
    for (const one of received) {
      const meant = requests.filter((request) => holdsWords(one.words, request.text));
      if (meant.some(({ sent }) => sent === null)) continue;
      exercise();
      const texts = meant.filter(isReceived).map(({ sent }) => sent ?? "");
      // A conversation of several turns may be received as a whole.
      if (texts.includes(one.text) || texts.join("") === one.text) continue;
      const sent = meant.map((request) => excerpt(request.sent ?? "")).join(" and ");
      breach(
        `for ${wordsOf(one)} the agent received ${excerpt(one.text)}, and sent was ${sent === "" ? "nothing" : sent}`,
      );
    }
  });

/** Of one that failed in the middle, nothing counts as received. */
const isReceived = ({ end }: AgentRequest): boolean => end.type === "whole" || end.type === "left";

const wordsOf = ({ words }: ReceivedText): string =>
  typeof words === "string" ? excerpt(words) : String(words);
