import { rm } from "node:fs/promises";
import { join } from "node:path";
import { $, type BunPlugin } from "bun";

/**
 * Builds what is not kept in the repository, below `dist/`:
 *
 *     bun run build                          # dist/rehearsal: the whole program in one file, for this machine
 *     bun run build --target bun-linux-arm64 # the same for another one
 *     bun run build:package                  # what `npm pack` packs: `rehearsal/sim` for Node, and its types
 */
const root = join(import.meta.dir, "..");
const dist = join(root, "dist");
const [what = "file", ...rest] = process.argv.slice(2);

switch (what) {
  case "file":
    await buildFile(rest);
    break;
  case "package":
    await buildPackage();
    break;
  default:
    console.error(`There is nothing called "${what}" to build: say file or package.`);
    process.exitCode = 2;
}

/** One executable that needs neither Bun nor Node nor this checkout. */
async function buildFile(options: readonly string[]): Promise<void> {
  const at = options.indexOf("--target");
  const target = at === -1 ? null : (options[at + 1] ?? null);
  const outfile = join(dist, target === null ? "rehearsal" : `rehearsal-${target}`);
  const built = await Bun.build({
    entrypoints: [join(root, "src", "cli.ts")],
    compile: {
      outfile,
      ...(target === null ? {} : { target: target as Bun.Build.CompileTarget }),
      // A folder that it is started in sets no variables of ours and runs no code before ours, as `bin/` sees to elsewhere.
      autoloadDotenv: false,
      autoloadBunfig: false,
      // Scenarios and configurations import packages that are installed beside them, and by the paths that a project names.
      autoloadPackageJson: true,
      autoloadTsconfig: true,
    },
    plugins: [embeddedParser(target)],
    // Parsed here and not at each start: `serve` listens in three fifths of the time (`bench start`).
    bytecode: true,
    format: "esm",
    splitting: true,
    define: { embeddedDemoScenario: JSON.stringify(await demoScenario()) },
    minify: { syntax: true },
  });
  if (!built.success) throw new AggregateError(built.logs, "the program could not be built");
  console.log(outfile);
}

async function demoScenario(): Promise<string> {
  return await Bun.file(join(root, "scenarios", "demo.scenario.ts")).text();
}

/**
 * `oxc-parser` looks for its native part in `node_modules` when it starts, where a single file has none. Here it
 * is named, so that it is embedded.
 */
function embeddedParser(target: string | null): BunPlugin {
  return {
    name: "embedded parser",
    setup(build) {
      build.onLoad({ filter: /oxc-parser[\\/]src-js[\\/]bindings\.js$/ }, async ({ path }) => {
        const source = await Bun.file(path).text();
        const names = [...source.matchAll(/^export \{ (\w+) \}/gm)].map(([, name]) => name);
        const contents =
          `const native = require("${parserPackage(target)}");\n` +
          `export const { ${names.join(", ")} } = native;\n` +
          "export const __napiBindingTarget = undefined;\n";
        return { contents, loader: "js" };
      });
    },
  };
}

function parserPackage(target: string | null): string {
  const [, system = process.platform, cpu = process.arch] = target?.split("-") ?? [];
  const name = system === "windows" ? "win32" : system;
  const libc = name === "linux" ? "-gnu" : name === "win32" ? "-msvc" : "";
  return `@oxc-parser/binding-${name}-${cpu}${libc}`;
}

/** What Node and its tools need of `rehearsal/sim` and `rehearsal`: JavaScript and types. Bun takes `src/` as it is. */
async function buildPackage(): Promise<void> {
  await rm(dist, { recursive: true, force: true });
  const built = await Bun.build({
    entrypoints: [join(root, "src/sim/api.ts"), join(root, "src/config/define-config.ts")],
    root: join(root, "src"),
    outdir: dist,
    target: "node",
    splitting: true,
    packages: "external",
  });
  if (!built.success) throw new AggregateError(built.logs, "the library could not be bundled");
  await $`bun x tsc -p ${join(root, "scripts", "tsconfig.types.json")}`.cwd(root);
  await nameBuiltFiles(join(dist, "types"));
}

/** Declarations say where others are as the sources do, by `.ts`; whoever imports the package has `.d.ts` beside `.js`. */
async function nameBuiltFiles(folder: string): Promise<void> {
  for await (const path of new Bun.Glob("**/*.d.ts").scan({ cwd: folder, absolute: true })) {
    const text = await Bun.file(path).text();
    await Bun.write(path, text.replaceAll(/(["'])(\.{1,2}\/[^"']+)\.ts\1/g, "$1$2.js$1"));
  }
}
