import { afterAll, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../../src/commands/read-config.ts";
import { trustFiles } from "../../src/commands/trust/trust-files.ts";
import { gitRepositories } from "../workspaces/git-repository.ts";

const repositories = gitRepositories();
afterAll(() => repositories.remove());

const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];

test("what a run brought is executed with the configuration only once a person trusts it", async () => {
  const { root, git, write } = await repositories.create({
    "rehearsal.config.ts": 'import { workers } from "./shared.ts";\nexport default { workers };\n',
    "shared.ts": "export const workers = 2;\n",
  });
  expect(await readConfig(root)).toEqual({ workers: 2 });
  expect(existsSync(join(root, ".rehearsal"))).toBe(false);

  // As a run leaves it, its branch merged by hand, squashed, and deleted.
  const executed = join(root, "executed");
  const evil = `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(executed)}, "");\nexport const workers = 3;\n`;
  await git("switch", "--quiet", "-c", "rehearsal/a-run");
  await write({ "shared.ts": evil });
  await git(...identity, "commit", "--quiet", "-am", "Share\n\nRehearsal-Ticket: T-1");
  await git("switch", "--quiet", "main");
  expect(await readConfig(root)).toEqual({ workers: 2 });
  await git("merge", "--quiet", "--squash", "rehearsal/a-run");
  await git(...identity, "commit", "--quiet", "-m", "Share");
  await git("branch", "--quiet", "-D", "rehearsal/a-run");

  const refused = await readConfig(root).catch(String);
  expect(refused).toContain("shared.ts (run a-run)");
  expect(refused).toMatch(/then say so: .* trust/);
  expect(existsSync(executed)).toBe(false);

  const write0 = process.stdout.write;
  process.stdout.write = () => true;
  await trustFiles(root, "rehearsal.config.ts", "json").finally(() => {
    process.stdout.write = write0;
  });
  expect(existsSync(executed)).toBe(false);
  // Bun keeps the modules of a file that it has read before: that this is not refused is what counts here.
  expect(await readConfig(root)).toEqual({ workers: 2 });
});
