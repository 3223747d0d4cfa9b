import { realClock } from "../../clock/real-clock.ts";
import type { RunId } from "../../core/ids.ts";
import type { Projection } from "../../core/projection.ts";
import { removeInbox } from "../../store/inbox.ts";
import { removeTreesNote } from "../../store/trees-note.ts";
import { type RunRemains, remainsOf, removeRemains } from "../../workspaces/kept/run-remains.ts";
import { openWorktreeWorkspace } from "../../workspaces/worktree.ts";
import { worktreesRootOf } from "../worktrees-root.ts";

/** What became of a run's remains. */
export interface Cleaned {
  readonly runId: string;
  /** Refs and folders. */
  readonly removed: readonly string[];
  readonly stays: readonly { readonly what: string; readonly why: string }[];
}

/** Removes what an ended run left. What is not merged stays, unless it is to be discarded. */
export async function cleanRun(run: {
  readonly root: string;
  readonly runId: RunId;
  readonly outcome: Projection["outcome"];
  readonly unmerged: "keep" | "discard";
}): Promise<Cleaned> {
  const { root, runId, unmerged } = run;
  const place = {
    repositoryRoot: root,
    environment: process.env,
    worktreesRoot: worktreesRootOf(root, runId),
  };
  const found = await remainsOf(place, runId);
  const hasEnded = run.outcome === "done" || run.outcome === "failed";
  if (!hasEnded && unmerged === "keep") {
    const isNothing =
      found.branch === null && found.ownRefs.length === 0 && (found.folder ?? found.aside) === null;
    const why = `it is ${run.outcome}: go on with \`rehearsal resume ${runId}\`, or discard it with --force`;
    return { runId, removed: [], stays: isNothing ? [] : [{ what: "all of it", why }] };
  }
  // A process that was killed as it ended has left trees, which may hold work that no ref keeps yet.
  const isLeftOpen = found.folder !== null || found.ownRefs.some((ref) => ref.includes("/tree/"));
  if (isLeftOpen && unmerged === "keep") await keepTrees(place, runId);
  const remains = isLeftOpen && unmerged === "keep" ? await remainsOf(place, runId) : found;
  const stays = unmerged === "discard" ? checkedOut(remains) : unmergedIn(remains);
  const staying = new Set(stays.map(({ what }) => what));
  const refs = [
    ...remains.ownRefs,
    ...remains.kept.map(({ ref }) => ref),
    ...(remains.branch === null ? [] : [remains.branch.ref]),
  ].filter((ref) => !staying.has(ref));
  const { folder, aside } = remains;
  const isKept = aside !== null && staying.has(aside);
  await removeRemains(place, { refs, folders: [folder, isKept ? null : aside].flatMap(orNothing) });
  // It says where the folder is that stays.
  if (!isKept) removeTreesNote(root, runId);
  removeInbox(root, runId);
  const folders = [found.folder, isKept ? null : aside].flatMap(orNothing);
  return { runId, removed: [...refs, ...folders], stays };
}

const orNothing = (path: string | null): readonly string[] => (path === null ? [] : [path]);

async function keepTrees(
  place: Pick<
    Parameters<typeof openWorktreeWorkspace>[0],
    "repositoryRoot" | "worktreesRoot" | "environment"
  >,
  runId: string,
): Promise<void> {
  const skeletons = { skeletonOf: async () => null, importsOf: async () => [] };
  const workspace = await openWorktreeWorkspace({ ...place, runId, skeletons, clock: realClock });
  await workspace.close();
}

function checkedOut({ branch }: RunRemains): Cleaned["stays"] {
  return branch?.standing === "checked-out"
    ? [{ what: branch.ref, why: "it is checked out: switch to another branch first" }]
    : [];
}

function unmergedIn(remains: RunRemains): Cleaned["stays"] {
  const { branch, kept, aside } = remains;
  const name = branch?.ref.replace("refs/heads/", "") ?? "";
  return [
    ...checkedOut(remains),
    ...(branch?.standing === "unmerged"
      ? [{ what: branch.ref, why: `it is not merged: git merge ${name}` }]
      : []),
    ...kept.map(({ ref, ticketId }) => ({
      what: ref,
      why: `it holds work of ${ticketId} that is nowhere else: git show ${ref}`,
    })),
    ...(aside === null
      ? []
      : [{ what: aside, why: "it holds what tickets left and is too large for git" }]),
  ];
}
