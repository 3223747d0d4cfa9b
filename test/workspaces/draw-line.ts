import type { Chance } from "../core/chance.ts";

/** Draws a command, or a list of them; what an expansion holds, and what a compound command does. */
type Inner = () => string;
type Compound = (list: Inner, word: Inner) => string;

/**
 * Draws a line of shell by bash's grammar: most of it plain, so that many lines are understood, with now and then what
 * expands, quotes or redirects; then, half of the time, something in it is broken. None of its commands exists.
 */
export function drawLine(below: Chance): string {
  const oddity = below(4) * 2;
  const isOdd = () => below(40) < oddity;
  const draw = <Choice>(choices: readonly Choice[]): Choice => {
    const choice = choices[below(choices.length)];
    if (choice === undefined) throw new Error("there is nothing to draw from");
    return choice;
  };
  const many = (limit: number, one: Inner) => Array.from({ length: below(limit) }, one);

  const piece = (): string => {
    const drawn = draw(isOdd() ? oddPieces : plainPieces);
    return drawn.includes("@command@") ? drawn.replace("@command@", () => command(2)) : drawn;
  };
  const word = (): string =>
    below(6) === 0 ? piece() + piece() : below(3) === 0 ? piece() : draw(plainWords);
  const simple = (): string =>
    [
      ...(below(6) === 0 ? [draw(assignments)] : []),
      ...(below(20) === 0 ? [draw(redirections)] : []),
      isOdd() ? piece() : draw(names),
      ...many(4, word),
      ...(below(6) === 0 ? [draw(isOdd() ? oddRedirections : redirections)] : []),
    ].join(draw(gaps));
  function command(depth: number): string {
    if (depth > 2 || below(5) > 0) return simple();
    return draw(isOdd() ? oddCompounds : compounds)(() => list(depth + 1), word);
  }
  function list(depth: number): string {
    const commands = [command(depth), ...many(3, () => command(depth))];
    return commands.reduce((text, next) => text + draw(operators) + next);
  }
  const line = list(0);
  return below(2) === 0 ? line : broken(line, below);
}

/** Something of it left out, doubled, or put in at another place. */
function broken(line: string, below: Chance): string {
  let text = line;
  for (let left = 1 + below(2); left > 0; left--) {
    const at = below(text.length + 1);
    const length = below(4);
    const inserted = below(3) === 0 ? text.slice(at, at + length) : shards[below(shards.length)];
    text = text.slice(0, at) + (inserted ?? "") + text.slice(at + (below(2) === 0 ? length : 0));
  }
  return text;
}

const split = (texts: string): readonly string[] => texts.trim().split(/\s+/);

