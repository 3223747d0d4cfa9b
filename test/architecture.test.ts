import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { crowdedRooms, emptyNamed, registryHosts, tooLong } from "./architecture/files.ts";
import { misplaced, positionsOf, readFloors } from "./architecture/floors.ts";
import { barrels, forbiddenImports, importCycles } from "./architecture/imports.ts";
import { outsideNames, processExits, rawTimeAndChance } from "./architecture/outside-world.ts";
import { namesOfTwoThings } from "./architecture/exported-names.ts";
import { silentSwitches } from "./architecture/silent-switches.ts";
import { skippedTests } from "./architecture/skipped-tests.ts";
import { parseModule, type SourceFile } from "./architecture/source-module.ts";
import {
  asynchronousSyntax,
  moduleCollections,
  moduleVariables,
  runtimeCode,
} from "./architecture/syntax.ts";
import { missingPaths } from "./architecture/named-paths.ts";
import { mayBeUnclear, unclearNames } from "./architecture/plain-names.ts";
import { strayWireMembers } from "./architecture/wire-members.ts";
import { loadedAtStart } from "./architecture/loaded-at-start.ts";
import { misplacedTests } from "./architecture/test-places.ts";

const root = join(import.meta.dir, "..");
const floors = readFloors(await Bun.file(join(root, "ARCHITECTURE.md")).text());
const files = await readTree("src");
const tests = await readTree("test");
const modules = files.filter(({ path }) => path.endsWith(".ts")).map(parseModule);

/** Why a file has more than 300 lines. */
const reasonsForLength: Readonly<Record<string, string>> = {
  "src/core/event.ts": "one union: every fact that a log can hold, to be read in one place",
};

/** What a command loads by itself, at its use. */
const heavyRooms = /^src\/(providers|skeletons|workspaces|runtime|prompts|reports)\//;

/** What answers a request, or plays a run: `serve` needs it when the first request comes, or never. */
const runningRooms =
  /^src\/(providers|workspaces|runtime|reports\/sim|mock-provider\/(anthropic|gemini|openai)|sim\/(laws|coverage|world)|agents\/world)/;

/** What a user imports by the package's name: it hands on the words of a scenario, and holds none. */
const publicEntries = ["src/sim/api.ts", "src/sim/dsl/words.ts"];

/** They import a user's own file: a configuration, a scenario. */
const loaders = ["src/config/load-config.ts", "src/sim/load-scenario.ts"];

describe("src/, as ARCHITECTURE.md tells it", () => {
  test("has each file in exactly one place of the table, and a file in each place", () => {
    expect(misplaced(floors, files)).toEqual([]);
  });

  test("imports downwards only, types too", () => {
    expect(forbiddenImports(floors, modules, loaders)).toEqual([]);
  });

  test("imports nothing in a circle, types too", () => {
    expect(importCycles(modules)).toEqual([]);
  });

  test("has no file that only re-exports, but for what users import", () => {
    expect(barrels(modules, publicEntries)).toEqual([]);
  });

  test("has no name that says nothing", () => {
    expect(emptyNamed(files)).toEqual([]);
  });

  test("loads neither a model's client, the mock, a parser nor a worktree before a command is chosen", () => {
    const { packages, paths } = loadedAtStart(modules, "src/cli.ts");
    expect(packages).toEqual([]);
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => heavyRooms.test(path))).toEqual([]);
  });

  test("loads none of the mock's wires and nothing that runs a scenario before `serve` listens", () => {
    const read = ["src/commands/serve/serve-scenario.ts", "src/sim/dsl/words.ts"];
    const reached = read.map((entry) => loadedAtStart(modules, entry));
    const packages = new Set(reached.flatMap((one) => one.packages));
    const paths = reached.flatMap((one) => one.paths).filter((path) => runningRooms.test(path));
    expect({ packages: [...packages], paths }).toEqual({ packages: ["bun", "zod"], paths: [] });
  });

  test("has no room that is crowded", () => {
    expect(crowdedRooms(files)).toEqual([]);
  });

  test("names nothing by words of the theatre", () => {
    expect(modules.filter(mayBeUnclear).flatMap(unclearNames)).toEqual([]);
  });

  test("names a wire's members in its dialect and its client alone", () => {
    expect(modules.flatMap(strayWireMembers)).toEqual([]);
  });

  test("has no long file without a reason", () => {
    expect(tooLong(files, reasonsForLength)).toEqual([]);
  });

  test("names no package registry", () => {
    expect(registryHosts(files)).toEqual([]);
  });

  test("exports no name that means two things", () => {
    expect(namesOfTwoThings(modules)).toEqual([]);
  });

  test("has no switch over a union that is silent about a new member", () => {
    expect(modules.flatMap(silentSwitches)).toEqual([]);
  });

  test("takes raw time and chance in src/clock/ alone", () => {
    const others = modules.filter((module) => placeOf(module) !== "src/clock/");
    expect(others.flatMap(rawTimeAndChance)).toEqual([]);
  });

  test("ends the process in the roof alone", () => {
    const below = modules.filter((module) => floorOf(module) !== "roof");
    expect(below.flatMap(processExits)).toEqual([]);
  });

  test("keeps no variable in a module", () => {
    expect(modules.flatMap(moduleVariables)).toEqual([]);
  });

  test("has a core that is pure and synchronous", () => {
    const core = modules.filter((module) => placeOf(module) === "src/core/");
    expect(core.flatMap(asynchronousSyntax)).toEqual([]);
    expect(core.flatMap(outsideNames)).toEqual([]);
    expect(core.flatMap(moduleCollections)).toEqual([]);
  });

  test("has ports that are types only", () => {
    const ports = modules.filter((module) => placeOf(module) === "src/ports.ts");
    expect(ports.flatMap(runtimeCode)).toEqual([]);
  });
});

describe("test/", () => {
  test("has no test that is left out", () => {
    const modules = tests.filter(({ path }) => path.endsWith(".test.ts")).map(parseModule);
    expect(modules.flatMap(skippedTests)).toEqual([]);
  });

  test("names nothing by words of the theatre, as little as src/", () => {
    const modules = tests.filter(mayBeUnclear).map(parseModule);
    expect(modules.flatMap(unclearNames)).toEqual([]);
  });

  test("has each test where one looks for it", () => {
    expect(misplacedTests([...files, ...tests].map(({ path }) => path))).toEqual([]);
  });
});

describe("the pages for people", () => {
  test("name only paths that exist", async () => {
    const names = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    const glob = new Bun.Glob("docs/*.md");
    const paths = [...names, ...(await Array.fromAsync(glob.scan({ cwd: root })))];
    const pages = await Promise.all(
      paths.map(async (path) => ({ path, text: await Bun.file(join(root, path)).text() })),
    );
    expect(missingPaths(pages, (path) => existsSync(join(root, path)))).toEqual([]);
  });
});

async function readTree(folder: string): Promise<readonly SourceFile[]> {
  const glob = new Bun.Glob(`${folder}/**/*`);
  const paths = await Array.fromAsync(glob.scan({ cwd: root, dot: true }));
  return await Promise.all(
    paths.toSorted().map(async (path) => ({ path, text: await Bun.file(join(root, path)).text() })),
  );
}

function placeOf({ path }: SourceFile): string | undefined {
  return positionsOf(floors, path)[0]?.place;
}

function floorOf({ path }: SourceFile): string | undefined {
  return positionsOf(floors, path)[0]?.floor.name;
}
