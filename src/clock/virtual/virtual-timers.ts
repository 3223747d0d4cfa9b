import { type Inside, insideOf } from "./inside.ts";
import { replaceMember } from "./replace-member.ts";
import { clearVirtualTimer, newVirtualTimer, type VirtualTimer } from "./virtual-timer.ts";

type Callback = (...args: unknown[]) => void;
type Kind = "setTimeout" | "setInterval" | "setImmediate";

/** `setTimeout` and its kin wait in a simulation's time for code inside of it, and are the machine's own elsewhere. */
export function replaceTimers(holder: object): void {
  replaceMember(holder, "setTimeout", startOr("setTimeout"));
  replaceMember(holder, "setInterval", startOr("setInterval"));
  replaceMember(holder, "setImmediate", startOr("setImmediate"));
  for (const name of ["clearTimeout", "clearInterval", "clearImmediate"]) {
    replaceMember(holder, name, (real: Callback) => (timer) => {
      if (!clearVirtualTimer(timer)) real(timer);
    });
  }
}

const startOr =
  (kind: Kind) =>
  (real: Callback): Callback =>
  (...given) => {
    const inside = insideOf();
    if (inside === null || typeof given[0] !== "function") return real(...given);
    const [callback, ...rest] = given as [Callback, ...unknown[]];
    const [delay, args] = kind === "setImmediate" ? [0, rest] : [rest[0], rest.slice(1)];
    return startTimer(inside, kind, { delay, callback: () => callback(...args) });
  };

/** A timer of this simulation. */
export function startTimer(
  inside: Inside,
  kind: Kind,
  { delay, callback }: { readonly delay: unknown; readonly callback: () => void },
): VirtualTimer {
  const delayMs = kind === "setImmediate" ? 0 : delayOf(delay);
  const name = kind === "setImmediate" ? kind : `${kind} ${delayMs} ms`;
  return newVirtualTimer(inside, { name, delayMs, repeats: kind === "setInterval", callback });
}

/** As hosts read it: at least 1 ms, also where it is no number or too large for 31 bits. */
function delayOf(delay: unknown): number {
  const delayMs = Number(delay ?? 1);
  return delayMs >= 1 && delayMs < 2 ** 31 ? Math.trunc(delayMs) : 1;
}
