/** The refs of one run; ours alone, so that the user's branches are never touched. */
export interface RefNames {
  /** What the run's tickets are merged into; kept when the run is over. */
  readonly runBranch: string;
  /** Where the run's branch began. */
  readonly start: string;
  /** All refs of the run, but for its branch, are below this. */
  readonly prefix: string;
  /** Below this is one ref for each ticket that has a tree. */
  readonly trees: string;
  /** Below this is kept, by ticket, what attempts made that is not on the branch. */
  readonly kept: string;
  ticket(ticketId: string): TicketRefs;
}

export interface TicketRefs {
  /** That of the run. */
  readonly start: string;
  /** The state of the ticket's tree (see `tree-state.ts`). The tree exists exactly where this ref does. */
  readonly tree: string;
  /** The ticket's commit, once there is one. */
  readonly commit: string;
  /** Below this, numbered from 1, is kept what attempts made that is not on the branch. */
  readonly kept: string;
}

export function refNames(runId: string): RefNames {
  const run = pathName(runId);
  const prefix = `refs/rehearsal/${run}/`;
  return {
    runBranch: `refs/heads/rehearsal/${run}`,
    start: `${prefix}start`,
    prefix,
    trees: `${prefix}tree/`,
    kept: `${prefix}kept/`,
    ticket(ticketId) {
      const ticket = pathName(ticketId);
      return {
        start: `${prefix}start`,
        tree: `${prefix}tree/${ticket}`,
        commit: `${prefix}commit/${ticket}`,
        kept: `${prefix}kept/${ticket}/`,
      };
    },
  };
}

/** The id that a path or a ref is named after, `null` where it bears no name that we give. */
export function idOfName(name: string): string | null {
  const id = name.replaceAll("%2E", ".");
  return idPattern.test(id) && pathName(id) === name ? id : null;
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * An id as one part of a path and of a ref. Git refuses `..`, a `.` at the end and `.lock`: there the
 * dots are written `%2E`, which no id holds itself.
 */
export function pathName(id: string): string {
  if (!idPattern.test(id))
    throw new Error(
      `The id ${JSON.stringify(id)} can't name a folder and a branch. ` +
        "Use letters, digits, dots, dashes and underscores, and begin with a letter or digit.",
    );
  return /\.\.|\.$|\.lock$/i.test(id) ? id.replaceAll(".", "%2E") : id;
}
