import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asOneWord, commandParts } from "../../src/workspaces/command-parts.ts";

/**
 * What lines are put together from. None of the commands exists, so bash calls a stand-in that notes its arguments;
 * builtins that could do harm and loops without an end are left out.
 */
const plain = [
  ..."git push npm exec a b -x -- = A=1 B= x.y x/y ~ 1 2 : 0 cd test echo false".split(" "),
  "'a b'",
  '"c d"',
  "'git push'",
  '"git push"',
  "pu\\sh",
  "\\;",
  "''",
  "\\\n",
];
const joining = "; & && | || |& ( ) { } ! 2>&1 >/dev/null </dev/null &>/dev/null".split(" ");
const words = "if then else elif fi for in do done".split(" ");
const fancy = [
  ..."# ;; \\ ' \" ` $ * ? [ ] [[ ]] < > >> << <<< >& <& case esac function time $X ${X} {a,b} ((1))".split(
    " ",
  ),
  "$(git push)",
  "`git push`",
  "<(git push)",
  "$'git'",
  '$"git"',
  "\u00a0",
  "\r",
  "\t",
  "\n",
];
/** Plain ones several times, so that many lines can be understood. */
const kinds = [plain, plain, plain, plain, plain, joining, joining, words, fancy];

/** A line of up to a dozen fragments, joined with and without blanks. `below` draws a number from 0. */
export function drawLine(below: (limit: number) => number): string {
  let line = "";
  for (let left = 1 + below(9); left > 0; left--) {
    const fragments = kinds[below(kinds.length)] ?? plain;
    line += (fragments[below(fragments.length)] ?? "") + (below(5) === 0 ? "" : " ");
  }
  return line;
}

/** A command fails now and then, so that no loop goes on for long; each note is one write. */
const standIn = `
command_not_found_handle() { printf '%s\\0' "$@" $'\\1' >&9; [ $((RANDOM % 3)) != 0 ]; }
while IFS= read -r -d '' line; do
  printf '\\2\\0' >&9
  ( ulimit -t 1; eval "$line"; wait ) >/dev/null 2>&1 </dev/null
done`;

/** The commands that bash itself runs for each line, with their arguments; builtins are not seen. */
async function commandsRun(lines: readonly string[]): Promise<readonly string[][][]> {
  const directory = mkdtempSync(join(tmpdir(), "rehearsal-bash-"));
  try {
    const notes = join(directory, "notes");
    const child = Bun.spawn(["/bin/bash", "-c", `exec 9>>notes\n${standIn}`], {
      cwd: directory,
      env: { PATH: join(directory, "empty"), X: "push" },
      stdin: Buffer.from(lines.map((line) => `${line}\0`).join("")),
      stdout: "ignore",
      stderr: "ignore",
    });
    await child.exited;
    const text = await Bun.file(notes).text();
    return text
      .split("\u0002\0")
      .slice(1)
      .map((ofLine) =>
        ofLine
          .split("\u0001\0")
          .slice(0, -1)
          .map((words) => words.split("\0").slice(0, -1)),
      );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export interface Unseen {
  readonly line: string;
  readonly parts: readonly string[];
  readonly ran: string;
}

/** The commands that bash runs and that are not among the parts of the line. */
export async function unseenCommands(
  lines: readonly string[],
): Promise<{ readonly understood: number; readonly unseen: readonly Unseen[] }> {
  const all = await Promise.all(lines.map((line) => commandParts(line)));
  const understood = lines.flatMap((line, index) => {
    const parts = all[index] ?? null;
    return parts === null ? [] : [{ line, parts }];
  });
  const ran = await commandsRun(understood.map(({ line }) => line));
  const unseen = understood.flatMap(({ line, parts }, index) =>
    (ran[index] ?? []).flatMap(([name = "", ...words]) => {
      const text = [name, ...words.map(asOneWord)].join(" ");
      return parts.includes(text) ? [] : [{ line, parts, ran: text }];
    }),
  );
  return { understood: understood.length, unseen };
}
