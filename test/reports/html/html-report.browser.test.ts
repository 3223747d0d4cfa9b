import { describe, expect, test } from "bun:test";
import { htmlReport } from "../../../src/reports/html/html-report.ts";
import { findChromium, isChromiumRequired, openInChromium } from "../chromium.ts";
import { readPage } from "../read-page.ts";
import { hostileReport } from "../sample-report.ts";

const chromium = findChromium();
/** A browser that starts on a busy machine takes its time. */
const timeoutMs = 60_000;

if (chromium !== null || isChromiumRequired) {
  describe("a hostile model's report in Chromium", () => {
    test(
      "would be seen to run, were it not for the escaping",
      async () => {
        const page = `<!doctype html><title>Rehearsal</title>${`<script>document.title="script ran"</script>`}`;
        expect(titleOf(await open(page))).toBe("script ran");
      },
      timeoutMs,
    );

    test(
      "is inert",
      async () => {
        const page = await open(htmlReport([hostileReport(), hostileReport()]));
        expect(titleOf(page)).toBe("Rehearsal: failed");
        const { acting, links } = readPage(page);
        expect(acting).toEqual([]);
        expect(links.filter((link) => !link.startsWith("#"))).toEqual([]);
        expect(page).not.toMatch(foreignControls);
        expect(page).toContain("␛[2J␛]0;owned␇ ‹U+202E›gnp.exe");
      },
      timeoutMs,
    );

    test(
      "is inert by the escaping alone, without the page's policy",
      async () => {
        const report = htmlReport([hostileReport()]);
        const unguarded = report.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, "");
        expect(unguarded).not.toContain("Content-Security-Policy");
        expect(titleOf(await open(unguarded))).toBe("Rehearsal: failed");
      },
      timeoutMs,
    );
  });
} else {
  describe("a hostile model's report (no Chromium is installed: read by Bun's HTML parser)", () => {
    test("is inert", () => {
      const page = htmlReport([hostileReport(), hostileReport()]);
      expect(titleOf(page)).toBe("Rehearsal: failed");
      expect(readPage(page).acting).toEqual([]);
      expect(page).not.toMatch(foreignControls);
    });
  });
}

// oxlint-disable-next-line no-control-regex -- they are what must not be there
const foreignControls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

function open(page: string): Promise<string> {
  if (chromium === null)
    throw new Error(
      "REHEARSAL_CHROMIUM=required, and there is no chromium on PATH: install it (apt-get install chromium)",
    );
  return openInChromium(chromium, page);
}

function titleOf(page: string): string | undefined {
  return /<title>([^<]*)<\/title>/.exec(page)?.[1];
}
