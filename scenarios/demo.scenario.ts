import {
  allow,
  answer,
  approve,
  ask,
  asks,
  call,
  calls,
  fails,
  file,
  outcome,
  overloaded,
  passes,
  popups,
  reject,
  reply,
  says,
  scenario,
  stream,
  thinks,
  ticket,
  tickets,
  tier1,
  tier2,
  tier3,
  tier4,
  tracks,
  usage,
} from "rehearsal/sim";

// What `rehearsal demo` plays: paced for a person who watches. In a simulation the same waits cost nothing.

const words = `/** The words of a text, in lower case, in the order of the text. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*/gu) ?? [];
}
`;

const topInOrderOfArrival = `import { wordsOf } from "./words.ts";

export interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** The most frequent words of a text, the most frequent first. */
export function topWords(text: string, limit: number): readonly WordCount[] {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, limit);
}
`;

const options = `export interface Options {
  readonly top: number;
  readonly json: boolean;
  readonly file: string | null;
}

/** Reads \`[--top N] [--json] [FILE]\`; throws an error for people where it can't. */
export function readOptions(args: readonly string[]): Options {
  let options: Options = { top: 10, json: false, file: null };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === "--json") options = { ...options, json: true };
    else if (arg === "--top") options = { ...options, top: countOf(args[++index]) };
    else if (arg.startsWith("-")) throw new Error(\`There is no option \${arg}.\`);
    else options = { ...options, file: arg };
  }
  return options;
}

function countOf(text: string | undefined): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error("--top takes a whole number from 1 on.");
}
`;

const table = `/** Rows of a word and a count as aligned text. */
export function tableOf(rows: readonly { readonly word: string; readonly count: number }[]): string {
  const width = Math.max(0, ...rows.map(({ count }) => String(count).length));
  return rows.map(({ word, count }) => \`\${String(count).padStart(width)}  \${word}\\n\`).join("");
}
`;

const report = `import { topWords } from "./top.ts";
import { wordsOf } from "./words.ts";

/** What \`wordcount --json\` prints. */
export function reportOf(text: string, limit: number): string {
  const words = wordsOf(text).length;
  return \`\${JSON.stringify({ words, top: topWords(text, limit) })}\\n\`;
}
`;

const readme = `# wordcount

Counts the words of a text.

    bun src/cli.ts [--top N] [--json] [FILE]

- \`--top N\`: how many of the most frequent words to list (10).
- \`--json\`: the report as JSON.
- \`FILE\`: what to read; standard input where it is left out.
`;

