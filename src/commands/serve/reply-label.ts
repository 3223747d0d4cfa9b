import type { ScriptedReply } from "../../mock-provider/reply.ts";
import type { Servable } from "../../sim/dsl/purpose.ts";
import { findPlace, type SourceClue } from "../../sim/dsl/source-place.ts";
import { scriptedStepsOf } from "../../replies/script/scripted-step.ts";
import { glimpseOf } from "../../replies/script/reply-glimpse.ts";
import { describeTest } from "../../replies/script/request-test.ts";
import { beginning } from "./beginning.ts";

/** What tells a reply from the others, for people. */
export interface ReplyLabel {
  /** As the scenario spells it: `tier1 reply 2`; of a script that is only served, `reply 2`. */
  readonly name: string;
  /** The same where no other script is served: `reply 2`. */
  readonly shortName: string;
  /** What it begins with: `says "Hello"`. */
  readonly words: string;
  /** What its request must hold: `contains "words"`. */
  readonly when: string | null;
  /** Where it is written; `null` where another place could be meant, too. */
  readonly line: number | null;
}

/** By the replies' names, in the order in which they are written. */
export type Labels = ReadonlyMap<string, ReplyLabel>;

/** A label for each reply of a scenario; `source` is the file that it is written in. */
export function replyLabels(scenario: Servable, source: string): Labels {
  const steps = scriptedStepsOf(scenario);
  const cluesOfAll = steps.map(({ reply }) => cluesOf(reply));
  // Two replies with the same words are found at the same place: that is nobody's.
  const uses = new Map<string, number>();
  for (const clue of cluesOfAll.flat()) uses.set(keyOf(clue), (uses.get(keyOf(clue)) ?? 0) + 1);
  return new Map(
    steps.map((step, index) => {
      const own = cluesOfAll[index]!.filter((clue) => uses.get(keyOf(clue)) === 1);
      const label: ReplyLabel = {
        name: step.name,
        shortName: scenario.models.length === 1 ? `reply ${step.turn}` : step.name,
        words: glimpseOf(step.reply),
        when: step.reply.when === undefined ? null : describeTest(step.reply.when),
        line: findPlace(source, own, scenario.name)?.line ?? null,
      };
      return [label.name, label];
    }),
  );
}

/** `says "Hello", for a request that contains "words"` */
export function labelText({ words, when }: ReplyLabel): string {
  return when === null ? words : `${words}, for a request that ${beginning(when)}`;
}

const keyOf = ({ call, literal }: SourceClue): string => `${call} ${literal}`;

/** The literals by which a reply is found in its file. */
function cluesOf({ parts, when }: ScriptedReply): readonly SourceClue[] {
  const clues: SourceClue[] = parts.flatMap((part): readonly SourceClue[] => {
    switch (part.type) {
      case "text":
        return [{ call: "says", literal: part.text }];
      case "thinking":
        return [{ call: "thinks", literal: part.text }];
      case "made":
        if (part.makes !== "tool-use") return [];
        return callClues(part.tool);
      case "tool-use":
        return callClues(part.tool);
      case "redacted-thinking":
      case "json":
      case "provider-block":
      case "provider-item":
        return [];
      case "web-search":
        return [{ call: "searches", literal: part.query }];
    }
  });
  return when?.type === "contains" ? [...clues, { call: "when", literal: when.text }] : clues;
}

const callClues = (tool: string): readonly SourceClue[] =>
  ["calls", "uses", "miscalls"].map((call) => ({ call, literal: tool }));
