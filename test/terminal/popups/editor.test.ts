import { describe, expect, test } from "bun:test";
import { editInEditor } from "../../../src/terminal/popups/editor.ts";

const live = () => new AbortController().signal;
const edit = (command: string, signal = live()) =>
  editInEditor({ command, text: "one\n", extension: "sh" }, signal);

describe("an edit in the person's editor", () => {
  test("gives the text as the editor left it", async () => {
    expect(await edit(`printf 'two\\n' >>`)).toBe("one\ntwo\n");
  });

  test("happens in a file that only this user can read, which is gone afterwards", async () => {
    const seen = await edit(
      `f() { stat -c %a "$1" > "$1.seen"; cat "$1.seen" > "$1"; echo "$1" >> "$1"; }; f`,
    );
    const [mode, path] = seen.trim().split("\n");
    expect(mode).toBe("600");
    expect(path).toEndWith(".sh");
    expect(await Bun.file(path ?? "").exists()).toBe(false);
  });

  test("fails, with what to do, where the editor does", () => {
    expect(edit("false")).rejects.toThrow(/"false" ended with 1.*\$EDITOR/);
  });

  test("ends the editor where the popup is closed", async () => {
    const closing = new AbortController();
    const edited = edit("exec sleep 60 ;", closing.signal);
    closing.abort();
    expect(edited).rejects.toThrow();
    await edited.catch(() => undefined);
  });
});
