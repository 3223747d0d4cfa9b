import { mkdir, mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gitError, runGit, stdoutText } from "../../workspaces/git.ts";

/** The repository of a demo. */
export interface DemoRepository {
  readonly root: string;
  /** The branch of the demo's run, as `git switch` takes it. */
  runBranch(): Promise<string>;
  /** Its commits, the newest first, a line each. */
  history(): Promise<readonly string[]>;
}

/** Makes a repository with a first commit, in a new temporary folder that is not removed afterwards. */
export async function makeDemoRepository(
  files: Readonly<Record<string, string>>,
): Promise<DemoRepository> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "rehearsal-demo-")));
  const git = async (...args: readonly string[]) => {
    const result = await runGit(args, { directory: root, environment: process.env });
    if (result.exitCode !== 0) throw gitError(args, root, result);
    return stdoutText(result).trim();
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await Bun.write(join(root, path), text);
  }
  await git("init", "--quiet", "--initial-branch=main");
  // A name of its own: the person may have none configured.
  await git("config", "user.name", "Rehearsal demo");
  await git("config", "user.email", "demo@localhost");
  await git("add", "--all");
  await git("commit", "--quiet", "--allow-empty", "-m", "What the run starts from");
  const runBranch = async () => {
    const names = await git("branch", "--list", "--format=%(refname:short)", "rehearsal/*");
    return names.split("\n")[0] ?? "";
  };
  return {
    root,
    runBranch,
    history: async () => (await git("log", "--oneline", await runBranch())).split("\n"),
  };
}
