#!/usr/bin/env bun
// Draws lines of shell and compares what `commandParts` says of them with what bash runs. Lines and a seed can be
// given: bun scripts/fuzz-commands.ts 1000000 7
import { chanceFrom } from "../test/core/chance.ts";
import { unseenCommands } from "../test/workspaces/bash-lines.ts";
import { drawLine } from "../test/workspaces/draw-line.ts";

const [count = "100000", seed = "1"] = process.argv.slice(2);
const batchLines = 20_000;
const below = chanceFrom(Number(seed));
let understood = 0;
let unseen = 0;
for (let done = 0; done < Number(count); done += batchLines) {
  const lines = Array.from({ length: Math.min(batchLines, Number(count) - done) }, () =>
    drawLine(below),
  );
  const found = await unseenCommands(lines);
  understood += found.understood;
  unseen += found.unseen.length;
  for (const one of found.unseen.slice(0, 20)) console.log(JSON.stringify(one));
}
console.log(`${count} lines, ${understood} understood, ${unseen} commands unseen`);
process.exitCode = unseen === 0 ? 0 : 1;
