import type { MockRequest } from "../mock-provider/reply-source.ts";
import { textOf } from "./request-test.ts";

/** Which request it is, by the end of what it says: that is what is new in it. */
export function glimpse({ wire, body }: MockRequest): string {
  const text = textOf(body).replace(/\s+/g, " ").trim();
  return `${wire}, ends with ${JSON.stringify(text.slice(-80))}`;
}
