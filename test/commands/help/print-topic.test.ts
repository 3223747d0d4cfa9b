import { expect, spyOn, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { defineHelp } from "../../../src/commands/help/help-command.ts";
import { printTopic } from "../../../src/commands/help/print-topic.ts";
import { topics } from "../../../src/commands/help/topics.ts";
import { defineServe } from "../../../src/commands/serve/serve-command.ts";

const program = new Command("rehearsal");
defineServe(program.command("serve"));
defineHelp(program.command("help"), program);

async function asked(name: string, ...about: readonly string[]): Promise<string> {
  const write = spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    await printTopic(program, name, about);
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    write.mockRestore();
  }
}

test("each page of docs/ is one", () => {
  const pages = readdirSync(join(import.meta.dir, "../../../docs")).flatMap((file) =>
    file.endsWith(".md") ? [file.slice(0, -3)] : [],
  );
  expect(topics.map(({ name }) => name).toSorted()).toEqual(pages.toSorted());
});

test("a page is printed for 100 columns and without colours where nobody looks", async () => {
  const page = await asked("scenario");
  expect(page).toContain("The words of a scenario");
  expect(page).toContain("tier3(…).attempt(2)");
  expect(page).toBe(Bun.stripANSI(page));
  expect(page).not.toContain("](");
  expect(page).toContain("rehearsal help serve");
});

test("of a command with a page, first the flags come", async () => {
  const page = await asked("serve");
  expect(page.indexOf("--port")).toBeGreaterThan(0);
  expect(page.indexOf("Serving your own agent")).toBeGreaterThan(page.indexOf("--port"));
});

test("words choose the sections whose heading holds them", async () => {
  const part = await asked("scenario", "the", "PERSON");
  expect(part).toContain("approve.tracks()");
  expect(part).not.toContain("tier3(…).attempt(2)");
});

test("what there is not is told, with what there is", () => {
  expect(asked("scenaro")).rejects.toThrow('Did you mean "scenario"?');
  expect(asked("scenario", "weather")).rejects.toThrow(
    "There is: The words of a scenario; Models;",
  );
  expect(asked("help", "weather")).rejects.toThrow("rehearsal help help");
});
