import { withinTime } from "../../clock/within-time.ts";
import { askedOf } from "../../mock-provider/reading/asked-of.ts";
import type { RequestMember, RequestTest, TextTest } from "../../mock-provider/reply.ts";
import type { MockRequest } from "../../mock-provider/reply-source.ts";

/** What a reply's `when` says of a request. `threw`: a predicate did not come to a verdict. */
export type Fit =
  | { readonly type: "holds" }
  | { readonly type: "differs" }
  | { readonly type: "threw"; readonly why: string };

type Asking = Pick<MockRequest, "body" | "read">;

/** Whether a request holds what a reply's `when` asks for. */
export function fitOf(test: RequestTest, request: Asking): Fit {
  switch (test.type) {
    case "contains":
    case "matches":
      return verdict(isIn(request.read().text, test));
    case "members":
      return verdict(
        membersOf(test).every(([member, held]) => isIn(memberText(member, request), held)),
      );
    case "predicate":
      return verdictOf(() => test.test(request.body, askedOf(request)));
  }
}

const isIn = (text: string, test: TextTest): boolean =>
  test.type === "contains"
    ? text.includes(test.text)
    : new RegExp(test.pattern, test.flags.replace(/[gy]/g, "")).test(text);

function memberText(member: RequestMember, request: Asking): string {
  const read = request.read();
  switch (member) {
    case "text":
    case "system":
    case "lastUser":
      return read[member];
    case "first":
      return read.firstUser;
    case "toolResult":
      return read.said.at(-1)?.type === "result" ? askedOf(request).toolResults.join("\n") : "";
    case "tools":
      return (read.tools ?? []).join("\n");
    case "model":
      return typeof read.model === "string" ? read.model : "";
  }
}

const membersOf = ({ members }: Extract<RequestTest, { type: "members" }>) =>
  Object.entries(members) as (readonly [RequestMember, TextTest])[];

const verdict = (holds: boolean): Fit => ({ type: holds ? "holds" : "differs" });

/** How long a predicate may take. It only reads data, so one that takes longer will probably never end. */
const patienceMs = 3_000;

/** Runs a user's predicate. An exception of its own becomes a result. */
function verdictOf(test: () => boolean): Fit {
  try {
    const accepts: unknown = withinTime(patienceMs, test);
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
    case "matches":
      return textTestWords(test);
    case "members":
      return membersOf(test)
        .map(([member, held]) => `in ${memberWords[member]} ${textTestWords(held)}`)
        .join(" and ");
    case "predicate":
      return `${test.description} accepts`;
  }
}

const textTestWords = (test: TextTest): string =>
  test.type === "contains"
    ? `contains ${JSON.stringify(test.text)}`
    : `matches /${test.pattern}/${test.flags}`;

const memberWords: Readonly<Record<RequestMember, string>> = {
  text: "its text",
  system: "its system prompt",
  first: "a person's first words",
  lastUser: "a person's last words",
  toolResult: "the latest tool results",
  tools: "its tools",
  model: "its model",
};
