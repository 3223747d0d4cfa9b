import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where a Chromium is; `null` where none is installed. */
export function findChromium(): string | null {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  return names.map((name) => Bun.which(name)).find((path) => path !== null) ?? null;
}

/** Where CI says so, a browser must be there; a user's machine may do without. */
export const isChromiumRequired = process.env["REHEARSAL_CHROMIUM"] === "required";

export const chromiumFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** Opens a page from a file in a fresh profile, and gives the document as it stands after all has run. */
export async function openInChromium(chromium: string, page: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-page-"));
  try {
    const file = join(folder, "page.html");
    await Bun.write(file, page);
    const child = Bun.spawn(
      [
        chromium,
        ...chromiumFlags,
        `--user-data-dir=${join(folder, "profile")}`,
        "--dump-dom",
        pathToFileURL(file).href,
      ],
      { stdout: "pipe", stderr: "pipe" },
    );
    const [text, problems, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    if (code !== 0 || text === "") throw new Error(`Chromium ended with ${code}: ${problems}`);
    return text;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
