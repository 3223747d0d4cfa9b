import type { RequestTest } from "../../mock-provider/reply.ts";
import type { Chain } from "./chain.ts";
import { unchainAll } from "./chain.ts";
import type { ReplyDraft, When } from "./reply.ts";
import { testOf } from "./reply.ts";
import { requireReplies } from "./slip.ts";

/** The replies of one conversation, among which those of its subagents may stand. */
export interface ConversationGroup {
  readonly type: "group";
  readonly when: RequestTest;
  readonly replies: ConversationReplies;
}

/** The replies of several conversations, in the order in which they are written. */
export type ConversationReplies = readonly (ReplyDraft | Chain<ReplyDraft> | ConversationGroup)[];

/**
 * For `served({ … })` and `agent({ … })`: the replies of one conversation, which a person, or the agent that started it,
 * begins with these words; or that an object or a function tells as in `when`. They are met one after another, by that
 * conversation's requests and no others. A subagent's group stands where it is started, and its parent's goes on behind it.
 * @example
 * group(
 *   "Mend the greeting",
 *   reply(uses("Agent", { prompt: "HELPER: count the lines" })),
 *   group("HELPER: count", reply(uses("Bash", { command: "wc -l" })), reply(says("One line."))),
 *   reply(says("Mended; it has one line.")),
 * )
 */
export function group(when: When, ...replies: ConversationReplies): ConversationGroup {
  requireReplies(replies, "group");
  const own = unchainAll(replies.filter((one) => !isGroup(one)));
  if (own.length === 0)
    throw new Error(
      'group: it holds no reply of its own: write group("its first words", reply(…), …)',
    );
  if (own.some((reply) => reply?.when !== undefined))
    throw new Error(
      "group: a reply in it has a `when`: put that one into a group of its own, or leave the `when` out",
    );
  const isText = typeof when === "string" || when instanceof RegExp;
  const test = testOf(isText && when !== "" ? { first: when } : when, "group");
  return { type: "group", when: test, replies };
}

const isGroup = (one: unknown): one is ConversationGroup =>
  typeof one === "object" && one !== null && "type" in one && one.type === "group";

/** All replies, as they are written, each with the number of its group: the first of a group says whom it is for. */
export function ungroup(replies: ConversationReplies): readonly ReplyDraft[] {
  // What is no list is left as it is, for the loader to refuse.
  if (!Array.isArray(replies)) return replies as unknown as readonly ReplyDraft[];
  let groups = 0;
  function flat({ when, replies: all }: ConversationGroup): readonly ReplyDraft[] {
    const number = ++groups;
    let isFirst = true;
    return all.flatMap((one) => {
      if (isGroup(one)) return flat(one);
      const [reply] = unchainAll([one]);
      const begins = isFirst ? { when } : {};
      isFirst = false;
      return { ...reply!, ...begins, group: number };
    });
  }
  return (replies as ConversationReplies).flatMap((one) =>
    isGroup(one) ? flat(one) : unchainAll([one]),
  );
}
