#!/usr/bin/env bun
import { answerAtOnce } from "./commands/help/program-help.ts";
import { exploreWord } from "./commands/explore-word.ts";

const words = process.argv.slice(2);
const answer = await answerAtOnce(words);
const isAnswered = answer !== null && (await isWritten(answer));
if (words[0] === exploreWord && process.send !== undefined) {
  const { serveExplorer } = await import("./commands/sim/explore-service.ts");
  serveExplorer();
} else if (!isAnswered) {
  const { runCommandLine } = await import("./commands/command-line.ts");
  await runCommandLine(words);
}

/** Also where the reader is gone, as in `rehearsal --help | head -1`. What else is amiss, the whole program tells. */
async function isWritten(text: string): Promise<boolean> {
  try {
    await Bun.write(Bun.stdout, text);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPIPE";
  }
}
