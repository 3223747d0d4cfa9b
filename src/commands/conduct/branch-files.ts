import type { Environment } from "../../workspaces/child-environment.ts";
import { openRepository } from "../../workspaces/repository.ts";

/** The files of a branch as text, by path. Links and submodules are left out. */
export async function branchFiles(
  branch: string,
  at: { readonly repositoryRoot: string; readonly environment: Environment },
): Promise<Readonly<Record<string, string>>> {
  const { git } = await openRepository(at);
  const listed = await git.run(["ls-tree", "-r", "-z", `refs/heads/${branch}`]);
  const entries = listed.split("\0").flatMap((line) => {
    const [, blob, path] = /^100\d+ blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    return blob === undefined || path === undefined ? [] : [{ blob, path }];
  });
  const input = entries.map(({ blob }) => `${blob}\n`).join("");
  const { stdout } = await git.attempt(["cat-file", "--batch"], { input });
  const texts = blobTexts(stdout);
  return Object.fromEntries(entries.map(({ path }, index) => [path, texts[index] ?? ""]));
}

const newline = 0x0a;

/** `cat-file --batch` answers each blob as `<id> blob <size>`, a newline, its bytes and a newline. */
function blobTexts(bytes: Uint8Array): readonly string[] {
  const decoder = new TextDecoder();
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const headEnd = bytes.indexOf(newline, at);
    const head = decoder.decode(bytes.subarray(at, headEnd));
    const size = Number(head.split(" ")[2]);
    texts.push(decoder.decode(bytes.subarray(headEnd + 1, headEnd + 1 + size)));
    at = headEnd + 1 + size + 1;
  }
  return texts;
}
