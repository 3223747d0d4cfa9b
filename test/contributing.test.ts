import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * CONTRIBUTING.md says of each kind of thing where it is added first, and that the compiler tells the rest. Here a
 * dummy is added there, in a copy of the program, and the files that the compiler names must be those of the page.
 */

interface Dummy {
  readonly kind: string;
  /** Where it is added. */
  readonly file: string;
  readonly before: string;
  readonly added: string;
  /** Which files the compiler names. */
  readonly named: readonly string[];
  /** Those that it can't name, and how many there may be of all of them: as the section of the page says. */
  readonly reach?: {
    readonly section: string;
    readonly more: readonly string[];
    readonly most: number;
  };
}

const dummies: readonly Dummy[] = [
  {
    kind: "an event",
    file: "src/core/event.ts",
    before: '  | { readonly type: "run.resumed" }',
    added: '  | { readonly type: "dummy.happened" }\n',
    named: [
      "src/core/reduce/reduce.ts",
      "src/core/subject.ts",
      "src/reports/html/read-log.ts",
      "src/reports/transcript/passages.ts",
      "src/sim/coverage/decisions-of.ts",
      "src/sim/coverage/event-kinds.ts",
      "src/terminal/view/narrate.ts",
    ],
  },
  {
    kind: "a worker's tool",
    file: "src/core/tools/worker-tools.ts",
    before: '  workerTool({\n    name: "read",',
    added:
      '  workerTool({ name: "dummy", description: "", schema: z.object({ file_path: z.string() }),' +
      ' changes: "nothing", scope: null, subject: "file_path" }),\n',
    named: ["src/workspaces/file-tools.ts", "src/workspaces/memory/memory-tree.ts"],
    reach: { section: "Add a worker tool", more: ["test/workspaces/conformance.ts"], most: 4 },
  },
  {
    kind: "a popup kind",
    file: "src/core/gates/popup-kinds.ts",
    before: "  question: popupKind<{ readonly question: string }, PlaceOfCall>()",
    added:
      '  dummy: popupKind<{ readonly dummy: string }, PlaceOfCall>()({ decisions: ["approve", "abort"] }),\n',
    named: [
      "src/sim/dsl/decision.ts",
      "src/sim/world/popup-words.ts",
      "src/terminal/popups/popup-text.ts",
    ],
    reach: { section: "Add a popup kind", more: ["src/core/pursue/"], most: 5 },
  },
  {
    kind: "a law",
    file: "src/sim/laws/laws.ts",
    before: "  {\n    number: 1,",
    added: '  { number: 99, name: "dummy", says: "", judges: "record", check: checkDummy },\n',
    named: ["src/sim/laws/laws.ts"],
    reach: { section: "Add a law", more: ["src/sim/laws/<name>.ts"], most: 2 },
  },
  {
    kind: "a reply's fault",
    file: "src/mock-provider/reply-fault.ts",
    before: "  refusal: fault({\n",
    added: "  dummy: fault({ members: {}, isFailure: true, words: () => 1 }),\n",
    named: ["src/mock-provider/reply-fault.ts", "src/sim/search/draw-replies.ts"],
    reach: {
      section: "Add a fault",
      more: ["src/sim/dsl/fault.ts", "src/sim/dsl/words.ts"],
      most: 4,
    },
  },
  {
    kind: "a fault of the world",
    file: "src/sim/scenario.ts",
    before: '  | { readonly type: "slow-subscriber"; readonly delayMs: number }',
    added: '  | { readonly type: "dummy" }\n',
    named: [
      "src/sim/dsl/coherence.ts",
      "src/sim/scenario-schema.ts",
      "src/sim/world/unused-faults.ts",
    ],
  },
  {
    kind: "a wire",
    file: "src/mock-provider/reply-source.ts",
    before: '"openai-chat" | "openai-responses" | "gemini"',
    added: '"dummy" | ',
    named: ["src/mock-provider/wires.ts", "src/sim/world/simulated-wire.ts"],
    reach: {
      section: "Add a wire: the API of another provider",
      more: [
        "src/commands/conduct/servers.ts",
        "src/config/known-providers.ts",
        "src/sim/world/simulated-provider.ts",
      ],
      most: 6,
    },
  },
  {
    kind: "a provider",
    file: "src/config/known-providers.ts",
    before: "  openai: {\n",
    added: '  dummy: { ownBaseUrl: "", urlVariable: "", endpoints: /$/, models: null },\n',
    named: ["src/commands/conduct/servers.ts"],
  },
  {
    kind: "a wire that a rehearsal may be on",
    file: "src/sim/world/simulated-wire.ts",
    before: '  openai: "openai-chat",\n',
    added: '  dummy: "openai-chat",\n',
    named: ["src/sim/world/simulated-provider.ts"],
  },
];

const root = join(import.meta.dir, "..");
let folder = "";
let found: readonly string[] = [];

// All at once, since a check takes long, and no file is named for two of them.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-contributing-"));
  await Promise.all(
    ["src", "package.json"].map((path) =>
      cp(join(root, path), join(folder, path), { recursive: true }),
    ),
  );
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  const config = (await Bun.file(join(root, "tsconfig.json")).json()) as object;
  await Bun.write(join(folder, "tsconfig.json"), JSON.stringify({ ...config, include: ["src"] }));
  for (const { file, before, added } of dummies) {
    const path = join(folder, file);
    const parts = (await Bun.file(path).text()).split(before);
    if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${before}`);
    await Bun.write(path, parts.join(`${added}${before}`));
  }
  found = await filesWithErrors();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the page names all that is to be touched for", () => {
  const reaching = dummies.flatMap(({ kind, file, named, reach }) =>
    reach === undefined
      ? []
      : [{ kind, files: [...new Set([file, ...named, ...reach.more])], ...reach }],
  );

  test.each(reaching.map((dummy) => [dummy.kind, dummy] as const))("%s", async (_, dummy) => {
    const page = await Bun.file(join(root, "CONTRIBUTING.md")).text();
    const section = page.split(/^## /m).find((text) => text.startsWith(`${dummy.section}\n`)) ?? "";
    expect(dummy.files.filter((file) => !section.includes(`\`${file}\``))).toEqual([]);
    expect(dummy.files.length).toBeLessThanOrEqual(dummy.most);
  });
});

describe("the compiler tells who must know of", () => {
  test.each(dummies.map(({ kind, named }) => [kind, named] as const))("%s", (_, named) => {
    expect(found.filter((file) => named.includes(file))).toEqual([...named]);
  });

  test("nothing else", () => {
    expect(found).toEqual(dummies.flatMap(({ named }) => named).toSorted());
  });
});

async function filesWithErrors(): Promise<readonly string[]> {
  const child = Bun.spawn([process.execPath, "check", "--no-script"], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  const lines = `${stdout}\n${stderr}`.split("\n");
  const files = lines.flatMap((line) => /^(src\/[^(]+)\(\d+,\d+\): error/.exec(line)?.[1] ?? []);
  return [...new Set(files)].toSorted();
}
