import Module from "node:module";
import { loadBuiltin } from "../../clock/virtual/load-builtin.ts";
import { replaceMember } from "../../clock/virtual/replace-member.ts";

type Anything = (...args: never[]) => unknown;

/**
 * Bun's own versions of npm packages that send requests. They do not use the global `fetch` or `WebSocket`, so each must be
 * replaced by itself: `whole` is the member that the package itself is, `members` are all that send requests.
 */
const standIns = {
  "node-fetch": { whole: "default", members: ["default", "fetch"] },
  undici: { whole: null, members: ["fetch", "request"] },
  ws: { whole: "WebSocket", members: ["WebSocket", "default"] },
} as const;

export type StandIn = keyof typeof standIns;

const isBun = "bun" in process.versions;

/** Puts something else in the place of a stand-in's members, for all who import it or require it from then on. */
export function replaceStandIn<Member extends Anything>(
  name: StandIn,
  replacement: (real: Member, member: string) => Member,
): void {
  if (!isBun) return;
  const holder = loadBuiltin(name) as object;
  const { whole, members } = standIns[name];
  for (const member of members) {
    const real: unknown = Reflect.get(holder, member) ?? (member === "default" ? holder : null);
    if (typeof real !== "function") continue;
    if (!Object.hasOwn(holder, member)) Reflect.set(holder, member, real);
    replaceMember(holder, member, (current: Member) => replacement(current, member));
    const made = Reflect.get(holder, member) as object;
    // Code that requires the package may also read its default, or its class, as a member of it.
    for (const self of members) if (Object.hasOwn(made, self)) Reflect.set(made, self, made);
  }
  if (whole !== null) answerRequire(name, () => Reflect.get(holder, whole) as unknown);
}

const answered = Symbol.for("rehearsal.stand-ins");

/** `require` returns the package's function itself, in which no member can be replaced, so another one is returned. */
function answerRequire(name: StandIn, current: () => unknown): void {
  const answers: Map<string, () => unknown> =
    (Reflect.get(Module, answered) as Map<string, () => unknown> | undefined) ?? beginAnswering();
  answers.set(name, current);
}

function beginAnswering(): Map<string, () => unknown> {
  const answers = new Map<string, () => unknown>();
  Reflect.defineProperty(Module, answered, { value: answers });
  replaceMember(
    Module.prototype,
    "require",
    (real: (id: string) => unknown) =>
      function require(this: Module, id: string) {
        const answer = answers.get(id);
        return answer === undefined ? real.call(this, id) : answer();
      },
  );
  return answers;
}
