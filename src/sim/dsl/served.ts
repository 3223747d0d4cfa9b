import type { ServedScript } from "../scenario.ts";
import { unchainAll } from "./chain.ts";
import { faultsOf, settled } from "./failing.ts";
import { type ModelDraft, type Replies, tier1 } from "./model.ts";
import { requireReplies, requireServedMembers } from "./slip.ts";

/** Replies for an agent of your own, as people write them. */
export interface ServedReplyList {
  readonly name: string;
  /** Met in this order, but for those with a `when`. */
  readonly replies: Replies;
}

/**
 * What `rehearsal serve` answers your own agent with. It has no epic, so it can be served and not rehearsed;
 * a `scenario({ … })`, which can be rehearsed, can be served, too.
 */
export function served(script: ServedReplyList): ServedScript {
  requireServedMembers(script);
  const { name, replies } = script;
  requireReplies(replies, "served");
  const models: readonly ModelDraft[] = [{ ...tier1(), replies: unchainAll(replies) }];
  return { type: "served", name, models: settled(models), faults: faultsOf(models) };
}
