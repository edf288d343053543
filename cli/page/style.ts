/**
 * The one style of every result page: light and dark, a phone's width and paper. Nothing is fetched: fonts are the
 * reader's own, pictures take their colours from the variables below. Colour never stands alone: signs, shapes or words
 * say the same.
 */

const LIGHT = `--paper:#fdfdfb;--card:#f5f6f4;--ink:#1b1f24;--muted:#59626c;--line:#dcdfe0;--grid:#e6e8e8;
--link:#0a5a97;--good:#1b7f4d;--bad:#b42a1d;--open:#8a6d00;--floor:#7a7f85;--model:#0a5a97;--rules:#7a3e9d;
--simulated:#b0620a;--human:#1b7f4d;--mock:#4d7f8a;--band:#ecebe4`;

const DARK = `--paper:#14171b;--card:#1d2126;--ink:#e7e9ea;--muted:#a3abb3;--line:#343a41;--grid:#2a2f35;
--link:#7cc0f2;--good:#62cf98;--bad:#ff8a7a;--open:#e3c04f;--floor:#9aa1a8;--model:#7cc0f2;--rules:#cf9cf0;
--simulated:#f0a95c;--human:#62cf98;--mock:#8cc7d3;--band:#23272b`;

const TEXT = `*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;margin:0;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
main{max-width:70rem;margin:0 auto;padding:0 1rem 3rem}
header{margin:2.2rem 0 1rem}h1{font-size:1.75rem;line-height:1.2;margin:.2rem 0 .4rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;line-height:1.3;margin:2.8rem 0 .6rem;padding-top:.7rem;border-top:2px solid var(--ink);overflow-wrap:anywhere}
h3{font-size:1.04rem;margin:1.7rem 0 .4rem;overflow-wrap:anywhere}h4{font-size:.95rem;margin:1.2rem 0 .3rem;overflow-wrap:anywhere}
p,ul,ol,dl{margin:.5rem 0;overflow-wrap:anywhere}ul,ol{padding-left:1.3rem}li{margin:.2rem 0}
a{color:var(--link)}code,pre,.mono{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{font-size:.88em;overflow-wrap:anywhere}
.kicker{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;color:var(--muted);margin:0}
.lead{color:var(--muted);max-width:46rem}.note,figcaption,footer{color:var(--muted);font-size:.875rem;max-width:52rem}
.note{margin:.3rem 0}footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.8rem}
.truth{background:var(--band);border-left:4px solid var(--ink);padding:.5rem .9rem;margin:1rem 0}
.truth p{margin:.35rem 0}
nav{font-size:.9rem;margin:1.2rem 0;padding:.6rem .9rem;border:1px solid var(--line);border-radius:6px}
nav ol{columns:2;column-gap:2rem;margin:.2rem 0;padding-left:1.4rem}nav li{break-inside:avoid;margin:0 0 .25rem}nav a{text-decoration:none}`;

const TABLES = `.scroll{overflow-x:auto;max-width:100%;margin:.7rem 0;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;font-size:.84rem;font-variant-numeric:tabular-nums;width:100%}
th,td{overflow-wrap:normal;padding:.28rem .6rem;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}
tbody tr:last-child>*{border-bottom:0}thead th{background:var(--card);font-weight:600}
tbody tr:hover>*{background:var(--card)}.number{text-align:right}
.scroll>table th:first-child,.scroll>table td:first-child{position:sticky;left:0;background:var(--paper);min-width:7.5rem;max-width:15rem;white-space:normal;overflow-wrap:break-word}
.scroll>table thead th:first-child{background:var(--card)}
.scroll.slim>table th:first-child,.scroll.slim>table td:first-child{min-width:0}
td.heat{background:color-mix(in srgb,var(--bad) calc(var(--share)*55%),transparent)}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;font-size:.92rem}dl.facts dt{color:var(--muted)}dl.facts dd{margin:0;overflow-wrap:anywhere}`;

const PICTURES = `figure{margin:1rem 0}figcaption{margin:.3rem 0}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));gap:1rem 1.4rem}
.panels.wide{grid-template-columns:repeat(auto-fill,minmax(min(28rem,100%),1fr))}
svg{display:block;max-width:100%;height:auto;font-family:inherit}svg text{fill:var(--ink)}svg .m{fill:var(--muted)}
.k-model,.k-replayed{color:var(--model)}.k-mock{color:var(--mock)}.k-rules{color:var(--rules)}.k-simulated{color:var(--simulated)}.k-distilled{color:var(--rules)}
.k-floor,.k-truth{color:var(--floor)}.k-human,.k-script,.k-given{color:var(--human)}
.chip{font-size:.78rem;border:1px solid currentColor;border-radius:1em;padding:0 .5em;white-space:nowrap}
.rows{display:grid;gap:.5rem}.row{display:grid;grid-template-columns:11rem 1fr;gap:.4rem 1rem;align-items:center;border-bottom:1px solid var(--line);padding-bottom:.5rem}
.matrices{display:flex;flex-wrap:wrap;gap:.5rem .9rem}.matrices>div{width:7.4rem;font-size:.75rem;color:var(--muted);line-height:1.2;overflow-wrap:anywhere}
.curves [fill="#fff"]{fill:var(--paper)}.curves [stroke="#fff"]{stroke:var(--paper)}.curves [fill="#6b6b6b"]{fill:var(--muted)}
.curves [stroke="#6b6b6b"]{stroke:var(--muted)}.curves [stroke="#e4e4e4"]{stroke:var(--grid)}.only-narrow{display:none}.only-narrow svg{margin-bottom:1.1rem}`;

