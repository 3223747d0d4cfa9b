import { html, type Markup } from "./markup.ts";

/**
 * A whole page without scripts, in light or dark as the reader prefers. Its content security policy forbids to load or run
 * anything; a picture may stand in it as data.
 */
export function htmlDocument(page: {
  readonly title: string;
  readonly styles: readonly Markup[];
  readonly main: Markup;
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${page.title}</title>
        <style>
          ${page.styles}
        </style>
      </head>
      <body>
        <main>${page.main}</main>
      </body>
    </html> `.text;
}
