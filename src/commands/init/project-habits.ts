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

const packageManagers: readonly {
  readonly lockfile: string;
  readonly setup: string;
  readonly check: string;
}[] = [
  { lockfile: "bun.lock", setup: "bun install --frozen-lockfile", check: "bun run test" },
  { lockfile: "pnpm-lock.yaml", setup: "pnpm install --frozen-lockfile", check: "pnpm test" },
  { lockfile: "yarn.lock", setup: "yarn install", check: "yarn test" },
  { lockfile: "package-lock.json", setup: "npm ci", check: "npm test" },
];

function habitsOfPackage(folder: Folder): Habits {
  const manager = packageManagers.find(({ lockfile }) => folder.has(lockfile));
  const test = testScriptOf(folder.read("package.json"));
  const hasTest = test !== null && !test.includes(noTests);
  return { setup: manager?.setup ?? null, check: hasTest ? (manager?.check ?? "npm test") : null };
}

function testScriptOf(text: string): string | null {
  try {
    const file: unknown = JSON.parse(text);
    const scripts = memberOf(file, "scripts");
    const test = memberOf(scripts, "test");
    return typeof test === "string" ? test : null;
  } catch {
    return null;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function habitsOfMakefile(folder: Folder): Habits {
  return { setup: null, check: /^test:/m.test(folder.read("Makefile")) ? "make test" : null };
}
