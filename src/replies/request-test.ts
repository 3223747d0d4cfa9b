import type { JsonObject } from "../core/json.ts";
import type { RequestTest } from "../mock-provider/reply.ts";

/** What a reply's `when` says of a request. `threw`: a predicate did not come to a verdict. */
export type Fit =
  | { readonly type: "holds" }
  | { readonly type: "differs" }
  | { readonly type: "threw"; readonly why: string };

/** Whether a request holds what a reply's `when` asks for. `text` is what a model reads of it. */
export function fitOf(test: RequestTest, body: JsonObject, text: string): Fit {
  switch (test.type) {
    case "contains":
      return verdict(text.includes(test.text));
    case "matches":
      return verdict(new RegExp(test.pattern, test.flags.replace(/[gy]/g, "")).test(text));
    case "predicate":
      return verdictOf(test.test, body);
  }
}

const verdict = (holds: boolean): Fit => ({ type: holds ? "holds" : "differs" });

/** It is a user's code: that it fails is no reason to fail with it. */
function verdictOf(test: (body: JsonObject) => boolean, body: JsonObject): Fit {
  try {
    const accepts: unknown = test(body);
    if (accepts instanceof Promise) {
      accepts.catch(() => {});
      return { type: "threw", why: "it returned a promise; it must say true or false at once" };
    }
    return verdict(Boolean(accepts));
  } catch (error) {
    const what = error instanceof Error ? String(error) : "what is no error";
    return { type: "threw", why: `it threw ${what}` };
  }
}

export function describeTest(test: RequestTest): string {
  switch (test.type) {
    case "contains":
      return `contains ${JSON.stringify(test.text)}`;
    case "matches":
      return `matches /${test.pattern}/${test.flags}`;
    case "predicate":
      return `${test.description} accepts`;
  }
}
