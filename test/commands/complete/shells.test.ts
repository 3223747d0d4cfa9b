import { expect, test } from "bun:test";
import { scripts } from "../../../src/commands/complete/shells.ts";

/** What bash offers at Tab, where `rehearsal` prints the words that it was asked with. */
async function offeredByBash(...words: readonly string[]): Promise<readonly string[]> {
  const program = `
    rehearsal() { shift 2; for word; do printf '%s\\tmeans\\n' "$word"; done; }
    ${scripts.bash}
    COMP_WORDS=(rehearsal "$@"); COMP_CWORD=$#
    _rehearsal
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const bash = Bun.spawn(["bash", "--norc", "-c", program, "bash", ...words]);
  return (await new Response(bash.stdout).text()).trimEnd().split("\n");
}

test("bash asks with each word of the line, and offers values without their meanings", async () => {
  expect(await offeredByBash("sim", "--wire", "o p")).toEqual(["sim", "--wire", "o p"]);
});

test("a Tab evaluates no word of the line", async () => {
  const hostile = "$(echo evaluated)`echo evaluated`";
  expect(await offeredByBash(hostile)).toEqual([hostile]);
});
