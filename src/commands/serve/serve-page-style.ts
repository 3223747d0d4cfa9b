import { trusted } from "../../reports/html/markup.ts";

/** What the page of a served scenario adds to the look of all pages. */
export const serveStyle = trusted(`
.requests td{padding-top:6px;padding-bottom:6px}
.requests .when,.requests .who,.requests .how,.requests .words{color:var(--soft)}
.requests .when,.requests .how{white-space:nowrap}
.requests .who{width:22%}.requests .words{width:22%}.requests .met{width:40%}
.requests .words span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}
.requests tr.warn td:first-child{box-shadow:inset 3px 0 var(--asked)}
.requests tr.bad td:first-child{box-shadow:inset 3px 0 var(--bad)}
.requests tr.open td:first-child{box-shadow:inset 3px 0 var(--link)}
.requests th:first-child,.requests td:first-child{padding-left:10px}
.requests small{display:block}
.requests tr{scroll-margin-top:30vh}
.requests tr:target td{background:var(--asked-fill)}
.requests pre{max-height:24em;max-width:60ch;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:12px}
.left{list-style:none;margin:0;padding:0}
.failure{margin:0 0 20px}.failure h2{color:var(--bad)}.failure small{display:block}
.left li{padding:4px 0;border-bottom:1px solid var(--line)}
.left li:last-child{border:0}
.left b{font-weight:600;margin-right:6px}
.gone .verdict::after{content:" The server has ended.";color:var(--bad)}
.requests small,.requests b,.left li{overflow-wrap:anywhere}
@media (max-width:640px){
.requests thead{display:none}
.requests tr{display:grid;grid-template-columns:2.6em auto minmax(0,1fr) auto;gap:1px 10px;padding:7px 0;border-bottom:1px solid var(--line)}
.requests td,.requests .who,.requests .words,.requests .met{border:0;padding:0;width:auto}
.requests td:first-child{padding-left:8px;grid-area:1/1/4/2;text-align:left}
.requests .when{grid-area:1/2}.requests .who{grid-area:1/3}
.requests .how{grid-area:1/4;white-space:normal;max-width:7.5em}
.requests .words{grid-area:2/2/3/5}.requests .met{grid-area:3/2/4/5}
}
`);
