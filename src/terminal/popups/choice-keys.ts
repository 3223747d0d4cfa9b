const interruptKey = "\u0003";
const escapeKey = "\u001b";
const down = "\u001b[B";

/** A list of options at which a person presses keys. */
export interface ChoiceKeys {
  /** From now on keys count: the list has been on the screen for long enough to be read. */
  open(): void;
  isOpen(): boolean;
  /** What of the typed text reaches the list; `null`: nothing. */
  change(typed: string): string | null;
}

/**
 * Keeps what was typed before a list could be read from deciding it, and what was pasted at a terminal that does not mark
 * it; lets one key stand for an option. Ctrl-C always counts. `keys` has the key of each option, or `null`.
 */
export function choiceKeys(keys: readonly (string | null)[]): ChoiceKeys {
  let isOpen = false;
  let at = 0;
  return {
    open() {
      isOpen = true;
    },
    isOpen: () => isOpen,
    change(typed) {
      if (typed.includes(interruptKey)) return interruptKey;
      if (!isOpen) return null;
      if (typed === escapeKey) return typed;
      // Keys that are pressed in haste come as one piece: an Enter after the key, the same key twice.
      const [, pressed = "", enter = ""] = /^(.*?)([\r\n]*)$/s.exec(typed) ?? [];
      const [first = ""] = pressed;
      const chosen = pressed === first.repeat(pressed.length) ? keys.indexOf(first) : -1;
      if (chosen !== -1) return `${down.repeat((chosen - at + keys.length) % keys.length)}\r`;
      if (pressed.replace(moves, "") !== "") return null;
      for (const move of pressed.matchAll(moves)) {
        const step = move[1] === undefined ? -1 : 1;
        at = (at + step + keys.length) % keys.length;
      }
      return `${pressed}${enter === "" ? "" : "\r"}`;
    },
  };
}

/** What moves the mark in the list: down (captured) or up, by arrows or letters. */
// oxlint-disable-next-line no-control-regex
const moves = /(\u001b\[[BC]|\u001bO[BC]|[jl])|\u001b\[[AD]|\u001bO[AD]|[kh]/g;
