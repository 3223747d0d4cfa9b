import { describe, expect, test } from "bun:test";
import { misplaced, readFloors } from "./floors.ts";
import { fileOf } from "./tree.ts";

const table = `
Some words.

| floor | place | holds | may import | packages |
|---|---|---|---|---|
| roof | \`src/cli.ts\`, \`src/commands/\` | commands | roof, 1 | any |
| 1 | \`src/ports.ts\` | types | nothing | \`zod\` |

| word | means |
|---|---|
| run | one epic |
`;

describe("the table of floors", () => {
  test("is read from the document, up to its last row", () => {
    expect(readFloors(table)).toEqual([
      {
        name: "roof",
        places: ["src/cli.ts", "src/commands/"],
        mayImport: ["roof", "1"],
        packages: null,
      },
      { name: "1", places: ["src/ports.ts"], mayImport: [], packages: ["zod"] },
    ]);
  });

  test("is missed where it is gone", () => {
    expect(() => readFloors("# Architecture")).toThrow("There is no table");
  });

  test("is refused with a row that lacks a cell or a place", () => {
    expect(() => readFloors(`${header}| 1 | \`src/a/\` | things |\n`)).toThrow("lacks a cell");
    expect(() => readFloors(`${header}| 1 | src/a/ | things | nothing | any |\n`)).toThrow(
      "names no place",
    );
  });

  test("is refused where a row may import a floor that is not there", () => {
    expect(() => readFloors(table.replace("roof, 1", "roof, 2"))).toThrow("no such floor");
  });
});

describe("a file's place", () => {
  const inOrder = [fileOf("src/cli.ts"), fileOf("src/commands/run.ts"), fileOf("src/ports.ts")];

  test("is told by the table", () => {
    expect(misplaced(readFloors(table), inOrder)).toEqual([]);
  });

  test("must be listed, and only once", () => {
    expect(misplaced(readFloors(table), [...inOrder, fileOf("src/cellar/wine.ts")])).toEqual([
      "src/cellar/wine.ts is in no place of the table: move it, or add its place",
    ]);
    const twice = readFloors(table.replace("`src/ports.ts`", "`src/ports.ts`, `src/commands/`"));
    expect(misplaced(twice, inOrder)).toEqual([
      "src/commands/run.ts is in more than one place: src/commands/, src/commands/",
    ]);
  });

  test("must hold something", () => {
    expect(misplaced(readFloors(table), inOrder.slice(1))).toEqual([
      "src/cli.ts is in the table and holds no file",
    ]);
  });
});

const header = "| floor | place | holds | may import | packages |\n|---|---|---|---|---|\n";
