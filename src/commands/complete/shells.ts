/** The shells that a completion script can be printed for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

export const isShell = (word: string): word is Shell => shells.some((shell) => shell === word);

/**
 * What each shell sources. All of them ask `rehearsal complete -- WORD…` for lines of a value, a tab and what it
 * means. No word of the command line is evaluated, and no library of completions is needed.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of rehearsal for bash.
_rehearsal() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(rehearsal complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  # More may follow behind a folder.
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -F _rehearsal rehearsal
`,
  zsh: `#compdef rehearsal
# Completion of rehearsal for zsh.
_rehearsal() {
  local line value
  local -a folders others
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    line="\${value//:/\\\\:}:\${line#*$'\\t'}"
    if [[ $value == */ ]]; then folders+=("$line"); else others+=("$line"); fi
  done < <(rehearsal complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  _describe rehearsal others
  _describe folder folders -S ''
}
if [[ $funcstack[1] == _rehearsal ]]; then _rehearsal "$@"; else compdef _rehearsal rehearsal; fi
`,
  fish: `# Completion of rehearsal for fish.
function __rehearsal_complete
    set -l words (commandline -opc) (commandline -ct)
    rehearsal complete -- $words[2..-1] 2>/dev/null
end
complete -c rehearsal -f -a '(__rehearsal_complete)'
`,
};
