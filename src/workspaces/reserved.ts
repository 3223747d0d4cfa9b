/**
 * What is rehearsal's own in a repository: its state, the configuration, which it executes, and what Bun and npx execute
 * when somebody types `rehearsal`.
 */
const reserved =
  /^(?:\.rehearsal(?:\/|$)|rehearsal\.config\.[a-z]+$|bunfig\.toml$|node_modules\/(?:rehearsal|\.bin\/rehearsal)(?:\/|$))/i;

/** Whether a path (from the repository's root) may be changed by no worker. */
export function isReserved(path: string): boolean {
  return reserved.test(path);
}

/** The same for git, in any letter case. */
export const reservedPathspecs = [
  "(top,icase).rehearsal",
  "(top,icase,glob)rehearsal.config.*",
  "(top,icase)bunfig.toml",
  "(top,icase)node_modules/rehearsal",
  "(top,icase)node_modules/.bin/rehearsal",
];

export const reservedRefusal = (tool: string, path: string) =>
  `${tool}: ${path} belongs to rehearsal itself, which a worker does not change; say in your last message what should change there`;
