import { expect, test } from "bun:test";
import fc from "fast-check";
import { ticketId } from "../../src/core/ids.ts";
import { judge, type Rule } from "../../src/core/gates/rule.ts";
import { chanceFrom } from "../core/chance.ts";
import { unseenCommands } from "./bash-lines.ts";
import { drawLine } from "./draw-line.ts";
import { commandParts } from "../../src/workspaces/command-parts.ts";

test.each([
  ["npm test", ["npm test"]],
  ["a && b | c; d", ["a", "b", "c", "d"]],
  ["a |& b", ["a", "b"]],
  ["a || b & c", ["a", "b", "c"]],
  ["a\nb", ["a", "b"]],
  ["! grep -q x y", ["grep -q x y"]],
  ["{ a; b; } && ( c )", ["a", "b", "c"]],
  ["if test -f x; then a; elif b; then c; else d; fi", ["test -f x", "a", "b", "c", "d"]],
  ["for f in a b; do cat x; done", ["cat x"]],
  ["while sleep 1; do a; done", ["sleep 1", "a"]],
  ["npm test 2>&1 >/dev/null", ["npm test"]],
  ["a &>/dev/null </dev/null", ["a"]],
  ["git commit -m 'a b' --author=\"c d\" e\\ f", ["git commit -m 'a b' '--author=c d' 'e f'"]],
  [`git "push" 'o' pu\\sh pu''s"h"`, ["git push o push push"]],
  ["git pu\\\nsh", ["git push"]],
  [`cat "" "it's" 'a"b' 'c\\d'`, ["cat '' 'it'\\''s' 'a\"b' 'c\\d'"]],
  ["cat 'a*' \"{b,c}\" \\$d '~/x'", ["cat a* {b,c} $d ~/x"]],
  ["bun test", ["bun test"]],
  ["ls -la src", ["ls -la src"]],
  ["rm -rf dist", ["rm -rf dist"]],
  ["npm run build", ["npm run build"]],
  ["npm --version", ["npm --version"]],
  ["git show HEAD~1", ["git show HEAD~1"]],
  ["find src -name '*.ts'", ["find src -name *.ts"]],
  ["node --test src", ["node --test src"]],
  ["CI=1 npm test", ["CI=1", "npm test"]],
  ["A='x y'", ["A='x y'"]],
  ["A= B='' C=\"x\" make", ["A=", "B=", "C=x", "make"]],
  ["ls # rm -rf /", ["ls"]],
  ["[ -f x ] && test a = b", ["[ -f x ]", "test a = b"]],
])("%j holds %j", async (command, parts) => {
  expect(await commandParts(command)).toEqual(parts);
});

test.each([
  "echo $(rm x)",
  "echo `rm x`",
  'echo "a $(rm x)"',
  "cat <(rm x)",
  "tee >(rm x)",
  "echo ${X:-$(rm x)}",
  "echo ${X@P}",
  "echo ${a[$(rm x)]}",
  "echo $((1 + $(rm x)))",
  "echo $((a))",
  "((a = 1))",
  "[[ -v a ]]",
  "A=$(rm x) ls",
  "A=(1 2)",
  "f() { rm x; }; f",
  "case x in x) rm x;; esac",
  "for ((;;)); do a; done",
  "for f in $(ls); do a; done",
  "echo x > file",
  "echo x >> file",
  "echo x >| /dev/nullx",
  "{ a; } > file",
  "if a; then b; fi > file",
  "cat < file",
  "cat <<EOF\nx\nEOF",
  "cat <<< x",
  "a >& file",
  "a {fd}>/dev/null",
  "$CMD x",
  '"rm" x',
  "r\\m x",
  "r''m x",
  "~/bin/x",
  "bin/x",
  "/usr/bin/git push",
  "GIT push",
  "git $X push",
  'git "$X"',
  "git ${X} push",
  "echo $?",
  "a=push; git $a",
  "for f in push; do git $f; done",
  "git {push,o}",
  "git pu{s,}h",
  "git {pu,x",
  "git p?sh",
  "git pus*",
  "git pus[h]",
  "ls *.ts",
  "ls ~/x",
  "A=x:~/y ls",
  "git $'push'",
  "git $'\\160ush'",
  'git $"push"',
  "git\u00a0push",
  "git\vpush",
  "git push\r",
  "echo !#x; git push",
  "echo !# 'x'",
  "env git push",
  "echo push | xargs git",
  "bash -c 'git push'",
  "echo 'git push' | sh",
  "sudo git push",
  "nice git push",
  "timeout 5 git push",
  "nohup git push",
  "mapfile -C 'git push' -c 1",
  "find . -exec git push ;",
  "find . -exec git push \\;",
  "find . -name x '-exec' git push +",
  "git -C . push",
  "git -c a=b push",
  "git '' push",
  "npm --prefix . run deploy",
  "cargo +nightly publish",
  "npx -c 'git push'",
  "git -c alias.x=push x",
  "git config alias.x push",
  "git submodule foreach 'git push'",
  "node -e 'x()'",
  "bun -e 'x()'",
  "python3 -c 'x()'",
  "echo 'x()' | python3",
  "echo 'x()' | node -",
  "./*",
  "eval 'rm x'",
  ". ./x",
  "source x",
  "exec rm x",
  "command rm x",
  "trap 'rm x' EXIT",
  "alias ls='rm x'",
  "let 'a[$(rm x)]=1'",
  "test -v 'a[$(rm x)]'",
  "read 'a[$(rm x)]'",
  "declare 'a[$(rm x)]=1'",
  "printf -v 'a[`rm x`]' x",
  "echo @($(rm x)|b)",
  'echo "unclosed',
  "select x in a; do rm y; done",
  "coproc rm x",
  "function f { rm x; }",
  "{ a;\n",
  "{a;\n}",
  "# nothing",
  "",
])("%j can't be judged part by part", async (command) => {
  expect(await commandParts(command)).toBeNull();
});

