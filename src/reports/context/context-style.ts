import { trusted } from "../html/markup.ts";
import { scrollingStyle } from "../html/scrolling.ts";

/** Styles of the page itself; another page that holds such sections has its own. */
export const pageStyle = trusted(`
:root{--paper:#fbfaf7;--ink:#1d2126;--soft:#626a73;--line:#e2dfd8;--card:#fff;--shade:#0003;--link:#2a5db0}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e4e6e9;--soft:#98a1ab;--line:#30363e;--card:#1c2026;--shade:#000a;--link:#8db8ff}}
html{color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1040px;margin:0 auto;padding:24px clamp(12px,3vw,32px) 64px}
h1{font-size:24px;margin:0;overflow-wrap:anywhere}
a{color:var(--link)}
nav{columns:2 300px;margin:14px 0}
nav ul{list-style:none;margin:0;padding:0}
nav li{padding:2px 0;overflow-wrap:anywhere;break-inside:avoid}
nav small{color:var(--soft);font-size:12.5px}
${scrollingStyle.text}`);

/**
 * Styles of a section. Meaning is carried by height and shape, never by colour alone.
 */
export const contextStyle = trusted(`
.context{--under:var(--card);--read:#2f7f6f;--written:#7cc0ae;--new:#d99a55;--estimate:#1d2126;--limit:#b3312c;--warn:#8a5a00;--low:#2f7f6f;--middle:#c98a12;--high:#b3312c;--fixed:#8d96a1;--files:#6f9bd8;--history:#a98fd0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:16px clamp(12px,2.2vw,24px);margin:18px 0;min-width:0}
@media (prefers-color-scheme:dark){.context{--under:var(--card);--read:#3f9c88;--written:#24564b;--new:#b8793a;--estimate:#e4e6e9;--limit:#f58b83;--warn:#efc15f;--low:#3f9c88;--middle:#d9a53a;--high:#f58b83;--fixed:#616b76;--files:#4f7fc2;--history:#7d66a6;}}
.context h2{font-size:17px;margin:0;overflow-wrap:anywhere}
.context p{margin:4px 0 8px;overflow-wrap:anywhere}
.context code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.context-note,.context-legend{color:var(--soft);font-size:13px}
.context-warning{color:var(--warn)}.context-failure{color:var(--high)}
.context .context-full{margin:8px 0 0}
.context-text-low{color:var(--low)}.context-text-middle{color:var(--warn)}.context-text-high{color:var(--high)}
.context-fill{display:block}
.context-free{fill:var(--line)}
.context-level-low{fill:var(--low)}.context-level-middle{fill:var(--middle)}.context-level-high{fill:var(--high)}
.context-mark{stroke:var(--ink);stroke-width:2}
.context-facts{display:flex;flex-wrap:wrap;gap:6px 24px;margin:10px 0}
.context-facts dt{color:var(--soft);font-size:12.5px}
.context-facts dd{margin:0;font-variant-numeric:tabular-nums}
.context-chart{display:flex;margin-bottom:8px}
.context-axis{flex:none}
.context-plot{flex:1;min-width:0;overflow:visible}
.context-grid{stroke:var(--line)}
.context-tick,.context-name{fill:var(--soft);font-size:11px;font-variant-numeric:tabular-nums}
.context-name{fill:var(--ink);paint-order:stroke;stroke:var(--card);stroke-width:4px}
.context-read{fill:var(--read)}.context-written{fill:var(--written)}.context-new{fill:var(--new)}
.context-fixed{fill:var(--fixed)}.context-files{fill:var(--files)}.context-history{fill:var(--history)}
.context-discarded{opacity:.4}
.context-estimate{stroke:var(--estimate);stroke-width:1.5}
.context-limit{stroke:var(--limit);stroke-width:1.5}.context-room{stroke:var(--limit);stroke-dasharray:4 4}
.context-trim{fill:var(--warn);color:var(--warn);font-size:11px}
.context-legend .context-trim{font-size:13px}
.context-legend span{margin-right:14px;display:inline-block}
.context-key::before{content:"";display:inline-block;width:11px;height:11px;border-radius:2px;margin-right:5px;vertical-align:-1px;background:var(--read)}
.context-key-read::before{background:var(--read)}.context-key-written::before{background:var(--written)}.context-key-new::before{background:var(--new)}
.context-key-discarded::before{opacity:.4}
.context-key-fixed::before{background:var(--fixed)}.context-key-files::before{background:var(--files)}.context-key-history::before{background:var(--history)}
.context-key-estimate::before{width:14px;height:2px;border-radius:0;vertical-align:4px;background:var(--estimate)}
.context-details summary{cursor:pointer;color:var(--soft);font-size:13px}
.context table{width:auto;border-collapse:collapse;margin-top:6px;font-size:13.5px}
.context th{font-weight:500;color:var(--soft);font-size:12.5px}
.context th,.context td{text-align:right;white-space:nowrap;padding:3px 18px 3px 0;font-variant-numeric:tabular-nums;border:0}
.context tbody+tbody th{padding-top:14px}
.context th.context-words,.context td.context-words{text-align:left}
`);
