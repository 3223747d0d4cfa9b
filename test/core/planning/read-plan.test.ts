import { describe, expect, test } from "bun:test";
import { ticketId, trackId } from "../../../src/core/ids.ts";
import {
  checkTickets,
  outputSchemas,
  readTickets,
  readTracks,
} from "../../../src/core/planning/read-plan.ts";
import { tracksText } from "../collaborators.ts";

const none = new Set<ReturnType<typeof ticketId>>();
const problemsIn = (reading: { ok: boolean; problems?: readonly string[] }) =>
  reading.ok ? [] : (reading.problems ?? []);

describe("proposed tracks", () => {
  test("are read from JSON, also in a Markdown fence", () => {
    const text = tracksText("A", "B");
    for (const reply of [
      text,
      `\n${text}\n`,
      `\`\`\`json\n${text}\n\`\`\``,
      `\`\`\`\n${text}\`\`\``,
    ]) {
      const reading = readTracks(reply);
      expect(reading.ok && reading.plan.map(({ id }) => String(id))).toEqual(["A", "B"]);
    }
  });

  test("are refused where the reply is prose", () => {
    expect(problemsIn(readTracks("Sure! Here you go."))[0]).toStartWith("the reply is not JSON");
    expect(problemsIn(readTracks(""))[0]).toStartWith("the reply is not JSON");
  });

  test("are refused with the place of each problem", () => {
    const reply = JSON.stringify({ tracks: [{ id: "A", title: "" }, { title: "B" }] });
    const problems = problemsIn(readTracks(reply));
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "tracks.0.title",
      "tracks.1.id",
    ]);
  });

  test("are at least one, each with an id of its own", () => {
    expect(problemsIn(readTracks('{"tracks":[]}'))).toHaveLength(1);
    expect(problemsIn(readTracks(tracksText("A", "A")))).toEqual(['two tracks have the id "A"']);
  });

  test("hold nothing that the schema does not know", () => {
    expect(problemsIn(readTracks('{"tracks":[{"id":"A","title":"A","x":1}]}'))[0]).toContain('"x"');
    expect(problemsIn(readTracks('[{"id":"A","title":"A"}]'))).toHaveLength(1);
  });

  test("have ids that fit a branch, a folder and a popup's id", () => {
    const reads = (id: string) => readTracks(tracksText(id)).ok;
    for (const id of ["A", "a.b-c_D9", "1", "x".repeat(64)])
      expect([id, reads(id)]).toEqual([id, true]);
    for (const id of [
      "",
      ".a",
      "-a",
      "a..b",
      "a.lock",
      "a.",
      "a/b",
      "a:b",
      "a b",
      "é",
      "a\n",
      "x".repeat(65),
    ]) {
      expect([id, reads(id)]).toEqual([id, false]);
    }
  });
});

describe("proposed tickets", () => {
  const track = trackId("A");

  test("get what they leave out, their track, and each dependency once", () => {
    const reply = {
      tickets: [
        { id: "b", title: "B", dependsOn: ["a", "a"] },
        { id: "a", title: "A" },
      ],
    };
    const reading = readTickets(JSON.stringify(reply), track, none);
    expect(reading.ok && (reading.plan as readonly object[])).toEqual([
      { id: "b", trackId: "A", title: "B", description: "", files: [], dependsOn: ["a"] },
      { id: "a", trackId: "A", title: "A", description: "", files: [], dependsOn: [] },
    ]);
  });

  test("are refused where they are no DAG, or take another track's id", () => {
    const cycle = { tickets: [{ id: "a", title: "A", dependsOn: ["a"] }] };
    expect(problemsIn(checkTickets(cycle, track, none))[0]).toContain("a → a");
    const free = { tickets: [{ id: "a", title: "A" }] };
    expect(problemsIn(checkTickets(free, track, new Set([ticketId("a")])))[0]).toContain("taken");
  });
});

test("planners are given the schema that their reply is held against", () => {
  expect(outputSchemas.tier1).toMatchObject({ type: "object", required: ["tracks"] });
  expect(outputSchemas.tier2).toMatchObject({ type: "object", required: ["tickets"] });
  expect(JSON.stringify(outputSchemas)).not.toContain("$schema");
});
