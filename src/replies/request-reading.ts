import type { Json } from "../core/json.ts";
import type { MockRequest } from "../mock-provider/reply-source.ts";
import { offeredBy } from "./offered-tools.ts";
import { textOf } from "./request-text.ts";
import type { Said } from "./said.ts";
import { saidIn } from "./wire-conversation.ts";

/** What this room must know of a request's body, on whatever wire it came. */
export interface RequestReading {
  readonly said: readonly Said[];
  /** All that a model reads, in its order. */
  readonly text: string;
  /** The names of the tools that it offers; `null` where they stand with the server, or in the conversation. */
  readonly tools: readonly string[] | null;
  readonly model: Json;
}

export const readingOf = ({ body }: Pick<MockRequest, "body">): RequestReading => ({
  said: saidIn({ body }),
  text: textOf(body),
  tools: offeredBy(body),
  model: body["model"] ?? null,
});
