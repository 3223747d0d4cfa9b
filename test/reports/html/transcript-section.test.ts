import { expect, test } from "bun:test";
import { transcriptSection } from "../../../src/reports/html/transcript-section.ts";
import type { Passage } from "../../../src/reports/transcript/passage.ts";

const passages = (count: number): readonly Passage[] =>
  Array.from({ length: count }, (_, index) => ({
    seq: index + 1,
    atMs: index,
    sessionId: null,
    ticketId: null,
    who: index === 0 ? null : `Worker <${index % 2}>`,
    what: "a turn",
    tone: "plain",
    blocks: [],
  }));

test("a long story begins with an index: each who speaks in it, with a link to the first of it", () => {
  const text = String(transcriptSection(passages(40)).text);
  const index = /<nav[^]*<\/nav>/.exec(text)?.[0] ?? "";
  expect(
    [...index.matchAll(/href="(#p\d+)">([^<]*)<\/a> <small>(\d+)/g)].map((at) => at.slice(1)),
  ).toEqual([
    ["#p1", "The run", "1"],
    ["#p2", "Worker &lt;1&gt;", "20"],
    ["#p3", "Worker &lt;0&gt;", "19"],
  ]);
  for (const place of ["p1", "p2", "p3"]) expect(text).toContain(`<li id="${place}"`);
  expect(String(transcriptSection(passages(3)).text)).not.toContain("<nav");
});
