import { describe, expect, test } from "bun:test";
import {
  crowdedRooms,
  emptyNamed,
  linesMax,
  registryHosts,
  roomFilesMax,
  tooLong,
} from "./files.ts";
import { fileOf } from "./tree.ts";

describe("a file's name", () => {
  test.each([
    "src/utils/time.ts",
    "src/core/helpers.ts",
    "src/core/dag-utils.ts",
    "src/common/a.ts",
    "src/store/Helper.ts",
  ])("says nothing: %s", (path) => {
    expect(emptyNamed([fileOf(path)])).toHaveLength(1);
  });

  test.each(["src/core/planning/dag.ts", "src/sim/commonest-popup.ts", "src/sim/utility-bill.ts"])(
    "says what is inside: %s",
    (path) => {
      expect(emptyNamed([fileOf(path)])).toEqual([]);
    },
  );
});

describe("a room", () => {
  const full = Array.from({ length: roomFilesMax }, (_, index) => fileOf(`src/core/a${index}.ts`));

  test("has room for so many files, those of rooms inside not counted", () => {
    expect(crowdedRooms([...full, fileOf("src/core/window/b.ts")])).toEqual([]);
  });

  test("is crowded by one more", () => {
    expect(crowdedRooms([...full, fileOf("src/core/b.ts")])).toEqual([
      `src/core/ has ${roomFilesMax + 1} files side by side: part it into rooms`,
    ]);
  });
});

describe("a file's length", () => {
  const long = fileOf("src/long.ts", "line\n".repeat(linesMax + 1));
  const full = fileOf("src/full.ts", "line\n".repeat(linesMax));

  test("has a limit", () => {
    expect(tooLong([long, full], {})).toEqual([
      "src/long.ts has 301 lines: part it, or give the reason",
    ]);
  });

  test("may pass it with a reason", () => {
    expect(tooLong([long, full], { "src/long.ts": "a table of facts" })).toEqual([]);
  });

  test("wants no reason that has become idle", () => {
    expect(tooLong([full], { "src/full.ts": "was long", "src/gone.ts": "is gone" })).toHaveLength(
      2,
    );
  });
});

describe("a package registry's host", () => {
  // Put together here, so that this file does not name one either.
  test.each([
    ["https://registry", "example", "org/left-pad"],
    ["www", "yarnpkg", "com"],
  ])("is seen: %s %s", (...parts) => {
    expect(registryHosts([fileOf("src/a.ts", `// ${parts.join(".")}`)])).toHaveLength(1);
  });

  test("is not a registry of our own", () => {
    const text = "registry.get(name); popups.registry.size;";
    expect(registryHosts([fileOf("src/a.ts", text)])).toEqual([]);
  });
});
