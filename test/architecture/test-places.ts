import { dirname } from "node:path";

/** Where tests stand that are about what several files do together, such as a whole command. */
const shared = "behaviour";

/** The tests that judge `src/` as a whole. */
const ofAll: ReadonlySet<string> = new Set([
  "test/architecture.test.ts",
  "test/contributing.test.ts",
]);

/**
 * Tests that nobody would find: a test of `src/x/y.ts` is `test/x/y.test.ts`, a test of a helper of the tests
 * stands beside it, and a test of what several files of a room do together is in `behaviour/` of that room.
 */
export function misplacedTests(paths: readonly string[]): readonly string[] {
  const files = new Set(paths);
  const folders = new Set(paths.flatMap(foldersOf));
  return paths
    .filter((path) => path.startsWith("test/") && path.endsWith(".test.ts") && !ofAll.has(path))
    .filter((path) => {
      const tested = path.replace(/(\.browser)?\.test\.ts$/, ".ts");
      const source = tested.replace(/^test/, "src");
      if (files.has(tested) || files.has(source)) return false;
      const [room, ...rest] = source.split(`/${shared}/`);
      return rest.length !== 1 || rest[0]!.includes("/") || !folders.has(room!);
    })
    .map(
      (path) =>
        `${path} tests no file of its name: move it beside the file that it tests, or to ${dirname(path)}/${shared}/`,
    );
}

function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === "." ? [] : [folder, ...foldersOf(folder)];
}
