import { isPlainSed } from "./plain-sed.ts";

/** Commands whose arguments (or input) are run, or stand for another command later on. */
const runners: ReadonlySet<string> = new Set(
  (
    "eval source . exec command builtin trap alias unalias enable hash set shopt bind compgen complete fc jobs " +
    "mapfile readarray sh bash rbash dash zsh ksh mksh fish ash csh tcsh nu elvish busybox toybox env xargs parallel " +
    "sudo doas su runuser sg newgrp pkexec nice ionice chrt taskset timeout nohup setsid stdbuf unbuffer script " +
    "expect watch time strace ltrace gdb lldb chroot unshare nsenter flock ssh entr at batch crontab awk gawk mawk " +
    "nawk pwsh powershell osascript tclsh wish ed ex vi view vim vimdiff nvim rvim emacs m4 socat ncat nc dc sqlite3 " +
    "gnuplot"
  ).split(" "),
);

/** Interpreters, with the options that hold code or name what is loaded; given nothing, they run what they read. */
const interpreters =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|python|pypy|ipython|perl|ruby|irb|php|lua|luajit|julia|elixir|iex|erl|ghc|groovy|scala|clojure|r|rscript|guile|racket|sbcl)[\d.]*$/i;
const code =
  /^-?$|^-[A-Za-z]*[ceEprRBaixX]|^--(?:eval|print|import|require|loader|experimental-loader|run|exec|interactive|preload)(?:=|$)|^(?:eval|repl|exec|timeit)$/;

/** Programs told what to do by their first word: an option before it moves that word. */
const takesSubcommand: ReadonlySet<string> = new Set(
  (
    "git gh npm pnpm yarn bun npx bunx deno cargo go docker podman kubectl helm terraform aws gcloud az pip " +
    "systemctl brew apt apt-get uv poetry pipenv conda"
  ).split(" "),
);

/** Options and words that make a command run what other words, a setting or a file say. */
const running: readonly (readonly [name: RegExp, word: RegExp])[] = [
  [/^(?:find|fd|fdfind)$/, /^-(?:exec|ok|[xX])|^--exec/],
  [/^(?:npm|npx|pnpm|yarn)$/, /^-c|^--(?:call|shell-mode|script-shell|node-options)|^script-shell/],
  [
    /^(?:b|g)?make$/,
    /^-f-?$|^--(?:file|makefile)=?-?$|^--eval|^-E|^(?:SHELL|MAKE|MAKEFLAGS|\.SHELLFLAGS)=|\$/,
  ],
  [
    /^(?:g|bsd)?tar$/,
    /^-[A-Za-z]*[IF]|^--(?:checkpoint-action|to-command|use-compress|rsh-command|info-script|new-volume)/,
  ],
  [/^(?:rsync|scp|sftp)$/, /^-[A-Za-z]*[eSo]|^--rsh|^--rsync-path/],
  [/^sort$/, /^--compress-p/],
  [/^split$/, /^--filter/],
  [/^zip$/, /^-[A-Za-z]*T|^--unzip-command/],
  [/^rg$/, /^--(?:pre|hostname-bin)(?:=|$)/],
  [/^(?:man|less|more|bat)$/, /^-P|^--pager|^\+/],
  [/^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-[\d.]+)?$/, /^-wrapper|^-B|^-fplugin|^-specs/],
  [/^go$/, /^--?(?:exec|toolexec|vettool)(?:=|$)/],
  [/^(?:cargo|rustc)$/, /linker|wrapper|runner|^--config/],
  [/^wget$/, /^--use-askpass/],
];

const runningOfGit: ReadonlySet<string> = new Set(
  (
    "bisect filter-branch for-each-repo hook instaweb daemon send-email web--browse difftool mergetool shell " +
    "maintenance remote-ext"
  ).split(" "),
);
const optionOfGit =
  /alias\.|^foreach$|^--exec|^-[xO]|^--(?:ex|ext-diff|extcmd|textconv|open-files|upload-p|receive-p|config)|^\w+::/;
/** Settings that name a program, or a file of such settings. */
const programSetting =
  /^(?:alias|include|includeif|filter|url)\.|(?:pager|editor|command|hookspath|fsmonitor|driver|helper|textconv|cmd|program|sshcommand|proxy|askpass|uploadpack|receivepack)(?:$|=)|^pager\.|^--edit$|^-e$/i;

function gitRunsOthers([subcommand = "", ...words]: readonly string[]): boolean {
  if (runningOfGit.has(subcommand)) return true;
  if (subcommand === "config") return words.some((word) => programSetting.test(word));
  return [subcommand, ...words].some((word) => optionOfGit.test(word));
}

/** Whether a command may run another one that its name does not tell. */
export function runsOthers(name: string, words: readonly string[]): boolean {
  if (runners.has(name)) return true;
  if (takesSubcommand.has(name) && words.length > 1 && /^[-+]|^$/.test(words[0] ?? "")) return true;
  return hasCode(name, words);
}

/** Whether one of the words is code, or leads to code, that the program runs. */
function hasCode(name: string, words: readonly string[]): boolean {
  if (name === "sed" || name === "gsed") return !isPlainSed(words);
  if (name === "git") return gitRunsOthers(words);
  const isInterpreter = interpreters.test(name);
  if (isInterpreter && (words.length === 0 || words.some((word) => code.test(word)))) return true;
  return running.some(([names, word]) => names.test(name) && words.some((text) => word.test(text)));
}

const shells =
  /^(?:ba|da|z|k|mk|c|tc|fi|a)?sh$|^(?:busybox|toybox|pwsh|powershell|nu|[gmn]?awk|xargs)$/;

/** Whether a word within a command names an interpreter that reads code there, as in `docker exec x sh -c …`. */
export function holdsInterpreter(words: readonly string[]): boolean {
  return words.some((word, index) => {
    const name = word.replace(/^.*\//, "");
    const isGivenCode = () => words.slice(index + 1).some((text) => code.test(text));
    return shells.test(name) || (interpreters.test(name) && isGivenCode());
  });
}

/** Variables that say which programs a name stands for, or which program another one starts. */
const choosesPrograms =
  /^(?:PATH|IFS|ENV|HOME|SHELL|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS[0-4]|EDITOR|VISUAL|PAGER|BROWSER|LESSOPEN|MAKEFLAGS|PERL5OPT|RUBYOPT|BASH_.*|LD_.*|DYLD_.*|.*_(?:PAGER|EDITOR|COMMAND|WRAPPER|ASKPASS|LINKER|RUNNER|SHELL)|GIT_(?!(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)$|TERMINAL_PROMPT$).*|XDG_CONFIG_HOME|npm_config_.*|NPM_CONFIG_.*)$/;

/** Whether what an assignment sets may make other commands run than those that are named. */
export const assignsPrograms = (name: string, value: string): boolean =>
  choosesPrograms.test(name) || (name === "NODE_OPTIONS" && /require|import|loader/.test(value));
