import { expect, test } from "bun:test";
import { join } from "node:path";

const module = join(import.meta.dir, "..", "..", "src", "terminal", "own-stdout.ts");

/** In a process of its own: what is kept once stays so. */
const program = `
  import { keepStdout, writeOwn } from ${JSON.stringify(module)};
  keepStdout();
  keepStdout();
  console.log("by log", { x: 1 });
  console.table([{ column: 1 }]);
  console.group("a group");
  console.info("by info");
  process.stdout.write("by stream\\n");
  require("node:fs").writeSync(1, "by descriptor\\n");
  await Bun.write(Bun.stdout, "by file\\n");
  writeOwn("ours\\n");
`;

test("what other code prints goes to stderr, in whatever way, and ours to stdout", async () => {
  const child = Bun.spawn([process.execPath, "--eval", program], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect(stdout).toBe("ours\n");
  expect(stderr).toContain("by log { x: 1 }");
  for (const words of ["column", "  by info", "by stream", "by descriptor", "by file"])
    expect(stderr).toContain(words);
});
