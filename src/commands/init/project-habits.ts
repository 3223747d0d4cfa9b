import { parseJson } from "../../mock-provider/json-object.ts";
import type { Folder } from "./folder.ts";

/** How a project is made ready and tested, as far as its files say; `null` where they don't. */
export interface Habits {
  readonly setup: string | null;
  readonly check: string | null;
}

/** The first whose file is there speaks for the project. */
const habits: readonly {
  readonly file: string;
  readonly read: (folder: Folder) => Habits;
}[] = [
  { file: "package.json", read: habitsOfPackage },
  { file: "deno.json", read: () => ({ setup: null, check: "deno test --allow-all" }) },
  { file: "Cargo.toml", read: () => ({ setup: null, check: "cargo test" }) },
  { file: "go.mod", read: () => ({ setup: null, check: "go test ./..." }) },
  { file: "uv.lock", read: () => ({ setup: "uv sync", check: "uv run pytest" }) },
  { file: "pyproject.toml", read: () => ({ setup: null, check: "python3 -m pytest" }) },
  { file: "pytest.ini", read: () => ({ setup: null, check: "python3 -m pytest" }) },
  { file: "mix.exs", read: () => ({ setup: "mix deps.get", check: "mix test" }) },
  { file: "pom.xml", read: () => ({ setup: null, check: "mvn --quiet test" }) },
  { file: "gradlew", read: () => ({ setup: null, check: "./gradlew test" }) },
  { file: "Gemfile", read: () => ({ setup: "bundle install", check: "bundle exec rake test" }) },
  { file: "composer.json", read: () => ({ setup: "composer install", check: "composer test" }) },
  { file: "Makefile", read: habitsOfMakefile },
];

export function habitsOf(folder: Folder): Habits {
  return habits.find(({ file }) => folder.has(file))?.read(folder) ?? { setup: null, check: null };
}

/** What `npm init` writes where there are no tests. It always fails. */
const noTests = "no test specified";

/** A package manager: how it installs what its lockfile says, tests, and runs a program of a dev dependency. */
export interface PackageManager {
  readonly name: "bun" | "npm" | "pnpm" | "yarn";
  readonly lockfiles: readonly string[];
  readonly install: string;
  readonly check: string;
  readonly runs: string;
}

const packageManagers: readonly PackageManager[] = [
  {
    name: "bun",
    lockfiles: ["bun.lock", "bun.lockb"],
    install: "bun install --frozen-lockfile",
    check: "bun run test",
    runs: "bunx --no-install",
  },
  {
    name: "pnpm",
    lockfiles: ["pnpm-lock.yaml"],
    install: "pnpm install --frozen-lockfile",
    check: "pnpm test",
    runs: "pnpm exec",
  },
  {
    name: "yarn",
    lockfiles: ["yarn.lock"],
    install: "yarn install",
    check: "yarn test",
    runs: "yarn run",
  },
  {
    name: "npm",
    lockfiles: ["package-lock.json", "npm-shrinkwrap.json"],
    install: "npm ci",
    check: "npm test",
    runs: "npx --no-install",
  },
];

/** The package manager whose lockfile is in the folder; `null` where there is none. */
export const packageManagerOf = (folder: Folder): PackageManager | null =>
  packageManagers.find(({ lockfiles }) => lockfiles.some((file) => folder.has(file))) ?? null;

function habitsOfPackage(folder: Folder): Habits {
  const manager = packageManagerOf(folder);
  const test = testScriptOf(folder.read("package.json"));
  const hasTest = test !== null && !test.includes(noTests);
  return {
    setup: manager?.install ?? null,
    check: hasTest ? (manager?.check ?? "npm test") : null,
  };
}

function testScriptOf(text: string): string | null {
  const test = memberOf(memberOf(parseJson(text), "scripts"), "test");
  return typeof test === "string" ? test : null;
}

/** What package.json names, with the version or place that it is taken from; nothing where there is no such file. */
export function dependenciesOf(folder: Folder): Readonly<Record<string, unknown>> {
  const file = folder.has("package.json") ? parseJson(folder.read("package.json")) : null;
  return Object.assign({}, memberOf(file, "dependencies"), memberOf(file, "devDependencies"));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function habitsOfMakefile(folder: Folder): Habits {
  return { setup: null, check: /^test:/m.test(folder.read("Makefile")) ? "make test" : null };
}
