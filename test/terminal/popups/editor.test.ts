import { describe, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { personsEditor } from "../../../src/terminal/popups/editor.ts";

const live = () => new AbortController().signal;
const draft = { text: "one\n", extension: "sh" };
function setUp(command: string) {
  const takenBack: string[] = [];
  const lend = () => (wasKilled: boolean) => void takenBack.push(wasKilled ? "killed" : "failed");
  return { editor: personsEditor(command, { lend, patience: async () => {} }), takenBack };
}
const edit = (command: string, signal = live()) => setUp(command).editor.edit(draft, signal);

describe("an edit in the person's editor", () => {
  test("gives the text as the editor left it", async () => {
    expect(await edit(`printf 'two\\n' >>`)).toEqual({ type: "text", text: "one\ntwo\n" });
    // Written all the same, it is what the person wants.
    expect(await edit("touch")).toEqual({ type: "text", text: "one\n" });
  });

  test("happens in a file that only this user can read, which is gone afterwards", async () => {
    const seen = await edit(
      `f() { stat -c %a "$1" > "$1.seen"; cat "$1.seen" > "$1"; echo "$1" >> "$1"; }; f`,
    );
    const [mode, path] = seen.type === "text" ? seen.text.trim().split("\n") : [];
    expect(mode).toBe("600");
    expect(path).toEndWith(".sh");
    expect(await Bun.file(path ?? "").exists()).toBe(false);
  });

  test.each([
    ["ends with an error", "false", /"false" ended with 1.*\$EDITOR/, "one\n"],
    [
      "ends with an error after a while",
      'f() { echo two >> "$1"; exit 3; }; f',
      / 3/,
      "one\ntwo\n",
    ],
    ["is killed", "f() { kill -9 $$; }; f", /was killed/, "one\n"],
    ["is left without a word", "true", /neither yes nor no/, "one\n"],
    ["removes its file", "rm", /left no file/, "one\n"],
    ["makes a folder of it", `f() { rm "$1"; mkdir "$1"; }; f`, /left no file/, "one\n"],
    ["writes another encoding", `printf '\\351' >>`, /not UTF-8/, "one\n"],
  ])("fails, with what was written kept, where it %s", async (_, command, why, text) => {
    expect(await edit(command)).toEqual({
      type: "failed",
      message: expect.stringMatching(why),
      text,
    });
  });

  test("goes on where nobody waits for it any more, and keeps what was written then", async () => {
    const closing = new AbortController();
    const edited = edit(`sleep 0.01; printf 'two\\n' >>`, closing.signal);
    closing.abort();
    const left = await edited;
    const keptIn = left.type === "closed" ? (left.keptIn ?? "") : "";
    expect(await Bun.file(keptIn).text()).toBe("one\ntwo\n");
    await rm(dirname(keptIn), { recursive: true });
    expect(await edit("true", AbortSignal.abort())).toEqual({ type: "closed", keptIn: null });
  });

  test.each(["true", "trap '' TERM"])(
    "is ended with the run, and no shell stays in its place (%s)",
    async (beginning) => {
      const folder = await mkdtemp(join(tmpdir(), "editor-"));
      const script = join(folder, "editor.sh");
      await writeFile(script, `${beginning}\necho $$ > "$1"\n: > ${folder}/open\nexec sleep 60\n`);
      const { editor, takenBack } = setUp(`sh ${script}`);
      const edited = editor.edit(draft, live());
      while (!(await Bun.file(join(folder, "open")).exists())) await Bun.sleep(1);
      await editor.close();
      const left = await edited;
      const keptIn = left.type === "closed" ? (left.keptIn ?? "") : "";
      const pid = Number(await Bun.file(keptIn).text());
      expect(() => process.kill(pid, 0)).toThrow("ESRCH");
      expect(takenBack).toEqual(["killed"]);
      await rm(dirname(keptIn), { recursive: true });
      await rm(folder, { recursive: true });
    },
  );
});
