/**
 * Makes the captures of docs/terminal.md and the README anew: runs each at a real terminal of 84 columns, waits
 * until it stands there, and puts its rows where the old ones stood. Usage:
 * bun scripts/capture-terminal.ts [TEXT], where only popups are meant whose first row holds the text; "demo" is the
 * course of `rehearsal demo --ask`.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Terminal } from "@xterm/headless";

interface Capture {
  /** How the popup's first row begins, on the screen as in the page. */
  readonly title: string;
  readonly page: "README.md" | "docs/terminal.md";
  /** The members of its scenario. */
  readonly scenario: string;
  readonly flags?: readonly string[];
  /** Killed once this stands on the screen, and then resumed. */
  readonly killedAt?: RegExp;
  /** What else must stand there by then. */
  readonly with?: RegExp;
}

const planOf = (...tickets: readonly string[]): string =>
  `tier1(reply(tracks({ id: "door", title: "The door" }))), tier2("door", reply(tickets(${tickets.join(", ")})))`;
const worker = (id: string, replies: string): string =>
  `tier3("${id}", ${replies}, reply(says("Done.")))`;
const paint = (colour: string, after: string): string =>
  worker(
    colour,
    `reply(calls("write", { file_path: "src/door.ts", content: 'export const colour = "${colour}";\\n' })).after("${after}")`,
  );
const asking = ["A-1", "A-2", "A-3", "A-4"];

const captures: readonly Capture[] = [
  {
    title: "◆  Tickets · track count",
    page: "docs/terminal.md",
    scenario: `
      rules: [allow.tracks()],
      models: [tier1(reply(tracks({ id: "count", title: "Count words" }))),
        tier2("count", reply(tickets(
          { id: "count-1", title: "Split a text into words", description: "src/words.ts exports wordsOf(text). Letters of any script, apostrophes." },
          { id: "count-2", title: "Rank words by how often they come", description: "src/top.ts exports topWords(text, limit); equal counts by alphabet." },
          { id: "count-3", title: "Report as JSON", description: "src/report.ts exports reportOf(text, limit).", files: ["src/words.ts", "src/top.ts"], dependsOn: ["count-2", "count-1"] })))]`,
  },
  {
    title: "◆  Start of a worker · ticket red",
    page: "docs/terminal.md",
    scenario: `
      rules: [allow.tracks(), allow.tickets("door")],
      models: [${planOf('{ id: "red", title: "Paint it red", description: "The door is red on both sides; its frame stays white.", files: ["src/door.ts"] }')},
        ${worker("red", 'reply(says("Red."))')}]`,
  },
  {
    title: "◆  Question · ticket red",
    page: "docs/terminal.md",
    scenario: `
      rules: [allow.tracks(), allow.tickets("door"), allow.spawn()],
      models: [${planOf('{ id: "red", title: "Paint it red" }')},
        ${worker("red", 'reply(asks("Should the frame be red too, or does it stay white?"))')}]`,
  },
  {
    title: "◆  Budget",
    page: "docs/terminal.md",
    scenario: `rules: [allow.everything()], models: [${planOf('{ id: "red", title: "Paint it red" }')}, ${worker("red", 'reply(says("Red."))')}]`,
    flags: ["--budget-tokens", "17000"],
  },
  {
    title: "◆  Merge · ticket blue",
    page: "docs/terminal.md",
    scenario: `
      workspace: { "src/door.ts": 'export const colour = "white";\\n' }, rules: [allow.everything()],
      models: [${planOf('{ id: "red", title: "Paint it red" }', '{ id: "blue", title: "Paint it blue" }')},
        ${paint("red", "1ms")}, ${paint("blue", "4s")}]`,
  },
  {
    title: "◆  In doubt · ticket red",
    page: "docs/terminal.md",
    scenario: `
      rules: [allow.everything()],
      models: [${planOf('{ id: "red", title: "Order red paint" }')},
        ${worker("red", 'reply(calls("bash", { command: "sleep 5; echo ordered >> orders.txt" }))')}]`,
    killedAt: /red runs bash 1 s/,
  },
  {
    title: "◆  Next step · ticket red",
    page: "docs/terminal.md",
    scenario: `
      rules: [allow.tracks(), allow.tickets("door"), allow.spawn()],
      models: [${planOf('{ id: "red", title: "Paint it red" }')}, ${worker("red", 'reply(says("Red."))')}]`,
    flags: ["--step"],
  },
  {
    title: "◆  Tool call · ticket A-1",
    page: "README.md",
    scenario: `
      rules: [allow.tracks(), allow.tickets("door"), allow.spawn(), allow.tool("bash", { command: "sleep *" })],
      models: [${planOf(...[...asking, "A-5"].map((id) => `{ id: "${id}", title: "Clean up" }`))},
        ${asking.map((id, index) => worker(id, `reply(calls("bash", { command: "rm -rf build" })).after("${index * 500 + 1}ms")`)).join(", ")},
        ${worker("A-5", 'reply(calls("bash", { command: "sleep 30" }))')}]`,
    flags: ["--workers", "5"],
    with: /3 more decisions wait.*A-5 runs bash 3 s/,
  },
];

const program = resolve(import.meta.dir, "../src/cli.ts");
const columns = 84;

