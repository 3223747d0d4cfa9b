/**
 * Quotes a word for a shell, where it needs quotes: for sh, bash, zsh (which takes `=name` for the path of a program) and
 * fish (to which a backslash within quotes is not only a backslash) alike.
 */
export function quoted(word: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)
    ? word
    : `'${word.replace(/['\\]/g, (one) => `'\\${one}'`)}'`;
}
