/** The refs of one run; ours alone, so that the user's branches are never touched. */
export interface RefNames {
  /** What the run's tickets are merged into; kept when the run is over. */
  readonly runBranch: string;
  /** Where the run's branch began. */
  readonly start: string;
  /** Every ref that a ticket's work needs lies below these. */
  readonly ticketPrefixes: readonly string[];
  ticket(ticketId: string): TicketRefs;
}

export interface TicketRefs {
  /** The branch that the ticket's tree is on. */
  readonly branch: string;
  /** The commit that the tree started from. It is written last, so it says that the tree is complete. */
  readonly base: string;
  /** The ticket's commit, once there is one. */
  readonly commit: string;
}

export function refNames(runId: string): RefNames {
  const run = pathName(runId);
  return {
    runBranch: `refs/heads/rehearsal/${run}`,
    start: `refs/rehearsal/${run}/start`,
    ticketPrefixes: [
      // A ref `rehearsal/x` forbids `rehearsal/x/y`, hence the second name.
      `refs/heads/rehearsal-ticket/${run}/`,
      `refs/rehearsal/${run}/base/`,
      `refs/rehearsal/${run}/commit/`,
    ],
    ticket(ticketId) {
      const ticket = pathName(ticketId);
      return {
        branch: `refs/heads/rehearsal-ticket/${run}/${ticket}`,
        base: `refs/rehearsal/${run}/base/${ticket}`,
        commit: `refs/rehearsal/${run}/commit/${ticket}`,
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
