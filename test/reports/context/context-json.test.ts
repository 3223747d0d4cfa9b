import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { contextSummaries } from "../../../src/core/window/context-summary.ts";
import { contextOf } from "../../../src/core/window/context-view.ts";
import { fold } from "../../../src/core/reduce/reduce.ts";
import { exactCount } from "../../../src/reports/context/exact-count.ts";
import { contextJson } from "../../../src/reports/context/context-json.ts";
import { contextJsonSchema } from "../../../src/reports/context/context-json-schema.ts";
import { longLog } from "../../core/long-log.ts";

const page = await Bun.file(
  join(import.meta.dir, "..", "..", "..", "docs", "context-json.md"),
).text();

describe("the JSON about contexts", () => {
  const state = fold(longLog({ sessions: 2, turnsEach: 3, outputCharacters: 500 }))!;
  const [id] = state.sessions.keys();
  const shown = contextJson({
    runId: state.runId,
    epic: state.epic,
    outcome: "running",
    seq: state.lastSeq,
    atMs: state.nowMs,
    sessions: contextSummaries(state),
    session: contextOf(state, id!, state.nowMs),
    exact: exactCount({ turn: 4, estimatedTokens: 500, exactTokens: 490 }),
  });

  test("is what its page describes, and nothing else", () => {
    expect(contextJsonSchema.parse(JSON.parse(JSON.stringify(shown)))).toEqual(
      JSON.parse(JSON.stringify(shown)),
    );
    expect(
      contextJsonSchema.parse({ ...shown, sessions: [], session: null, exact: null }).session,
    ).toBeNull();
  });

  test("has a page that names every member", () => {
    const names = new Set<string>();
    JSON.stringify(shown, (name, value: unknown) => {
      if (name !== "" && !/^\d+$/.test(name)) names.add(name);
      return value;
    });
    expect([...names].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
