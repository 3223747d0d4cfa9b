import type { AimockFixture, AimockMatch } from "./aimock-fixture.ts";
import { fixtureSource } from "./fixture-source.ts";
import { sourceOf } from "./source-text.ts";

/** A file of fixtures as a scenario file for `rehearsal serve`. */
export interface ConvertedFile {
  /** `null` where no fixture has a counterpart. */
  readonly text: string | null;
  readonly replies: number;
  /** What was left out or differs, a sentence each. */
  readonly notes: readonly string[];
}

export function convertFixtures(name: string, fixtures: readonly AimockFixture[]): ConvertedFile {
  const converted = inOrder(fixtures).map(({ fixture, number }) => ({
    number,
    reply: fixtureSource(fixture),
  }));
  const replies = converted.flatMap(({ reply }) => (reply.type === "reply" ? [reply] : []));
  return {
    text: replies.length === 0 ? null : textOf(name, replies),
    replies: replies.length,
    notes: converted.flatMap(({ number, reply }) =>
      reply.type === "left-out"
        ? [`fixture ${number} is left out: ${reply.why}`]
        : reply.lacks.map((lack) => `fixture ${number}, ${lack}`),
    ),
  };
}

interface Numbered {
  readonly fixture: AimockFixture;
  /** In its file, from 1. */
  readonly number: number;
}

/** Among fixtures for the same requests: later turns before earlier ones, and occurrences as they are counted. */
function inOrder(fixtures: readonly AimockFixture[]): readonly Numbered[] {
  const numbered = fixtures.map((fixture, index) => ({ fixture, number: index + 1 }));
  const alike = Map.groupBy(numbered, ({ fixture }) => requestsOf(fixture.match));
  return [...alike.values()].flatMap((group) => group.toSorted(byTurn));
}

function requestsOf({ turnIndex: _, sequenceIndex: __, ...match }: AimockMatch): string {
  return JSON.stringify(match);
}

function byTurn(a: Numbered, b: Numbered): number {
  const turns = (b.fixture.match.turnIndex ?? 0) - (a.fixture.match.turnIndex ?? 0);
  return turns === 0 ? occurrenceOf(a) - occurrenceOf(b) : turns;
}

const occurrenceOf = ({ fixture }: Numbered): number => fixture.match.sequenceIndex ?? 0;

function textOf(
  name: string,
  replies: readonly { readonly source: string; readonly words: readonly string[] }[],
): string {
  const words = [...new Set(["served", ...replies.flatMap((reply) => reply.words)])].toSorted();
  return `import { ${words.join(", ")} } from "rehearsal/sim";

export default served({
  name: ${sourceOf(name)},
  // As aimock does it: the first reply that fits a request answers it.
  whenSeveralFit: "first",
  replies: [
${replies.map(({ source }) => `    ${source},\n`).join("")}  ],
});
`;
}
