import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { decodeServeReplay } from "../../../../src/commands/serve/drawn/serve-replay-code.ts";
import { type Desk, newDesk } from "../../command-line.ts";

// Whole processes on a machine that may be busy: slowness is no failure.
setDefaultTimeout(120_000);

let desk: Desk;
beforeAll(async () => {
  desk = await newDesk();
  const api = join(import.meta.dir, "..", "..", "..", "..", "src", "sim", "api.ts");
  await Bun.write(
    join(desk.folder, "two.scenario.ts"),
    `import { reply, says, served } from ${JSON.stringify(api)};
    export default served({ name: "two questions", replies: [
      reply(says("One, and no more than that.")).when("ONE"),
      reply(says("Two, and no more than that.")).when("TWO"),
    ] });`,
  );
});
afterAll(() => desk.clear());

// Where a version manager stands before it, it starts slowly.
const python = Bun.which("/usr/bin/python3") ?? "python3";
const script = join(import.meta.dir, "fixtures", "agent.py");
const agent = (bug: string) => ["--", "env", `BUG=${bug}`, python, script];

interface Line {
  readonly type: string;
  readonly [member: string]: unknown;
}

async function search(...args: readonly string[]) {
  const ended = await desk.rehearsal("serve", "two.scenario.ts", "--json", ...args);
  const lines = ended.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  return { ...ended, lines, failure: lines.find(({ type }) => type === "failure") };
}

const codeIn = (line: unknown): string => /--replay (\S+)/.exec(String(line))?.[1] ?? "";

describe("a command under drawn faults, in another language", () => {
  test("that gives up at an overload is found, shrunk to that, and fails again by one line", async () => {
    const found = await search("--seeds", "60", "--faults", "all", ...agent("overload"));
    expect(found.exitCode).toBe(1);
    expect(found.failure).toMatchObject({ repeated: true });
    // As it works when pasted: by the program as it was called.
    expect(found.failure?.["replay"]).toMatch(/cli\.ts serve two\.scenario\.ts --replay /);
    const code = codeIn(found.failure?.["replay"]);
    expect(decodeServeReplay(code)).toEqual([
      { type: "reply", at: expect.any(String), fault: expect.objectContaining({ status: 529 }) },
    ]);
    const [again, right] = await Promise.all([
      search("--replay", code, ...agent("overload")),
      search("--replay", code, ...agent("")),
    ]);
    expect(again.exitCode).toBe(1);
    expect(again.lines.filter(({ type, fault }) => type === "request" && fault)).toHaveLength(1);
    expect(right.exitCode).toBe(0);
  });

  test("that takes a broken stream for a whole one is found, with a page, and shrunk to one fault", async () => {
    const page = join(desk.folder, "failure.html");
    const flags = ["--seeds", "60", "--faults", "all", "--html", page];
    const { exitCode, stdout } = await desk.rehearsal(
      "serve",
      "two.scenario.ts",
      ...flags,
      ...agent("cut"),
    );
    expect(exitCode).toBe(1);
    const faults = decodeServeReplay(codeIn(stdout)) ?? [];
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ fault: { type: expect.stringMatching(/^(cut|reset)$/) } });
    expect(await Bun.file(page).text()).toContain('<div class="lane">');
  });

  test("that is right can still be failed by what judges it after each run", async () => {
    const judged = await search(
      "--seeds",
      "1",
      "--expect",
      "test -e $REHEARSAL_SCRATCH/made",
      ...agent(""),
    );
    expect(judged.exitCode).toBe(1);
    expect(judged.failure?.["failures"]).toEqual([
      { kind: "expect", message: "The expect ended with 1." },
    ]);
  });
});

test.each([
  ["--faults", "all"],
  ["--expect", "true"],
  ["--timeout", "9"],
  ["--jobs", "2"],
  ["--html", "page.html"],
])(
  "%s without --seeds is refused: it would draw nothing, and the command pass",
  async (flag, value) => {
    const words = ["serve", "two.scenario.ts", flag, value, "--", "false"];
    const { exitCode, stderr } = await desk.rehearsal(...words);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`${flag} is for the runs of --seeds`),
    ]);
  },
);

test("--seeds without a command, and a code that is none, end with 2 and say what to do", async () => {
  const ends = await Promise.all([
    desk.rehearsal("serve", "two.scenario.ts", "--seeds", "3"),
    desk.rehearsal("serve", "two.scenario.ts", "--replay", "s1.x"),
  ]);
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([2, 2]);
  expect(ends[0].stderr).toContain("behind --");
  expect(ends[1].stderr).toContain("copy the whole line");
});
