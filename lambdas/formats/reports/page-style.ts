/*
 * The page's only style. Colours have a contrast of at least 4.5 on their ground (WCAG 2.1, 1.4.3), in the dark too; on paper
 * they are always the light ones. What a colour says is said in words or by a pattern as well.
 */
const LIGHT =
  '--ground:#fff;--panel:#f5f7fa;--ink:#1b1f24;--soft:#4d5761;--rule:#c6ced6;--link:#0b4f9c;' +
  '--bar:#2f6fb3;--bar-met:#12395f;--target:#a3170f;--grid:#dde3e9;--alarm:#a3170f';
const DARK =
  '--ground:#14181d;--panel:#1e242b;--ink:#e9edf1;--soft:#b3bdc7;--rule:#47525d;--link:#8dc0ff;' +
  '--bar:#5b9be0;--bar-met:#b5d6fb;--target:#ff9a91;--grid:#333c45;--alarm:#ff9a91';

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:0 1rem 2rem;background:var(--ground);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Open Sans",Arial,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:1.9rem;line-height:1.2}
h2{margin:2.5rem 0 .5rem;padding-top:.75rem;border-top:2px solid var(--rule);font-size:1.35rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1.05rem;line-height:1.35}
p{margin:.4rem 0;max-width:52rem}
a{color:var(--link)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:-999rem;padding:.5rem 1rem;background:var(--ground)}
.skip:focus{left:1rem;top:.5rem;z-index:1}
header{padding-top:1.5rem}
.kicker,.note,small{color:var(--soft)}
.note,small{font-size:.875rem}
.period{font-size:1.25rem}
.files,.plain{list-style:none;margin:0;padding:0}
.files a{display:inline-block;padding:.3rem 0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));gap:1rem;margin:1rem 0}
.card{border:1px solid var(--rule);border-radius:.4rem;padding:.75rem 1rem;background:var(--panel)}
.card h3{margin:0;font-size:1rem}
.share{margin:.25rem 0;font-size:2.4rem;font-weight:700;line-height:1.1;font-variant-numeric:tabular-nums}
.lines{padding-left:1.25rem}
.lines li{margin:.3rem 0}
.alarming strong{color:var(--alarm)}
.files{columns:3 14rem}
.pair>*{min-width:0}
figure{margin:.5rem 0;max-width:28rem}
figcaption{color:var(--soft);font-size:.875rem}
.chart{display:block;width:100%;height:auto;font-family:inherit;font-size:13px;font-variant-numeric:tabular-nums}
.chart text{font-family:inherit;font-size:13px}
.chart .strong text{font-weight:700}
.table{margin:1rem 0}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem;overflow-wrap:break-word}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;min-width:4.5rem}
thead th{vertical-align:bottom;border-bottom:2px solid var(--soft)}
tbody th{font-weight:400;min-width:9rem}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
thead .figure{white-space:normal}
footer{margin-top:2.5rem;border-top:2px solid var(--rule);color:var(--soft);font-size:.875rem}
@media (min-width:60rem){.pair{display:grid;grid-template-columns:25rem 1fr;gap:2rem;align-items:start}}
@media (max-width:30rem){body{padding:0 .75rem 2rem}table{font-size:.875rem}th,td{padding:.3rem .35rem;min-width:3.6rem}tbody th{min-width:6.5rem}}
@page{size:A4;margin:14mm 13mm}
@media print{
body{max-width:none;padding:0;font-size:10pt}
.skip{display:none}
.pair{display:block}
header{padding-top:0}
a{color:inherit;text-decoration:none}
h2,h2+p,h3,summary{break-after:avoid}
small,.note,figcaption{font-size:8pt}
.card,figure,tr,.lines li{break-inside:avoid}
.cards{grid-template-columns:repeat(auto-fit,minmax(5cm,1fr));gap:.5rem}
.share{font-size:1.7rem}
.card{background:none}
.scroll{overflow:visible}
table{font-size:8.5pt}
th,td{padding:.15rem .35rem;min-width:0}
figure{max-width:11.5cm}
.chart{max-height:23cm}
summary{list-style:none}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
