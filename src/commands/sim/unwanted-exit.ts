import { exitCodes } from "../exit-code.ts";
import { note } from "../output.ts";

/**
 * Until it is released: where code of a scenario ends this process, says so, and ends it as with a bad file. Otherwise a
 * build would be green without a word. `text` is `null` where the process ends as it should.
 */
export function tellExit(text: () => string | null): { readonly release: () => void } {
  const onExit = (): void => {
    const words = text();
    if (words === null) return;
    note(words);
    process.exitCode = exitCodes.usage;
  };
  process.on("exit", onExit);
  return { release: () => void process.off("exit", onExit) };
}
