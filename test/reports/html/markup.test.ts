import { expect, test } from "bun:test";
import { html } from "../../../src/reports/html/markup.ts";

test("a string is escaped in text and in attributes; markup is not", () => {
  const inner = html`<b>${"<&>"}</b>`;
  expect(html`<a title="${`"'`}">${inner}${1}</a>`.text).toBe(
    `<a title="&quot;&#39;"><b>&lt;&amp;&gt;</b>1</a>`,
  );
});

test("a list of markup stands one after another", () => {
  expect(html`${["a", "b"].map((text) => html`<i>${text}</i>`)}`.text).toBe("<i>a</i><i>b</i>");
});
