/** How the HTML brief looks, on a screen, on a phone and on A4 paper. */
import { COLOURS as C, FACES } from './theme.js';

export const STYLESHEET = `
:root{color-scheme:light;--ink:${C.ink};--soft:${C.soft};--faint:${C.faint};--rule:${C.rule};--wash:${C.wash};--accent:${C.accent};--accent-soft:${C.accentSoft};--good:${C.good};--good-soft:${C.goodSoft};--warn:${C.warn};--warn-soft:${C.warnSoft};--bad:${C.bad};--bad-soft:${C.badSoft};--mark:${C.mark};--cited:${C.cited};--underline:${C.underline};--serif:${FACES.serif};--sans:${FACES.sans}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:${C.paper};color:var(--ink);font:15px/1.7 var(--sans);font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
.page{max-width:1060px;margin:0 auto;padding:36px 32px 80px}
.lang{position:absolute;opacity:0;pointer-events:none}
#lang-zh:checked~.page .en,#lang-en:checked~.page .zh{display:none}
a{color:inherit;text-decoration:none}
a:hover{color:var(--accent)}
h1,h2,h3{font-family:var(--serif);font-weight:700;margin:0;text-wrap:balance}
p{margin:0}
.top{display:flex;justify-content:space-between;align-items:center;gap:16px;font-size:13px;color:var(--soft);border-top:4px solid var(--accent);padding-top:12px}
.switch{display:flex;border:1px solid var(--rule);border-radius:4px;overflow:hidden;flex:none}
.switch label{padding:2px 12px;cursor:pointer}
#lang-zh:checked~.page .switch label[for=lang-zh],#lang-en:checked~.page .switch label[for=lang-en]{background:var(--accent);color:#fff}
#lang-zh:focus-visible~.page .switch,#lang-en:focus-visible~.page .switch{outline:2px solid var(--accent);outline-offset:2px}
h1{font-size:34px;line-height:1.3;margin:28px 0 6px}
.meta{color:var(--soft);font-size:14px}
.brief{display:grid;grid-template-columns:minmax(0,1fr) 232px;gap:40px;margin:28px 0 0;padding:22px 0 24px;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule)}
.brief h2,.contents h2{font:600 13px/1.5 var(--sans);color:var(--soft);margin-bottom:8px}
.brief ul{margin:0;padding:0;list-style:none}
.summary li{padding:3px 0;font-size:16px}
.summary a{color:var(--accent);border-bottom:1px solid var(--accent-soft)}
.contents{border-left:1px solid var(--rule);padding-left:22px;font-size:14px}
.contents li{padding:1px 0}
.hint{font-size:13px;color:var(--soft);margin-top:12px}
section{margin-top:48px}
h2{font-size:23px;line-height:1.35}
section>h2{padding-bottom:8px;border-bottom:2px solid var(--ink)}
.lead{color:var(--soft);font-size:13.5px;margin-top:8px}
h3{font-size:16.5px;line-height:1.45;margin:26px 0 8px}
h3 .detail{font:400 13px var(--sans);color:var(--soft);margin-left:10px}
.muted{color:var(--soft)}
.strong{font-weight:600}
.good{color:var(--good)}
.warn{color:var(--warn)}
.bad{color:var(--bad)}
.n{border-bottom:1px solid var(--accent-soft)}
.n:hover{border-color:var(--accent)}
.n.computed{border-bottom:1px dashed var(--faint)}
sup{font:500 10px/0 var(--sans);color:var(--accent);vertical-align:super;margin-left:1px}
sup a+a::before{content:","}
.cards{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));margin-top:8px}
.card{padding:18px 20px 16px;border-bottom:1px solid var(--rule);border-left:1px solid var(--rule)}
.card:nth-child(3n+1){border-left:0;padding-left:0}
.card:nth-last-child(-n+3){border-bottom:0}
.card .figure{font-size:15px;line-height:1.1;color:var(--ink)}
.card .figure .n{border:0}
.card .figure b{font:600 36px/1.1 var(--sans);letter-spacing:-.01em;color:var(--accent)}
.card .label{font-weight:600;margin-top:8px;line-height:1.5}
.card .detail{font-size:13px;color:var(--soft);margin-top:2px}
table{width:100%;border-collapse:collapse;table-layout:fixed;margin-top:8px;font-size:14px;line-height:1.6}
caption{text-align:left;font-weight:600;padding:10px 0 2px}
th{font-weight:500;color:var(--soft);font-size:13px;text-align:left;padding:8px 14px 6px 0;border-bottom:1px solid var(--ink)}
td{padding:9px 14px 9px 0;border-bottom:1px solid var(--rule);vertical-align:top}
th.end,td.end{text-align:right;padding-right:24px}
td:empty{border-bottom-color:transparent}
tr:target td{background:var(--mark)}
.dense td{padding-top:5px;padding-bottom:5px}
.bar{height:4px;background:var(--wash);border-radius:2px;margin-top:6px;overflow:hidden}
.bar i{display:block;height:100%;background:var(--accent)}
.pill{display:inline-block;padding:0 8px;border-radius:3px;background:var(--wash)}
.pill.good{background:var(--good-soft)}.pill.warn{background:var(--warn-soft)}.pill.bad{background:var(--bad-soft)}
.items{margin:6px 0 0;padding:0;list-style:none;font-size:14px}
.items li{padding:4px 0;break-inside:avoid}
.items.two{columns:2;column-gap:40px}
.items.two li{padding-left:14px;text-indent:-14px}
.items.two li::before{content:"";display:inline-block;width:5px;height:5px;border-radius:50%;background:var(--faint);margin:0 9px 3px 0}
details summary{cursor:pointer;color:var(--accent);font-size:13.5px;padding:4px 0}
.timeline{table-layout:fixed;margin-top:12px;font-size:13.5px;line-height:1.5}
.timeline th{padding:6px 10px 6px 0;color:var(--ink)}
.timeline td{position:relative;padding:26px 14px 10px 0;border-bottom:1px solid var(--rule)}
.timeline .theme td{padding:12px 0 0;font:600 14px var(--serif);border-bottom:0}
.timeline td.empty{padding-bottom:0}
.track{position:absolute;top:14px;left:0;right:0;height:0;border-top:2px solid var(--accent)}
.track.from{left:6px}.track.to{right:auto;width:6px}.track.gap{border-top:1px dashed var(--faint)}
.node{position:absolute;top:9px;left:0;width:12px;height:12px;border-radius:50%;border:2px solid var(--accent);background:#fff}
.moment+.moment{margin-top:8px}
.moment+.moment .node{display:none}
.kept .node{background:var(--accent)}
.reworded .node{background:linear-gradient(90deg,var(--accent) 50%,#fff 50%)}
.returned .node{box-shadow:inset 0 0 0 2px #fff;background:var(--accent)}
.dropped .node{border-radius:0;width:2px;left:5px;border:0;background:var(--faint)}
.state{font-size:12px;color:var(--accent);margin-right:6px;white-space:nowrap}
.dropped .state{color:var(--faint)}
.new .state{color:var(--good)}.new .node{border-color:var(--good)}
.when{display:none;color:var(--soft);margin-right:6px}
.moment b{font-weight:700}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:12.5px;color:var(--soft);margin-top:10px}
.legend span.key{position:relative;padding-left:18px}
.legend .node{top:4px}
.charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:30px 48px;margin-top:16px}
.chart{break-inside:avoid}
.chart .title{font-weight:600;line-height:1.45}
.chart .detail{font-size:13px;color:var(--soft)}
.chart svg{display:block;width:100%;height:auto;margin-top:8px}
.slope{display:grid;grid-template-columns:auto minmax(60px,1fr) auto;gap:14px;align-items:center;margin-top:8px}
.slope .end{line-height:1.35}
.slope .end .v{font-size:17px;font-weight:600;white-space:nowrap}
.slope .end .t{font-size:12.5px;color:var(--soft)}
.slope svg{margin:0;height:64px}
.points{font-size:12.5px;line-height:1.65;color:var(--soft);margin-top:4px}
.points .p{white-space:nowrap;margin-right:12px}
.points .n{color:var(--ink)}
svg .area{fill:var(--accent-soft)}
svg .line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
svg .dot{fill:#fff;stroke:var(--accent);stroke-width:2}
svg .dot.contested{stroke:var(--bad)}
svg .axis{stroke:var(--rule);stroke-width:1}
.chart svg text{font:11px var(--sans);fill:var(--soft)}
.chart svg text.v{font-weight:600;fill:var(--ink);font-size:12px}
.pictures{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:34px 48px;margin-top:20px}
figure{margin:0;break-inside:avoid}
figure.map,figure:only-child{grid-column:1/-1;max-width:560px;width:100%}
figure.map{max-width:760px}
figure.chain,figure.heat,figure.chain:only-child,figure.heat:only-child{grid-column:1/-1;max-width:none}
figure.flows,figure.ranks,figure.quadrant,figure.space,figure.tiers,figure.stairs,figure.flows:only-child,figure.ranks:only-child,figure.quadrant:only-child,figure.space:only-child,figure.tiers:only-child,figure.stairs:only-child{grid-column:1/-1;max-width:760px}
section>p:not(.lead){margin-top:10px}
figcaption b{font-weight:600;display:block;line-height:1.45}
figcaption .detail{font-size:13px;color:var(--soft)}
figure .picture{display:block;width:100%;height:auto;margin-top:10px;overflow:visible}
figure .picture.narrow{display:none}
figure .picture a:hover{opacity:.75}
.source{font-size:12px;line-height:1.6;color:var(--soft);margin-top:6px}
.source.bad{color:var(--bad);margin-top:0}
.synthetic{position:sticky;top:0;z-index:2;margin:-20px 0 16px;padding:5px 12px;background:var(--bad-soft);color:var(--bad);font-size:13px;text-align:center}
.synthetic small{display:inline-block;margin-left:1.2em;font-size:12px}
.made{font-size:9px;line-height:0;vertical-align:5px;color:var(--bad);font-family:var(--serif)}
.made+sup{margin-left:1px}
.origins ol{list-style:none;margin:10px 0 0;padding:0;font-size:13px;line-height:1.7}
.origins li.s{background:none;color:var(--soft);padding:2px 0}
.origins li.s:target{background:var(--mark)}
.origins li a{color:var(--ink)}
.origins li u{color:var(--ink);text-decoration-color:var(--underline);text-underline-offset:3px}
.origins small{font-size:12px;margin-left:4px}
.origins .in{color:var(--accent)}
.onward{font-size:11.5px;color:var(--accent);border-bottom:1px solid var(--accent-soft);white-space:nowrap}
.bars{margin-top:12px}
.share{display:grid;grid-template-columns:minmax(0,46fr) minmax(0,40fr) minmax(88px,14fr);gap:16px;align-items:center;padding:7px 0;border-bottom:1px solid var(--rule);break-inside:avoid}
.share .label{line-height:1.45;font-size:14px}
.share .label small{display:block;font-size:12.5px;color:var(--soft)}
.share .bar{height:12px;border-radius:0;margin:0}
.share .v{text-align:right;font-weight:600;font-size:14px}
.appendix h3{border-top:1px solid var(--rule);padding-top:16px}
.excerpt{font-size:14px;line-height:1.9;margin-top:10px;color:var(--soft)}
.s{background:var(--cited);color:var(--ink);padding:2px 0;box-decoration-break:clone;-webkit-box-decoration-break:clone}
.s:target{background:var(--mark)}
.s>.num{font:600 11px/1 var(--sans);color:var(--accent);border:1px solid var(--accent);border-radius:2px;padding:0 4px;margin:0 5px 0 2px;background:#fff}
.s u{text-decoration-color:var(--underline);text-decoration-thickness:1px;text-underline-offset:4px}
ins{color:var(--good);text-decoration:none}
del{color:var(--bad);margin:0 1px}
.back{font-size:11.5px;color:var(--accent);margin:0 4px}
.back a{padding:0 2px}
footer{margin-top:56px;padding-top:14px;border-top:1px solid var(--rule);font-size:12.5px;color:var(--soft)}
@media (max-width:720px){
figure .picture.wide{display:none}
figure .picture.narrow{display:block}
.page{padding:16px 18px 48px}
h1{font-size:26px;margin-top:20px}
.brief{grid-template-columns:1fr;gap:20px}
.contents{border-left:0;border-top:1px solid var(--rule);padding:16px 0 0}
.contents ul{columns:2}
.cards{grid-template-columns:1fr 1fr}
.card,.card:nth-child(3n+1){padding:14px 12px;border-left:1px solid var(--rule)}
.card:nth-child(odd){border-left:0;padding-left:0}
.card:nth-last-child(-n+3){border-bottom:1px solid var(--rule)}
.card .figure{font-size:13px}
.card .figure b{font-size:27px}
.items.two{columns:1}
.charts,.pictures{grid-template-columns:1fr;gap:26px}
.picture .place{display:none}
table:not(.timeline) thead{display:none}
table:not(.timeline),table:not(.timeline) caption,table:not(.timeline) tbody,table:not(.timeline) tr,table:not(.timeline) td{display:block;width:auto}
table:not(.timeline) tr{padding:10px 0;border-bottom:1px solid var(--rule)}
table:not(.timeline) td,table:not(.timeline) td.end{border:0;padding:1px 0;text-align:left}
table:not(.timeline) td.none{display:none}
table:not(.timeline) td>.th{display:inline;color:var(--soft);margin-right:8px;font-size:12.5px}
.timeline,.timeline tbody,.timeline tr,.timeline td{display:block;width:auto}
.timeline thead,.timeline td.empty,.track{display:none}
.timeline tr{padding:10px 0 6px;border-bottom:1px solid var(--rule)}
.timeline td{padding:2px 0 2px 22px;border:0}
.timeline td .node{top:7px}
.timeline .theme td{padding:6px 0 0}
.when{display:inline}
.share{grid-template-columns:minmax(0,1fr) auto}
.share .track-cell{grid-column:1/3;grid-row:2}
}
.th{display:none}
@page{size:A4;margin:18mm 16mm 18mm;@bottom-center{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#777}}
@media print{
body{font-size:9.5pt;line-height:1.6}
.page{max-width:none;padding:0}
.switch,.back,.hint,.onward{display:none}
h1{font-size:22pt;margin-top:10mm}
h2{font-size:15pt}
h3{font-size:11pt}
section{margin-top:9mm}
h2,h3,.lead{break-after:avoid}
tr,.card,.chart,.share,.items li{break-inside:avoid}
thead{display:table-header-group}
table,.items,.excerpt,.share .label{font-size:8.8pt}
.timeline{font-size:8.2pt}
.summary li{font-size:10.5pt}
.card .figure b{font-size:22pt}
.n{border-bottom:0}
.n.computed{border-bottom:.5pt dashed #999}
.charts,.pictures{gap:6mm 9mm}
.synthetic{position:fixed;top:-11mm;left:0;right:0;margin:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.origins{break-before:page}
.origins ol{font-size:8.2pt}
.appendix{break-before:page}
.excerpt{orphans:2;widows:2}
details::details-content{content-visibility:visible;display:block}
details summary{display:none}
.s,.bar,.bar i,.pill,.node,.track,.num,.top{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;