/** The colours of `curves-svg.ts` are made for white paper; on black their lighter sisters are read. */
const LIGHTER: readonly (readonly [string, string])[] = [
  ["#0072b2", "#56b4e9"],
  ["#d55e00", "#ff9a4d"],
  ["#009e73", "#4fd1a5"],
  ["#aa4499", "#dd8fd0"],
  ["#b8860b", "#e5bb45"],
];

const DARK_CURVES = `@media screen and (prefers-color-scheme:dark){${LIGHTER.map(
  ([from, to]) => `.curves [stroke="${from}"]{stroke:${to}}.curves [fill="${from}"]{fill:${to}}`,
).join("")}}`;

const CARDS = `.card{border:1px solid var(--line);border-radius:6px;padding:.6rem .9rem .7rem;margin:.9rem 0;break-inside:avoid}
.card h5{font-size:.92rem;margin:0 0 .3rem;font-weight:600;overflow-wrap:anywhere}.card p{margin:.3rem 0;font-size:.9rem}
.cards{margin-top:.7rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(31rem,100%),1fr));gap:.9rem;align-items:start}.cards .card{margin:0;min-width:0}
.moment{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem}.moment>*{min-width:0;max-width:100%}.moment>.said{flex:1 1 12rem;min-width:0}
.pair{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem}.pair figure{margin:.3rem 0;min-width:0;max-width:100%}.pair figcaption{font-size:.78rem;margin:0}
pre{margin:0;font-size:.8rem;line-height:1.35;white-space:pre-wrap;overflow-wrap:anywhere}
pre.frame{white-space:pre;border:1px solid var(--line);overflow-x:auto;max-width:100%;background:#161a20;color:#c9ced3;padding:.5rem .7rem;border-radius:4px;line-height:1.15;font-size:.95rem}
pre.frame u{text-decoration:none;background:#ffd54a;color:#161a20;font-weight:700;print-color-adjust:exact;-webkit-print-color-adjust:exact}
pre.frame i{font-style:normal;font-weight:700;color:#fff;outline:1px solid #c9ced3}pre.frame u i{color:#161a20;outline-color:#161a20}
.fc{color:#6fd3e0}.fy{color:#ffd54a}.fm{color:#e39bea}.fb{color:#8fb4ff}.fg{color:#86d993}.fw{color:#fff;font-weight:700}u .fc,u .fy,u .fm,u .fb,u .fg,u .fw{color:inherit}
.verdicts{list-style:none;padding:0;margin:.4rem 0;font-size:.9rem}.wrong{color:var(--bad)}.right{color:var(--good)}.openv{color:var(--open)}
details{margin:.4rem 0}summary{cursor:pointer;font-size:.88rem;color:var(--link)}details>pre{background:var(--card);padding:.6rem .8rem;border-radius:4px;margin-top:.3rem}
details.group>summary{font-size:1rem;color:var(--ink);font-weight:600;padding:.4rem 0}`;

const PHONE = `@media (max-width:44rem){body{font-size:15px}header{margin-top:1.2rem}h1{font-size:1.4rem}nav ol{columns:1}
.row{grid-template-columns:1fr}.matrices{gap:.5rem .6rem}.matrices>div{width:6.7rem}.only-wide{display:none}.only-narrow{display:block}
dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.4rem}th,td{padding:.28rem .45rem}
.scroll>table th:first-child,.scroll>table td:first-child{min-width:6.5rem;max-width:8.5rem}}`;

const PAPER = `@media print{@page{margin:14mm}:root{${LIGHT}}body{font-size:10pt;background:#fff}main{max-width:none;padding:0}nav,.screen{display:none}
h2{margin-top:1.4rem}h2,h3,h4{break-after:avoid}svg,tr,.row{break-inside:avoid}.scroll{overflow:visible;border:0}table{font-size:7.2pt}th,td{padding:.15rem .3rem;white-space:normal}
.scroll>table th:first-child,.scroll>table td:first-child{position:static}.panels{grid-template-columns:repeat(3,1fr)}.panels.wide{grid-template-columns:1fr 1fr}svg *,.scroll.slim>table th:first-child,.scroll.slim>table td:first-child{min-width:0}
td.heat{print-color-adjust:exact;-webkit-print-color-adjust:exact}
pre.frame{background:#fff;color:#000;border:1px solid #999;white-space:pre-wrap}pre.frame i,pre.frame span{color:#000}a{color:inherit;text-decoration:none}}`;

export const STYLE = [
  `:root{color-scheme:light dark;${LIGHT}}`,
  `@media (prefers-color-scheme:dark){:root{${DARK}}}`,
  TEXT,
  TABLES,
  PICTURES,
  DARK_CURVES,
  CARDS,
  PHONE,
  PAPER,
].join("\n");