/** A program at a terminal, until a text stands there. */
function startAt(folder: string, args: readonly string[]) {
  const screen = new Terminal({ cols: columns, rows: 40, allowProposedApi: true });
  const pty = new Bun.Terminal({
    cols: columns,
    rows: 40,
    data: (_, bytes) => screen.write(bytes),
  });
  const child = Bun.spawn([process.execPath, program, ...args], {
    cwd: folder,
    terminal: pty,
    env: { ...process.env, NO_COLOR: "1", TERM: "xterm-256color" },
  });
  const rows = (): readonly string[] =>
    Array.from({ length: screen.buffer.active.length }, (_, row) =>
      screen.buffer.active.getLine(row)!.translateToString(true).trimEnd(),
    );
  return {
    type: (keys: string): void => void pty.write(keys),
    interrupt: (): void => child.kill("SIGINT"),
    async until(isThere: (text: string) => boolean): Promise<readonly string[]> {
      for (let look = 0; look < 600; look++) {
        if (isThere(rows().join("\n"))) return rows();
        await Bun.sleep(100);
      }
      throw new Error(`It never came. On the screen:\n${rows().join("\n")}`);
    },
    async end(): Promise<void> {
      child.kill("SIGKILL");
      await child.exited;
      pty.close();
    },
  };
}

async function captured({
  title,
  scenario,
  flags = [],
  killedAt,
  with: besides,
}: Capture): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "capture-"));
  try {
    const file = join(folder, "captured.scenario.ts");
    await writeFile(
      file,
      `import { allow, asks, calls, reply, says, scenario, tickets, tier1, tier2, tier3, tracks } from "rehearsal/sim";
       export default scenario({ name: "captured", epic: "Repaint the door", ${scenario}, user: [], expect: [] });`,
    );
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "src/door.ts"), 'export const colour = "white";\n');
    const git = ["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.invalid"];
    for (const args of [
      ["init", "-q"],
      ["add", "src"],
      ["commit", "-qm", "one"],
    ])
      Bun.spawnSync([...git, ...args]);
    const how = ["--provider", "mock", "--scenario", file, "--ask"];
    let run = startAt(folder, ["run", ...how, ...flags]);
    if (killedAt !== undefined) {
      await run.until((text) => killedAt.test(text));
      await run.end();
      run = startAt(folder, ["resume", "latest", ...how]);
    }
    const rows = await run.until((text) => {
      const at = text.lastIndexOf(title);
      return at !== -1 && text.includes("\n└", at) && (besides?.test(text.slice(at)) ?? true);
    });
    await run.end();
    const from = rows.findLastIndex((row) => row.startsWith(title));
    return rows.slice(from, rows.indexOf("└", from) + 1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts rows in the place of the page's block that begins like this. */
async function place(page: Capture["page"], beginning: RegExp, rows: readonly string[]) {
  const file = resolve(import.meta.dir, "..", page);
  const text = await readFile(file, "utf8");
  const block = text.split("```").find((one) => beginning.test(one));
  if (block === undefined) throw new Error(`${page} has no block that begins as ${beginning}.`);
  await writeFile(
    file,
    text.replace(block, () => `\n${rows.join("\n")}\n`),
  );
}

/** From the last row like the first to the next one like the second. */
function between(rows: readonly string[], first: RegExp, last: RegExp): readonly string[] {
  const from = rows.findLastIndex((row) => first.test(row));
  return rows.slice(from, rows.findIndex((row, at) => at >= from && last.test(row)) + 1);
}

/** What a person sees of `rehearsal demo --ask` who says no to one command, looks on, and stops it. */
async function captureDemo(): Promise<void> {
  const page = "docs/terminal.md";
  const run = startAt(resolve(import.meta.dir, ".."), ["demo", "--ask"]);
  const isOpen = (text: string) => /◆ [^◆]*\n└\s*$/.test(text);
  const isTheOne = (text: string) => /\$ rm src\/legacy-flags\.ts[^]*\n└\s*$/.test(text);
  for (;;) {
    const rows = await run.until(isOpen);
    if (isTheOne(rows.join("\n"))) break;
    // A popup takes keys once it could be read.
    await Bun.sleep(1_000);
    run.type("y");
    await Bun.sleep(500);
  }
  const asked = await run.until((text) => isTheOne(text) && /\d\d lines held back/.test(text));
  await place(page, /^\nWorker cli-1 /, between(asked, /Nothing imports/, /^└/));
  run.type("n");
  await run.until((text) => /Why not\?[^]*\n└\s*$/.test(text));
  run.type("not so");
  await Bun.sleep(500);
  run.type("\r");
  const beat = /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] .*\d s .*\d\/\d done/;
  const beating = await run.until((text) => text.split("\n").some((row) => beat.test(row)));
  await place(page, /^\n[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /, [beating.findLast((row) => beat.test(row))!]);
  run.interrupt();
  const ended = await run.until((text) => /\nGo on +.* resume /.test(text));
  await run.end();
  const ending = between(ended, /^■ interrupted/, /^Go on /);
  const tokens = ending.findIndex((row) => row.startsWith("Tier "));
  const branch = ending.findIndex((row) => row.startsWith("Branch"));
  await place(page, /^\n■ interrupted/, ending.toSpliced(tokens, branch - tokens));
  const [, runId = "", repo = ""] = / resume (\S+) --repo (\S+)$/.exec(ending.at(-1)!) ?? [];
  const told = Bun.spawnSync([
    process.execPath,
    program,
    ...["show", runId, "--transcript", "--session", "cli-1", "--repo", repo],
  ]);
  const story = told.stdout.toString().split("\n");
  const from = story.findIndex((row) => row.includes("rejected: not so"));
  const rows = story
    .slice(from, from + 8)
    .join("\n")
    .trimEnd();
  await place(page, /^\n[\d.]+ m?s +Worker cli-1 /, [rows]);
  await rm(repo, { recursive: true, force: true });
}

const wanted = process.argv[2] ?? "";
if ("demo".includes(wanted)) await captureDemo();
for (const capture of captures.filter(({ title }) => title.includes(wanted))) {
  await place(
    capture.page,
    new RegExp(`^\n${RegExp.escape(capture.title)}`),
    await captured(capture),
  );
}
