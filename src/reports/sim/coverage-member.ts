/** What is covered, in the order in which it is shown. */
export const coverageMembers = ["events", "decisions", "pairs", "faults", "marks"] as const;
export type CoverageMember = (typeof coverageMembers)[number];
