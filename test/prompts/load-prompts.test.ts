import { describe, expect, test } from "bun:test";
import { tiers } from "../../src/core/ids.ts";
import { loadPrompts } from "../../src/prompts/load-prompts.ts";

const prompts = loadPrompts();
const placesOf = (text: string) =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, place]) => place ?? ""))].toSorted();

describe("a template has exactly the places that the core fills", () => {
  test.each([
    ["epic", ["epic", "files", "documents"]],
    [
      "track",
      ["epic", "trackId", "trackTitle", "trackDescription", "files", "documents", "otherTracks"],
    ],
    [
      "ticket",
      ["ticketId", "ticketTitle", "ticketDescription", "documents", "skeletons", "note", "attempt"],
    ],
    ["failure", ["ticketId", "ticketTitle", "ticketDescription", "command", "output"]],
    ["repair", ["problems"]],
  ] as const)("%s", (name, places) => {
    expect(placesOf(prompts[name])).toEqual([...places].toSorted());
  });
});

describe("a system prompt", () => {
  test.each([...tiers])("of %s is its own and has no places", (tier) => {
    expect(prompts.system[tier]).toStartWith("You are ");
    expect(prompts.system[tier]).not.toContain("{{");
    expect(tiers.filter((other) => prompts.system[other] === prompts.system[tier])).toEqual([tier]);
  });

  test.each([
    ["tier1", "tracks", ["id", "title", "description"]],
    ["tier2", "tickets", ["id", "title", "description", "files", "dependsOn"]],
  ] as const)("of %s shows the JSON that it must answer with", (tier, list, members) => {
    const line = prompts.system[tier].split("\n").find((text) => text.startsWith("{")) ?? "";
    const shape: unknown = JSON.parse(line);
    expect(shape).toEqual({ [list]: [expect.anything()] });
    expect(Object.keys((shape as Record<string, [object]>)[list]?.[0] ?? {})).toEqual([...members]);
    expect(prompts.system[tier]).toContain("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  });

  test("of a worker names each of its tools", () => {
    for (const tool of ["read", "write", "edit", "glob", "grep", "bash", "ask"])
      expect(prompts.system.tier3).toContain(`\`${tool}\``);
  });
});
