import { expect, test } from "bun:test";
import { loadedAtStart } from "./loaded-at-start.ts";
import { parseModule } from "./source-module.ts";

test("what imports reach is loaded; types, and what is imported at its use, are not", () => {
  const modules = [
    { path: "src/cli.ts", text: 'import "commander";\nimport { near } from "./rooms/near.ts";' },
    {
      path: "src/rooms/near.ts",
      text: `import { join } from "node:path";
        import type { Late } from "./types.ts";
        export { far } from "../far.ts";
        export const near = async () => await import("./lazy.ts");`,
    },
    { path: "src/far.ts", text: 'import "zod";\nexport const far = 1;' },
    { path: "src/rooms/lazy.ts", text: 'import "msw";' },
  ].map(parseModule);
  expect(loadedAtStart(modules, "src/cli.ts")).toEqual({
    paths: ["src/cli.ts", "src/far.ts", "src/rooms/near.ts"],
    packages: ["commander", "zod"],
  });
});
