import type { WhenSeveralFit } from "../../replies/script/when-several-fit.ts";
import type { ServedScript } from "../scenario.ts";
import { faultsAmong, settled } from "./failing.ts";
import { type ConversationReplies, ungroup } from "./group.ts";
import { type ModelDraft, tier1 } from "./model.ts";
import { requireReplies, requireServedMembers } from "./slip.ts";

/** What `served(…)` takes. */
export interface ServedReplyList {
  readonly name: string;
  /** Met in this order, but for those in a `group`, and those with a `when`. */
  readonly replies: ConversationReplies;
  /**
   * Requests that the mock does not serve, and that an agent may send all the same: they are refused, and that is no
   * mistake. A `*` in a path stands for any text.
   */
  readonly allows?: readonly { readonly method?: string; readonly path: string }[];
  /**
   * What a request gets that different `when`s hold for: `refuse` (where nothing is said) answers it with a mistake
   * that names them, `first` with the reply whose `when` stands first in the file.
   */
  readonly whenSeveralFit?: WhenSeveralFit;
}

/**
 * The replies that `rehearsal serve` gives an agent of your own. They can only be served; a `scenario({ … })` can
 * be rehearsed and served.
 * @example
 * export default served({
 *   name: "the weather",
 *   replies: [reply(uses("weather", { city: "Oslo" })), reply(says("It rains in Oslo."))],
 * });
 */
export function served(script: ServedReplyList): ServedScript {
  requireServedMembers(script);
  const { name, replies, allows, whenSeveralFit } = script;
  requireReplies(replies, "served");
  const models: readonly ModelDraft[] = [{ ...tier1(), replies: ungroup(replies) }];
  return {
    type: "served",
    name,
    models: settled(models),
    faults: faultsAmong(models),
    ...(allows !== undefined && { allows: allowed(allows) }),
    ...(whenSeveralFit !== undefined && { whenSeveralFit }),
  };
}

/** What is no list, which types forbid, is left for the loader to refuse. */
function allowed(
  allows: NonNullable<ServedReplyList["allows"]>,
): NonNullable<ServedScript["allows"]> {
  if (!Array.isArray(allows)) return allows as NonNullable<ServedScript["allows"]>;
  return allows.map(({ method, ...request }) => ({
    ...request,
    method: method?.toUpperCase() ?? null,
  }));
}
