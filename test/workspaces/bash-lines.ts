import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asOneWord, commandParts } from "../../src/workspaces/command-parts.ts";

/**
 * Each command, builtins too, is a stand-in that notes the line's number and its arguments in one write (bash would cut
 * one at a newline) and fails now and then, so that no loop goes on for long. What a redirection makes is noted as well.
 */
const standIn = String.raw`
note() { builtin printf '%s\0' "$number" "${"${@//$'\\n'/$'\\3'}"}" $'\1' >&9; (( RANDOM % 3 )); }
command_not_found_handle() { note "$@"; }
for name in $(compgen -b); do
  case $name in builtin | compgen) ;; *) builtin eval "function $name { note '$name' \"\$@\"; }" ;; esac
done
while IFS= builtin read -r -d '' -u 7 name; do builtin eval "function $name { note '$name' \"\$@\"; }"; done
builtin export number=0
while IFS= builtin read -r -d '' -u 8 line; do
  builtin eval "$line" >/dev/null 2>&1 </dev/null
  builtin wait
  for file in * x/*; do
    case $file in x | x/y) ;; *) note '> file' "$file"; /bin/rm -rf -- "$file" ;; esac
  done
  (( number += 1 ))
done
note bash ended`;

/** The commands that bash itself runs for each line, with their arguments, and how many lines it came to. */
async function commandsRun(lines: readonly string[], names: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), "rehearsal-bash-"));
  const ran = lines.map((): string[][] => []);
  try {
    const place = join(directory, "place");
    mkdirSync(join(place, "x"), { recursive: true });
    const program = "#!/bin/bash\nprintf '%s\\0' \"$number\" x/y \"$@\" $'\\1' >&9\n";
    writeFileSync(join(place, "x", "y"), program, { mode: 0o755 });
    await Bun.write(join(directory, "lines"), lines.map((line) => `${line}\0`).join(""));
    await Bun.write(join(directory, "names"), names.map((name) => `${name}\0`).join(""));
    const opened = `9>>'${directory}/notes' 8<'${directory}/lines' 7<'${directory}/names'`;
    const script = `exec ${opened}\n${standIn}`;
    const child = Bun.spawn(["/bin/bash", "-c", script], {
      cwd: place,
      env: { PATH: join(directory, "empty"), X: "push", LC_ALL: "C.UTF-8" },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    await child.exited;
    const notes = (await Bun.file(join(directory, "notes")).text()).split("\u0001\0").slice(0, -1);
    const noted = notes.map((note) => note.replaceAll("\u0003", "\n").split("\0").slice(0, -1));
    const end = noted.find(([, name, word]) => name === "bash" && word === "ended");
    for (const [number, ...words] of noted) ran[Number(number)]?.push(words);
    return { ran, count: Number(end?.[0] ?? 0) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** A stand-in of its own for each plain name spares bash a process: one that it does not find it handles in another. */
function standInNames(parts: readonly string[]): readonly string[] {
  const names = parts.map((part) => part.slice(0, /\s|$/.exec(part)?.index));
  return [...new Set(names)].filter((name) => /^[a-z][a-z0-9_-]*$/.test(name) && !taken.has(name));
}

/** What the stand-ins themselves are made of, and what is no name of a command in bash. */
const taken: ReadonlySet<string> = new Set(
  "note builtin compgen case coproc do done elif else esac fi for function if in select then time until while".split(
    " ",
  ),
);

/** A loop whose condition may always hold would not end. */
const mayLoop = (line: string): boolean =>
  /while|until/.test(line) && !/^(?:while|until) a b(?:; |\n)do b(?:; |\n)done$/.test(line);

export interface Unseen {
  readonly line: string;
  readonly parts: readonly string[];
  readonly ran: string;
}

/** The commands that bash runs, and the files that it makes, that are not among the parts of the line. */
export async function unseenCommands(
  lines: readonly string[],
): Promise<{ readonly understood: number; readonly unseen: readonly Unseen[] }> {
  const understood: { readonly line: string; readonly parts: readonly string[] }[] = [];
  for (const line of lines) {
    const parts = mayLoop(line) ? null : await commandParts(line);
    if (parts !== null) understood.push({ line, parts });
  }
  const { ran, count } = await commandsRun(
    understood.map(({ line }) => line),
    standInNames(understood.flatMap(({ parts }) => parts)),
  );
  if (count !== understood.length) throw new Error("bash was ended by one of the lines");
  const unseen = understood.flatMap(({ line, parts }, index) =>
    (ran[index] ?? []).flatMap(([name = "", ...words]) => {
      const text = [name, ...words.map(asOneWord)].join(" ");
      return parts.includes(text) ? [] : [{ line, parts, ran: text }];
    }),
  );
  return { understood: understood.length, unseen };
}