test("text in single quotes stays text", async () => {
  expect(await commandParts("grep '$(x)`y`' z")).toEqual(["grep $(x)`y` z"]);
});

/** The usual one mostly, so that most of a line is plain, and what is not decides. */
const mostly = (usual: string, ...others: readonly string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
/** One character of a word, in one of the ways in which a shell may be told of it. */
const spelt = (character: string) =>
  mostly(
    character,
    `\\${character}`,
    `'${character}'`,
    `"${character}"`,
    `''${character}`,
    `""${character}`,
    `\\\n${character}`,
    `$'${character}'`,
    `$"${character}"`,
    `$nothing${character}`,
    `{${character},}`,
    `[${character}]`,
    "?",
    "*",
  );
const spelling = (word: string) =>
  fc.tuple(...[...word].map(spelt)).map((characters) => characters.join(""));
const gap = mostly(" ", "  ", "\t", " \\\n", ` "" `, " $nothing ", " -c a=b ", " -C . ");
const runners = ["env ", "sudo ", "timeout 5 ", "xargs ", "bash -c ", "/usr/bin/"];
const before = mostly("", "true && ", "true | ", "A=1 ", "! ", "( ", ...runners);

test("no quoting of a command that a rule holds back is allowed by rule", async () => {
  const rules: readonly Rule[] = [
    { action: "allow" },
    { action: "deny", command: "git push*" },
    { action: "allow", tool: "read" },
  ];
  const typed = fc
    .tuple(before, spelling("git"), gap, spelling("push"), fc.constantFrom("", " origin", " 'a b'"))
    .map((texts) => texts.join("") + (texts[0] === "( " ? " )" : ""));
  await fc.assert(
    fc.asyncProperty(typed, async (command) => {
      const parts = await commandParts(command);
      const subject = { kind: "tool", ticketId: ticketId("T"), tool: "bash", paths: [] } as const;
      expect(judge(rules, { ...subject, commandParts: parts }).action).not.toBe("allow");
    }),
    { numRuns: 500 },
  );
});

test("quoted words read as themselves, and never as a command with other words", async () => {
  const word = fc.string({ unit: fc.constantFrom(..."ab '\"\\$*{~`;\n"), maxLength: 6 });
  const inSingle = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const inDouble = (text: string) => `"${text.replace(/["\\$`]/g, "\\$&")}"`;
  const line = (words: readonly string[], quoted: (text: string) => string) =>
    ["cat", ...words.map(quoted)].join(" ");
  await fc.assert(
    fc.asyncProperty(fc.array(word), fc.array(word), async (words, others) => {
      const parts = await commandParts(line(words, inSingle));
      // `"…$"'…` and the like may look like `$'`, and is asked about.
      const again = await commandParts(line(words, inDouble));
      if (parts === null || again === null) return;
      expect(again).toEqual(parts);
      const same = words.length === others.length && words.every((text, i) => text === others[i]);
      const different = await commandParts(line(others, inSingle));
      if (!same && different !== null) expect(different).not.toEqual(parts);
    }),
    { numRuns: 300 },
  );
});

test("of lines drawn at random, bash runs no command that is not among the parts", async () => {
  const below = chanceFrom(1);
  const { understood, unseen } = await unseenCommands(
    Array.from({ length: 300 }, () => drawLine(below)),
  );
  expect(unseen).toEqual([]);
  expect(understood).toBeGreaterThan(50);
});
