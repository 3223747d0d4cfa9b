import type { Call } from "./served-call.ts";
import type { ModelCatalogue } from "./model-catalogue.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { ReplySource } from "./reply-source.ts";

/** What a wire needs of the mock that it belongs to. */
export interface WireContext {
  readonly source: ReplySource;
  readonly cache: PromptCache;
  readonly models: ModelCatalogue;
  nowMs(): number;
  /** Opens the account of one request; `malformed` is an address header that holds no address. */
  call(request: Request): { readonly call: Call; readonly address: "read" | "malformed" };
}
