import { laneHeightPx, axisHeightPx } from "./timeline-drawing.ts";
import { trusted } from "./markup.ts";
import { scrollingStyle } from "./scrolling.ts";

/** The style sheet of the page, light and dark. Nothing is shown by colour alone: shapes and dashes differ too. */
export const style = trusted(`
:root{--paper:#fbfaf7;--card:#fff;--ink:#1d2126;--soft:#626a73;--line:#e2dfd8;--band:#f5f3ee;
--good:#1f7a4d;--good-fill:#bfe3cf;--bad:#b3312c;--bad-fill:#f6cfcb;--asked:#8a5a00;--asked-fill:#f7dc9c;
--plain-fill:#d5dbe3;--open-fill:#e6e0f5;--link:#2a5db0;--fresh:#6f9bd8;--cached:#b9cfee;--output:#d99a55;--shade:#0003;--under:var(--card)}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--card:#1c2026;--ink:#e4e6e9;--soft:#98a1ab;
--line:#30363e;--band:#20252b;--good:#6fcf9b;--good-fill:#22563d;--bad:#f58b83;--bad-fill:#6b2b2a;
--asked:#efc15f;--asked-fill:#6b4e12;--plain-fill:#3d4651;--open-fill:#453c63;--link:#8db8ff;
--fresh:#4f7fc2;--cached:#2f4a70;--output:#b8793a;--shade:#000a}}
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:1400px;margin:0 auto;padding:24px clamp(12px,3vw,32px) 64px}
h1{font-size:15px;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);margin:0;font-weight:600}
h1 .id{text-transform:none}
h2,h3,h4{line-height:1.3;margin:0}
h2{font-size:17px;margin-bottom:8px}
section+section>h2{margin-top:24px}.columns>section>h2{margin-top:0}
h3{font-size:19px;display:inline}
h4{font-size:14px;margin:26px 0 8px}
.verdict{font-size:clamp(21px,4vw,28px);font-weight:600;margin:2px 0 20px;line-height:1.25}
p{margin:0 0 8px}
a{color:var(--link)}
small,.note{color:var(--soft);font-size:13px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
h1,h2,h3,h4,p,li,td,summary,.note{overflow-wrap:anywhere}
pre{margin:0;padding:10px 12px;background:var(--band);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext;max-height:440px;overflow:auto}
summary{cursor:pointer}
.tone-good{color:var(--good)}.tone-bad{color:var(--bad)}.tone-asked{color:var(--asked)}.tone-wait{color:var(--soft)}
.scenario{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--good);border-radius:8px;padding:16px clamp(12px,2.2vw,24px);margin:0 0 18px}
.scenario .content{scroll-margin-top:96px}
.scenario.failed{border-left-color:var(--bad)}
.scenario>summary .note{margin:2px 0 0 18px}
.epic{margin:12px 0 2px;font-size:16px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr));gap:0 40px}
.columns>section{min-width:0}
.overview{margin-bottom:24px}
.overview ul{list-style:none;margin:0;padding:0}
.overview li{padding:3px 0}
.overview small.tone-bad{display:block;color:var(--bad);padding-left:18px}
.overview{--under:var(--paper);row-gap:20px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
th{text-align:left;font-weight:500;color:var(--soft);font-size:12.5px;white-space:nowrap}
th,td{padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:4px}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.zero{color:var(--soft)}
.laws td:nth-child(-n+2),.tokens td:first-child{white-space:nowrap}
.tokens th,.tokens td{padding-right:10px}
.tokens svg{vertical-align:middle;border-radius:2px}
.status{white-space:nowrap}
.track{fill:var(--band)}.fresh{fill:var(--fresh)}.cached{fill:var(--cached)}.output{fill:var(--output)}
.failure{border:1px solid var(--bad);border-radius:6px;padding:14px 16px;margin:14px 0}
.failure h4{margin:0;color:var(--bad);font-size:16px}
.messages pre{background:none;border:0;border-left:3px solid var(--bad-fill);border-radius:0;padding:0 0 0 12px;margin:8px 0 12px}
.replay pre{user-select:all;-webkit-user-select:all;max-height:110px;margin-bottom:12px}
.failure summary{color:var(--soft);font-size:13px;margin-top:6px}
.faults{margin:4px 0;padding-left:18px}
.warning{color:var(--asked)}
.steps td:nth-child(3){white-space:nowrap}
.steps th:first-child,.steps td:first-child{padding-left:12px}
.failure .wide{max-height:520px;overflow:auto}
.steps td{color:var(--soft)}
.steps{width:auto;min-width:min(100%,640px)}
.steps .deviates td{color:var(--ink);font-weight:600;background:color-mix(in srgb,var(--asked-fill) 34%,transparent)}
.steps .deviates td:first-child{box-shadow:inset 3px 0 var(--asked)}
.steps .folded td{font-style:italic;border-bottom-style:dashed}
.timeline input{margin:0 5px 0 0;vertical-align:-1px;accent-color:var(--link)}
.timeline label{margin-right:16px;font-size:13px;color:var(--soft)}
.pick-time:checked~.lanes .by-order,.pick-order:checked~.lanes .by-time{display:none}
.lanes{display:flex;border:1px solid var(--line);border-radius:6px;overflow:hidden;margin-top:8px}
.names{min-width:0;overflow:hidden;list-style:none;margin:0;padding:${axisHeightPx}px 0 0;flex:0 0 clamp(84px,15vw,170px);border-right:1px solid var(--line);font-size:13px}
.names li{height:${laneHeightPx}px;padding:10px 8px 0 10px;overflow:hidden;line-height:1.25}
.names li:nth-child(odd){background:var(--band)}
.names b,.names small{display:block;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.names b{font-weight:600}.names small{font-size:11.5px}
.scroll{overflow-x:auto;flex:1;min-width:0}
.scroll:focus-visible{outline:2px solid var(--link);outline-offset:-2px}
.drawing{display:block;min-width:100%}
.drawing text{font:11px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
.band-0{fill:var(--band)}.band-1{fill:var(--card)}
.tick{stroke:var(--line)}
.drawing .tick-label{fill:var(--soft)}
.divide{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:4 3}
.wait{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 3}
.span rect{stroke-width:1}
.span.good rect{fill:var(--good-fill);stroke:var(--good)}
.span.bad rect{fill:var(--bad-fill);stroke:var(--bad);stroke-dasharray:3 2}
.span.asked rect{fill:var(--asked-fill);stroke:var(--asked)}
.span.plain rect{fill:var(--plain-fill);stroke:var(--soft)}
.span.open rect{fill:var(--open-fill);stroke:var(--soft);stroke-dasharray:1 2}
.span.work rect,.span.gate rect{stroke-width:.7}
.drawing .work text,.drawing .gate text{font-size:9.5px}
.drawing .mark text{font-size:13px;font-weight:700;text-anchor:middle}
.drawing .good text{fill:var(--ink)}.drawing .mark.good text{fill:var(--good)}
.drawing .mark.bad text{fill:var(--bad)}.drawing .mark.wait text,.drawing .mark.plain text{fill:var(--soft)}
.drawing a:hover rect,.drawing a:focus-visible rect{stroke-width:2.5}
.drawing a:focus-visible{outline:2px solid var(--link)}
.legend{list-style:none;margin:8px 0;padding:0;display:flex;flex-wrap:wrap;gap:2px 18px;font-size:12.5px;color:var(--soft)}
.legend .sample{margin-right:6px;vertical-align:-1px;overflow:visible}
.timeline details summary{font-size:13px;color:var(--link)}
.happenings{font-size:12.5px}
.happenings td:nth-child(4){white-space:nowrap}
.happenings td:nth-child(5){min-width:230px;unicode-bidi:plaintext}
.happenings .bad td:last-child{color:var(--bad)}
.happenings tr:target td{background:var(--asked-fill)}
.happenings tr{scroll-margin-top:40vh}
.stream{border-top:1px solid var(--line);padding:6px 0}
.stream pre{margin:6px 0}
@media (max-width:560px){.names{flex-basis:106px}body{font-size:14.5px}th,td{padding-right:9px}.happenings td:nth-child(4){white-space:normal}.tokens svg{width:60px}}
@media print{.scroll{overflow:visible}pre{max-height:none}}
${scrollingStyle.text}`);