const names = split(`
  git git npm a b x.y a-b cd test echo [ false export printf in do 1 {a a} a= +a %1 a:b -x break return exit umask
`);
const plainWords = split(`
  push exec -x -- = A=1 x/y 1 0 in do done then fi ] a git } for if x=y - ... @a a#b a~b % + ^
`);
const assignments = [
  ...split(`A=1 B= A='' B+=2 A="" A=x=y a1_=: A=b/c`),
  ...[
    "A='x y'",
    "A=x\\ y",
    "IFS=u",
    "PS4=x",
    "A[0]=1",
    "A[x]=",
    "A=(git push)",
    "A+=(x)",
    "BASH_ENV=f",
    "A=\\\n1",
  ],
];
const redirections = [
  ...split(
    "2>&1 >/dev/null </dev/null &>/dev/null 2>/dev/null 1>&2 2>&- <&0 &>>/dev/null 0</dev/null",
  ),
  ">> /dev/null",
];
const oddRedirections = [
  ...split(`
    >f >&f 2>f >|f <>f <<<w <<E <<-E >/dev/null/x >/dev/nullx 2>/dev/tcp/127.0.0.1/1 3>&1 10>&1 <&git >&1f 2>&1push
  `),
  ...["> f", "2> f", "&> f", ">& f", "{v}> f", "<<< w", ">\\\n/dev/null", "< <(git push)"],
  ...[
    "> >(git push)",
    ">| /dev/null",
    "<>/dev/null",
    "{v}>/dev/null",
    "2>&1-",
    ">/dev/null/../f",
    ">//dev/null",
    ">'/dev/null'",
    ">/dev/nul\\\nl",
    "<&2-",
    "&>|f",
    "<< E\ngit push\nE\n",
    "<<-'E'\n\tx\n\tE\n",
  ],
];
const gaps = [" ", " ", " ", " ", "  ", "\t", " \\\n", "\\\n "];
const operators = [
  ...split("; && || | & |&"),
  ...["; ", " && ", " || ", " | ", "\n", " & ", " |& ", "\n\n", " # git push\n", " && \n", ";\t"],
  ...["&\\\n& ", "|\\\n| ", " &\n", ";; ", ";& ", "&&\t! ! ", " ; ; "],
  ...["|\n", "\\\n;", "|| ! ", "&& time ", "; ! "],
];
const plainPieces = [
  ...split(String.raw`
    git push pu\sh \; '' "" '$X' '${"`"}' \$X '#' a \' \" '"' "'" "\"" "\a" "\\" \\ '\' '{a,b}' '*' \& \# -x= é "é"
  `),
  ...["'a b'", '"c d"', "'git push'", '"git push"', "\\ ", "'\n'", '"\n"', "\\\n"],
];
const oddPieces = [
  ...split(String.raw`
    $X ${"${X} ${X#p} ${X@P} ${!X}"} "$X" $((1)) $[1] "$((1))" {a,b} {git,push} {1..2} * ? [a] x/* ~ ~/x $'git'
    $'\147it' $'\'' $"git" $ @(a|b) !(a) !! !$ !git ^a^b # $@ $* $1 $# $? $$ $- $! $_ "\$X" a[1]=x (( [[ ~+ A=~ é| é\
  `),
  ...["${X:-git push}", "`git push`", '"`git push`"', '$"push', "<(git push)", ">(git push)"],
  ...["=(git push)", "a=(git push)", "$(@command@)", '"$(@command@)"', "`@command@`"],
  ...["\r", "\u00a0", "\u2003", "\v", "\f", "\u0001", "\u007f", "\u0085"],
];
const compounds: readonly Compound[] = [
  (list) => `{ ${list()}; }`,
  (list) => `( ${list()} )`,
  (list) => `(${list()})`,
  (list) => `{ ${list()}\n} >/dev/null`,
  (list) => `(${list()}) 2>&1`,
  (list) => `! ${list()}`,
  (list) => `if ${list()}; then ${list()}; fi`,
  (list) => `if ${list()}\nthen ${list()}\nelif ${list()}; then ${list()}; else ${list()}; fi`,
  (list, word) => `for i in ${word()} ${word()}; do ${list()}; done`,
  (list) => `for i in; do ${list()}; done`,
  (list) => `for i; do ${list()}; done`,
  (list) => `for i in 1\ndo ${list()}\ndone | b`,
  (list) => `{ { ${list()}; }; }`,
  (list) => `( ( ${list()} ) )`,
  (list) => `if ! (${list()}) then { ${list()}; } fi`,
  (list) => `for do in in do; do ${list()}; done`,
  (list) => `for i in 1 # in 2\ndo ${list()}; done & b`,
  (list) => `${list()}\\\n`,
  () => "while a b; do b; done",
  () => "until a b\ndo b\ndone",
];
const oddCompounds: readonly Compound[] = [
  (list, word) => `case ${word()} in ${word()}) ${list()};; esac`,
  (list) => `case a in (a) ${list()};& *) ${list()};; esac`,
  (list) => `coproc ${list()}`,
  (list) => `coproc N { ${list()}; }`,
  (list) => `time ${list()}`,
  (list) => `time -p ${list()}`,
  (list) => `f() { ${list()}; }; f`,
  (list) => `function git { ${list()}; }; git push`,
  (list) => `f() ( ${list()} )\nf`,
  (list) => `for ((i = 0; i < 1; i++)); do ${list()}; done`,
  (list) => `for ((i = 0; i < 1; i++)) { ${list()}; }`,
  (list) => `for i in 1; { ${list()}; }`,
  (list) => `select i in 1; do ${list()}; done`,
  (list, word) => `[[ ${word()} = ${word()} ]] && ${list()}`,
  (list) => `(( $(${list()}) ))`,
  () => "((1+1))",
  (list) => `case x in ${list()}) esac`,
  (list) => `case x in esac; ${list()}`,
  (list) => `function f\n{ ${list()}\n}\nf`,
  (list) => `f ( ) { ${list()}; } >/dev/null; f`,
  (list) => `time -- ${list()}`,
  (list) => `coproc (${list()})`,
  (list) => `echo $(case x in x) ${list()};; esac)`,
  (list) => `cat <<'E' | a\nE\n${list()}`,
  (list) => `cat <<E; ${list()}\n$(${list()})\nE`,
  (list) => `(${list()}))`,
  (list) => `while ${list()}\ndo break; done`,
  (list) => `[ a = a ] && [[ -n x ]] && ${list()}`,
  (list) => `exec ${list()}`,
  (list) => `alias a='git push'\n${list()}`,
  (list) => `eval '${list()}'`,
  (list) => `trap '${list()}' EXIT`,
  (list) => `if ${list()}; then; fi`,
  (list) => `{ ${list()} }`,
  (list) => `{${list()}; }`,
  (list) => `((${list()}) )`,
  (list) => `cat << E\n${list()}\nE`,
  (list) => `${list()} # ${list()}`,
];
const shards = [
  ...split(`
    ' " \` $ \\ ( ) { } [ ] < > | & ; # ! ~ * ? = : , ^ % @ / - + 1 a $' $" $( \${ $(( << <<< <( >& &> |& ;; && || [[ ]]
    (( )) () '' "" !# {a,b} 2>&1 >/dev/null
  `),
  ...split("if then fi do done in { } ! time coproc case esac function").map((word) => ` ${word} `),
  ...[" ", "\n", "\r", "\t", "\\\n", " #", "\u00a0", "\r\n", "A=1 "],
  ...["git push", ";git push;", "\ngit push\n"],
];
