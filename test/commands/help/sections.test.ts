import { expect, test } from "bun:test";
import { headingsOf, sectionsAbout } from "../../../src/commands/help/sections.ts";

const page = [
  "# Pears",
  "All of them.",
  "## Green `pears`",
  "```sh",
  "# no heading",
  "```",
  "### Small ones",
  "Tiny.",
  "## Red ones",
  "Ripe.",
].join("\n");

test("headings are those outside of code, in plain letters", () => {
  expect(headingsOf(page)).toEqual(["Pears", "Green pears", "Small ones", "Red ones"]);
});

test("a section ends at the next heading of its level, and what is within it stands once", () => {
  expect(sectionsAbout(page, "ones").map(({ text }) => text)).toEqual([
    "### Small ones\nTiny.",
    "## Red ones\nRipe.",
  ]);
  expect(sectionsAbout(page, "PEARS").map(({ text }) => text)).toEqual([page]);
  expect(sectionsAbout(page, "apples")).toEqual([]);
});
