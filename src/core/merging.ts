/** How a ticket's commit goes onto the run's branch; where both changed the same lines, `side` wins. */
export interface Merging {
  readonly commit: string;
  readonly side: "branch" | "ticket" | null;
}