export default scenario({
  name: "demo: a word counter learns to report",
  epic: "Teach wordcount to list the most frequent words, as a table and as JSON",
  workspace: {
    "README.md": "# wordcount\n\nCounts the words of a text.\n\n    bun src/cli.ts FILE\n",
    "src/cli.ts":
      'import { readFileSync } from "node:fs";\n\nconst text = readFileSync(process.argv[2]!, "utf8");\nconsole.log(text.split(" ").length);\n',
    "src/legacy-flags.ts": "export const legacyFlags = [];\n",
    "package.json": '{ "name": "wordcount", "private": true, "type": "module" }\n',
  },
  config: { workers: 4, attempts: 2, check: "bun test" },
  rules: [
    allow.spawn(),
    ask.spawn("count-3"),
    allow.tool("write", { path: "src/**" }),
    allow.tool("edit", { path: "src/**" }),
  ],
  models: [
    tier1(
      reply(
        tracks(
          {
            id: "count",
            title: "Count words and rank them",
            description: "Split a text into words, rank them, and report both as JSON.",
          },
          {
            id: "cli",
            title: "A command line that people can use",
            description: "Options, an aligned table, and a README that tells of both.",
          },
        ),
      )
        .after("900ms")
        .deltas(24)
        .chunkDelay("70ms"),
    ),
    tier2(
      "count",
      reply(
        tickets(
          {
            id: "count-1",
            title: "Split a text into words",
            description: "src/words.ts exports wordsOf(text). Letters of any script, apostrophes.",
          },
          {
            id: "count-2",
            title: "Rank words by how often they come",
            description: "src/top.ts exports topWords(text, limit); equal counts by alphabet.",
          },
          {
            id: "count-3",
            title: "Report as JSON",
            description: "src/report.ts exports reportOf(text, limit).",
            files: ["src/words.ts", "src/top.ts"],
            dependsOn: ["count-1", "count-2"],
          },
        ),
      )
        .after("600ms")
        .deltas(40)
        .chunkDelay("70ms"),
    ),
    tier2(
      "cli",
      reply(
        tickets(
          {
            id: "cli-1",
            title: "Read the options",
            description: "src/options.ts exports readOptions(args). src/legacy-flags.ts can go.",
            files: ["src/cli.ts", "src/legacy-flags.ts"],
          },
          {
            id: "cli-2",
            title: "Lay counts out as a table",
            description: "src/table.ts exports tableOf(rows).",
          },
          {
            id: "cli-3",
            title: "Tell of the options in the README",
            files: ["README.md", "src/options.ts"],
            dependsOn: ["cli-1", "cli-2"],
          },
        ),
      )
        .after("800ms")
        .deltas(40)
        .chunkDelay("70ms"),
    ),
    tier3(
      "count-1",
      reply(
        thinks("Splitting at spaces counts “end.” and “end” as two words. A tokenizer would do."),
        says(
          "Splitting at spaces is not enough: punctuation sticks to words. I'll look for a tokenizer that knows Unicode.",
        ),
        calls("bash", { command: "npm install unicode-word-tokenizer" }),
      )
        .after("500ms")
        .chunkDelay("110ms"),
      reply(
        says("Understood: no new dependency. A regular expression over Unicode letters does it."),
        calls("write", { file_path: "src/words.ts", content: words }),
      )
        .after("400ms")
        .deltas(24)
        .chunkDelay("90ms"),
      reply(
        says(
          "wordsOf in src/words.ts splits any script and keeps apostrophes. Nothing was installed.",
        ),
      )
        .after("300ms")
        .chunkDelay("80ms"),
    ),
    tier3(
      "count-2",
      reply(
        says("I count with a map and sort by count, the most frequent first."),
        calls("write", { file_path: "src/top.ts", content: topInOrderOfArrival }),
      )
        .after("700ms")
        .deltas(24)
        .chunkDelay("90ms"),
      reply(says("topWords in src/top.ts ranks words by count.")).after("300ms").chunkDelay("80ms"),
    ),
    tier4(
      "count-2",
      reply(
        says(
          "src/top.ts, the sort in topWords: words of equal count keep the order of the text, and the ticket wants them by alphabet.\n",
        ),
        says(
          'Expected "apple", "pear"; found "pear", "apple". Compare the words where the counts are equal.',
        ),
      )
        .after("600ms")
        .chunkDelay("80ms"),
    ),
    tier3(
      "count-2",
      reply(
        says("QA is right: equal counts need a second key. The rest of the file stays."),
        calls("edit", {
          file_path: "src/top.ts",
          old_string: "b.count - a.count)",
          new_string: "b.count - a.count || (a.word < b.word ? -1 : 1))",
        }),
      )
        .after("500ms")
        .chunkDelay("90ms"),
      reply(says("Words of equal count now come by alphabet.")).after("300ms").chunkDelay("80ms"),
    ).attempt(2),
    tier3(
      "count-3",
      reply(
        says("wordsOf and topWords are there; the report puts them together."),
        calls("write", { file_path: "src/report.ts", content: report }),
      )
        .after("500ms")
        .deltas(24)
        .chunkDelay("90ms"),
      reply(says("reportOf in src/report.ts prints the number of words and the top ones as JSON."))
        .after("300ms")
        .chunkDelay("80ms"),
    ),
    tier3(
      "cli-1",
      reply(
        says("Nothing imports src/legacy-flags.ts any more, so it goes first."),
        calls("bash", { command: "rm src/legacy-flags.ts" }),
      )
        .after("600ms")
        .chunkDelay("110ms"),
      reply(
        says("Now the options, without a library."),
        calls("write", { file_path: "src/options.ts", content: options }),
      )
        .after("400ms")
        .deltas(32)
        .chunkDelay("80ms"),
      reply(
        says(
          "readOptions in src/options.ts reads --top, --json and a file. The old flags are gone.",
        ),
      )
        .after("300ms")
        .chunkDelay("80ms"),
    ),
    tier3(
      "cli-2",
      reply(
        says("Counts to the right, words to the left: the width is that of the longest count."),
        calls("write", { file_path: "src/table.ts", content: table }),
      )
        .after("500ms")
        .deltas(24)
        .chunkDelay("100ms"),
      reply(says("tableOf in src/table.ts aligns the counts.")).after("300ms").chunkDelay("80ms"),
    ),
    tier3(
      "cli-3",
      reply(
        says("The README names no default for --top yet."),
        asks("Should the README promise that --top lists 10 words by default, or leave that open?"),
      )
        .after("500ms")
        .chunkDelay("90ms"),
      reply(calls("write", { file_path: "README.md", content: readme }))
        .after("400ms")
        .deltas(24)
        .chunkDelay("80ms"),
      reply(says("README.md tells of both options and of the default."))
        .after("300ms")
        .chunkDelay("80ms"),
    ),
  ],
  checks: {
    "count-1": [passes("3 pass\n0 fail\n")],
    "count-2": [
      fails(
        'test/top.test.ts:\n14 |   expect(topWords("pear apple", 2).map((top) => top.word)).toEqual(["apple", "pear"]);\nerror: expect(received).toEqual(expected)\n- "apple",\n  "pear",\n+ "apple",\n(fail) words of equal count come by alphabet\n\n4 pass\n1 fail\n',
      ),
      passes("5 pass\n0 fail\n"),
    ],
    "count-3": [passes("8 pass\n0 fail\n")],
    "cli-1": [passes("3 pass\n0 fail\n")],
    "cli-2": [passes("4 pass\n0 fail\n")],
    "cli-3": [passes("8 pass\n0 fail\n")],
  },
  faults: [overloaded().on(call.tier3("cli-2", { turn: 2 }))],
  user: [
    approve.tracks().after("1500ms"),
    approve.tickets("count").after("1200ms"),
    approve.tickets("cli").after("1000ms"),
    reject
      .tool("count-1", "bash", "No new dependencies, please: a regular expression will do.")
      .after("1800ms"),
    approve.tool("cli-1", "bash").after("1500ms"),
    approve.spawn("count-3").after("1s"),
    answer.question("cli-3", "Say 10: people rely on it.").after("1500ms"),
    approve.tool("cli-3", "write").after("1s"),
  ],
  expect: [
    outcome("done"),
    ticket("count-1").done(),
    ticket("count-2").attempts(2),
    ticket("count-3").done(),
    ticket("cli-1").done(),
    ticket("cli-2").done(),
    ticket("cli-3").done(),
    stream("Tier 3 (Worker): count-1").contains("no new dependency"),
    stream("Tier 4 (QA): count-2").contains("by alphabet"),
    file("src/top.ts").contains("a.word < b.word"),
    file("src/legacy-flags.ts").missing(),
    file("README.md").contains("--top N"),
    popups(
      "tracks",
      "tickets",
      "tickets",
      "tool",
      "tool",
      "spawn",
      "question",
      "tool",
    ).inAnyOrder(),
    usage("tier1").outputTokens.atLeast(1),
    usage("tier2").outputTokens.atLeast(1),
    usage("tier3").outputTokens.atLeast(1),
    usage("tier4").outputTokens.atLeast(1),
  ],
});
