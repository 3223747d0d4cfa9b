import { expect, test } from "bun:test";
import {
  checkQuestion,
  type ContextQuestion,
} from "../../../src/commands/context/context-question.ts";

const plain: ContextQuestion = {
  run: "latest",
  directory: ".",
  session: null,
  turn: null,
  htmlFile: null,
  format: "text",
  rows: "fitting",
  order: "turn",
  look: "once",
  count: "estimated",
};

test.each<[string, Partial<ContextQuestion>]>([
  ["--exact", { count: "exact", look: "watch" }],
  ["--exact", { count: "exact", htmlFile: "page.html" }],
  ["--turn", { turn: 3, look: "watch" }],
  ["--html", { htmlFile: "page.html", look: "watch" }],
  ["--all", { rows: "all", look: "watch" }],
  ["--json", { htmlFile: "page.html", format: "json" }],
  ["--sort", { order: "size", format: "json" }],
  ["--follow", { look: "follow", session: "T-1" }],
])("%s is refused where it would be left out silently: %j", (option, members) => {
  expect(() => checkQuestion({ ...plain, ...members })).toThrow(option);
});

test.each<Partial<ContextQuestion>>([
  {},
  { turn: 3, format: "json" },
  { turn: 3, htmlFile: "page.html", session: "T-1", rows: "all", order: "size" },
  { look: "watch", session: "T-1", order: "size" },
  { look: "follow", format: "json", rows: "all" },
  { count: "exact", turn: 3, format: "json" },
])("what goes together is let through: %j", (members) => {
  expect(() => checkQuestion({ ...plain, ...members })).not.toThrow();
});
