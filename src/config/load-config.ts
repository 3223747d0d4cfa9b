import { existsSync } from "node:fs";
import { join } from "node:path";
import { configError } from "./config-error.ts";
import { defineConfig, type Config } from "./define-config.ts";

/** Where the configuration of a repository is, if it has one. */
export const configPath = (repositoryRoot: string): string =>
  join(repositoryRoot, "rehearsal.config.ts");

/**
 * Reads `rehearsal.config.ts` at the repository's root; without one, everything has its default. The file
 * is the user's own program and runs with the user's rights. Throws a `ConfigError`.
 */
export async function loadConfig(repositoryRoot: string): Promise<Config> {
  const path = configPath(repositoryRoot);
  if (!existsSync(path)) return {};
  const config = await importDefault(path);
  const [{ configSchema }, { configProblemsOf, memberName }] = await Promise.all([
    import("./config-schema.ts"),
    import("./config-problem.ts"),
  ]);
  const result = configSchema.safeParse(withoutUndefined(config), { reportInput: true });
  if (result.success) return result.data;

  const source = await Bun.file(path).text();
  const { locateMember } = await import("./locate-member.ts");
  const lines = await Promise.all(
    configProblemsOf(result.error.issues).map(async (problem) => {
      const line = await locateMember(source, problem.path);
      const place = line === null ? path : `${path}:${line}`;
      return `${place}: ${memberName(problem.path) || "the configuration"} ${problem.message}`;
    }),
  );
  throw configError(`${lines.join("\n")}\nChange the file, then try again.`);
}

async function importDefault(path: string): Promise<unknown> {
  // A repository need not have installed rehearsal for its configuration to import `defineConfig`.
  Bun.plugin({
    name: "rehearsal",
    setup: (build) => {
      build.module("rehearsal", () => ({ exports: { defineConfig }, loader: "object" }));
    },
  });
  const module: unknown = await import(path).catch((error: unknown) => {
    throw configError(
      `${placeOf(error, path)}: ${messageOf(error)}\nThe configuration could not be read. Change the file, then try again.`,
      error,
    );
  });
  if (typeof module === "object" && module !== null && "default" in module) return module.default;
  throw configError(
    `${path}: it has no default export. Write \`export default defineConfig({ … })\`, with \`import { defineConfig } from "rehearsal"\`.`,
  );
}

/** Where in the file an import went wrong: a syntax error has a position, a thrown one its stack. */
function placeOf(error: unknown, path: string): string {
  if (typeof error !== "object" || error === null) return path;
  if ("position" in error && typeof error.position === "object" && error.position !== null) {
    const { position } = error;
    if ("line" in position && typeof position.line === "number") return `${path}:${position.line}`;
  }
  const stack = "stack" in error && typeof error.stack === "string" ? error.stack : "";
  const frame = stack.indexOf(`${path}:`);
  const line = frame < 0 ? null : /^\d+/.exec(stack.slice(frame + path.length + 1));
  return line === null ? path : `${path}:${line[0]}`;
}

function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : String(error);
}

/** A member that is `undefined` (`process.env.…`) is one that is not set. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key, withoutUndefined(member)]),
  );
}
