/** The brief as one HTML file that needs nothing else: no script, no font, no picture from outside. */
import type { Bilingual } from '../model/index.js';
import type {
  Block,
  BriefDocument,
  Card,
  Chart,
  Cited,
  Excerpt,
  Footnote,
  Inline,
  Picture,
  Piece,
  Row,
  Section,
  TimelineMoment,
  TimelineRow,
  Words,
} from './brief-document.js';
import { lineChart, slope } from './chart.js';
import { type Content, type Markup, markup, Markup as Raw } from './markup.js';
import { citedInBlock } from './notebook.js';
import { drawPicture } from './picture.js';
import { STYLESHEET } from './stylesheet.js';
import { extentOf, madeUpIn, syntheticLine } from './synthetic.js';
import {
  APPENDIX,
  BACK,
  CONTENTS,
  MARKS,
  MORE,
  NO_NUMBER_WITHOUT_ORIGIN,
  ONWARD,
  ORIGINS,
  ORIGINS_KEY,
  PRODUCT,
  REPAIR_KEY,
  rowNumber,
  SUMMARY,
  SYNTHETIC_KEY,
  SYNTHETIC_MARK,
  summedFrom,
} from './wording.js';

/** Nothing may be fetched or run, whatever a page's text holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface HtmlOptions {
  /** Address that leads on from a note to where the workspace shows what it rests on; null for none. */
  leadsTo?: (note: Footnote) => string | null;
}

export function renderHtml(brief: BriefDocument, { leadsTo = () => null }: HtmlOptions = {}): string {
  const checked = (lang: string) => (brief.lang === lang ? new Raw(' checked') : null);
  return `${markup`<!doctype html>
<html lang="${brief.lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
${
  brief.synthetic === null
    ? null
    : markup`<meta name="ballast:synthetic" content="${both(brief.synthetic)}">
`
}<title>${brief.synthetic === null ? null : `〔${brief.synthetic[brief.lang]}〕`}${brief.title}</title>
<style>${new Raw(STYLESHEET)}</style>
</head>
<body>
<input class="lang" type="radio" name="lang" id="lang-zh" aria-label="中文"${checked('zh')}>
<input class="lang" type="radio" name="lang" id="lang-en" aria-label="English"${checked('en')}>
<div class="page">
${brief.synthetic === null ? null : markup`<p class="synthetic">${words(brief.synthetic)}<small>${words(SYNTHETIC_KEY)}</small></p>`}<header>
<div class="top"><span>${words(PRODUCT)} · ${words(brief.genre)}</span><span class="switch"><label for="lang-zh" lang="zh-CN">中文</label><label for="lang-en" lang="en">English</label></span></div>
<h1>${brief.title}</h1>
<p class="meta">${inlines(brief.masthead)}</p>
<div class="brief">
<div class="summary"><h2>${words(SUMMARY)}</h2><ul>${brief.summary.map((line) => markup`<li>${inlines(line)}</li>`)}</ul>${brief.footnotes.length === 0 ? null : markup`<p class="hint">${words(NO_NUMBER_WITHOUT_ORIGIN)}</p>`}</div>
<nav class="contents"><h2>${words(CONTENTS)}</h2><ul>${brief.sections.map((s) => markup`<li><a href="#s-${s.id}">${words(s.title)}</a></li>`)}${brief.appendix.length === 0 ? null : markup`<li><a href="#appendix">${words(APPENDIX)}</a></li>`}${brief.footnotes.some(isOrigin) ? markup`<li><a href="#origins">${words(ORIGINS)}</a></li>` : null}</ul></nav>
</div>
</header>
<main>
${brief.sections.map((s) => section(s, brief.synthetic))}
${brief.appendix.length === 0 ? null : appendix(brief, leadsTo)}${origins(brief, leadsTo)}
</main>
<footer>${words(PRODUCT)} · ${words(brief.genre)} · ${brief.today}</footer>
</div>
</body>
</html>
`}`;
}

function section(part: Section, synthetic: Bilingual | null): Markup {
  return markup`<section id="s-${part.id}"><h2>${words(part.title)}</h2>${
    part.lead === null ? null : markup`<p class="lead">${words(part.lead)}</p>`
  }${part.blocks.map((b) => block(b, synthetic))}</section>
`;
}

function block(part: Block, synthetic: Bilingual | null): Markup {
  switch (part.type) {
    case 'paragraph':
      return markup`<p class="${part.tone}">${inlines(part.inlines)}</p>`;
    case 'heading':
      return markup`<h3>${words(part.words)}${part.detail.length === 0 ? null : markup`<span class="detail">${inlines(part.detail)}</span>`}</h3>`;
    case 'list':
      return markup`${list(part.items, part.columns)}${
        part.folded.length === 0
          ? null
          : markup`<details><summary>${words({ zh: `${MORE.zh} ${part.folded.length} 条`, en: `${part.folded.length} more` })}</summary>${list(part.folded, part.columns)}</details>`
      }`;
    case 'cards':
      return markup`<div class="cards">${part.cards.map(card)}</div>`;
    case 'table': {
      const total = part.columns.reduce((sum, c) => sum + c.width, 0);
      const extent = synthetic === null ? 'none' : extentOf(citedInBlock(part));
      const made = syntheticLine(synthetic, extent);
      return markup`<table${part.dense ? new Raw(' class="dense"') : null}>${part.title === undefined ? null : markup`<caption>${words(part.title)}</caption>`}<colgroup>${part.columns.map((c) => markup`<col style="width:${Math.round((c.width / total) * 1000) / 10}%">`)}</colgroup><thead><tr>${part.columns.map((c) => markup`<th class="${c.align}" scope="col">${words(c.title)}</th>`)}</tr></thead><tbody>${part.rows.map((row) => tableRow(row, part.columns, extent !== 'all'))}</tbody></table>${
        made === null ? null : markup`<p class="source bad">${words(made)}</p>`
      }`;
    }
    case 'timeline':
      return timeline(part);
    case 'charts':
      return markup`<div class="charts">${part.charts.map(chart)}</div>`;
    case 'bars':
      return markup`<div class="bars">${part.bars.map(
        (b) =>
          markup`<div class="share"><div class="label">${b.label}<small>${inlines(b.detail)}</small></div><div class="track-cell"><div class="bar"><i style="width:${b.value}%"></i></div></div><div class="v">${cited(b.figure)}</div></div>`,
      )}</div>`;
    case 'pictures':
      return markup`<div class="pictures">${part.pictures.map((p) => picture(p, synthetic))}</div>`;
  }
}

/** Both languages are in the drawing, the reader chooses; the numbers lead to their notes. */
function picture(part: Picture, madeUp: Bilingual | null): Markup {
  const synthetic = madeUpIn(part, { synthetic: madeUp });
  const svg = drawPicture(part, {
    lang: 'both',
    synthetic,
    anchor: ({ references: [first] }) =>
      first === undefined ? null : { href: `#n${first.note}`, id: `r${first.note}-${first.use}` },
  });
  return markup`<figure class="${part.kind}"><figcaption><b>${words(part.title)}</b><span class="detail">${words(part.detail)}</span></figcaption>${svg}<p class="source">${words(part.source)}</p>${
    synthetic === null ? null : markup`<p class="source bad">${words(synthetic)}</p>`
  }</figure>`;
}

function list(items: readonly Inline[][], columns: 1 | 2): Markup {
  return markup`<ul class="items${columns === 2 ? ' two' : ''}">${items.map((item) => markup`<li>${inlines(item)}</li>`)}</ul>`;
}

function card(part: Card): Markup {
  return markup`<div class="card"><div class="figure">${cited(part.figure, bigDigits)}</div><div class="label">${part.label}</div><div class="detail">${inlines(part.detail)}</div></div>`;
}

/** The digits carry the card, the unit stands beside them. */
function bigDigits(text: string): Content {
  return text.split(/(\d[\d.,]*%?)/).map((part) => (/^\d/.test(part) ? markup`<b>${part}</b>` : part));
}

function tableRow(row: Row, columns: Extract<Block, { type: 'table' }>['columns'], marks: boolean): Markup {
  return markup`<tr${row.source === undefined ? null : markup` id="p${row.source}"`}>${row.cells.map(
    (cell, i) =>
      cell.length === 0
        ? markup`<td></td>`
        : markup`<td class="${columns[i]!.align}${isNone(cell) ? ' none' : null}">${i === 0 ? null : markup`<span class="th">${words(columns[i]!.title)}</span>`}${inlines(cell, marks)}${
            row.progress?.cell === i
              ? markup`<div class="bar"><i style="width:${Math.round(row.progress.share * 1000) / 10}%"></i></div>`
              : null
          }</td>`,
  )}</tr>`;
}

/** On a phone, where every cell has a line of its own, what is not there takes none. */
function isNone(cell: readonly Inline[]): boolean {
  const [only] = cell;
  return cell.length === 1 && only?.type === 'words' && only.words === '—';
}

function timeline(part: Extract<Block, { type: 'timeline' }>): Markup {
  const used = new Set(
    part.groups.flatMap((g) => g.rows.flatMap((r) => r.cells.flatMap((c) => c.map((m) => m.mark)))),
  );
  const marks = (['listed', 'new', 'kept', 'reworded', 'dropped', 'returned'] as const).filter((m) =>
    used.has(m),
  );
  return markup`<table class="timeline"><thead><tr>${part.columns.map((c) => markup`<th scope="col">${words(c)}</th>`)}</tr></thead><tbody>${part.groups.map(
    (group) =>
      markup`${group.title === null ? null : markup`<tr class="theme"><td colspan="${part.columns.length}">${words(group.title)}</td></tr>`}${group.rows.map(timelineRow)}`,
  )}</tbody></table><div class="legend">${marks.map((m) => markup`<span class="key ${m}"><span class="node"></span>${words(MARKS[m])}</span>`)}</div>`;
}

function timelineRow(row: TimelineRow): Markup {
  const filled = row.cells.map((c) => c.length > 0);
  const first = filled.indexOf(true);
  const last = filled.lastIndexOf(true);
  let listed = false;
  const cells = row.cells.map((moments, i) => {
    const inward = i > first && i <= last ? (listed ? '' : ' gap') : null;
    if (moments.length > 0) listed = moments.at(-1)!.mark !== 'dropped';
    const outward = i >= first && i < last ? (listed ? '' : ' gap') : null;
    if (moments.length === 0)
      return markup`<td class="empty">${inward === null ? null : markup`<span class="track${inward}"></span>`}</td>`;
    return markup`<td>${inward === null ? null : markup`<span class="track to${inward}"></span>`}${
      outward === null ? null : markup`<span class="track from${outward}"></span>`
    }${moments.map(moment)}</td>`;
  });
  return markup`<tr>${cells}</tr>`;
}

function moment(part: TimelineMoment): Markup {
  const score = part.score === null ? null : markup` ${Math.round(part.score * 100)}%`;
  const why = part.why === null ? null : markup` title="${part.why.zh}&#10;${part.why.en}"`;
  return markup`<div class="moment ${part.mark}"><span class="node"></span><span class="when">${part.date}</span><span class="state"${why}>${words(MARKS[part.mark])}${score}</span>${part.wording === null ? null : cited(part.wording)}</div>`;
}

function chart(part: Chart): Markup {
  const head = markup`<div class="title">${part.title}</div><div class="detail">${inlines(part.detail)}</div>`;
  if (part.kind === 'slope') {
    const [from, to] = part.points as [Chart['points'][number], Chart['points'][number]];
    const end = (p: Chart['points'][number]) =>
      markup`<div class="end"><div class="v">${cited(p.figure)}</div><div class="t">${words(p.label)}</div></div>`;
    return markup`<div class="chart">${head}<div class="slope">${end(from)}${slope(part)}${end(to)}</div></div>`;
  }
  return markup`<div class="chart">${head}${lineChart(part)}<div class="points">${part.points.map((p) => markup`<span class="p">${words(p.label)} ${cited(p.figure)}</span> `)}</div></div>`;
}

/** `marks`: made-up numbers are marked one by one. */
function inlines(parts: readonly Inline[], marks = true): Markup {
  return markup`${parts.map((part) => inline(part, marks))}`;
}

function inline(part: Inline, marks: boolean): Markup {
  switch (part.type) {
    case 'words':
      if (part.badge) return markup`<span class="pill ${part.tone}">${words(part.words)}</span>`;
      return part.tone === 'plain'
        ? words(part.words)
        : markup`<span class="${part.tone}">${words(part.words)}</span>`;
    case 'cited':
      return cited(part, undefined, marks);
    case 'section':
      return markup`<a href="#s-${part.section}">${words(part.words)}</a>`;
    case 'source':
      return markup`<a class="n" href="#p${part.source}">${words(part.words)}</a>`;
    case 'break':
      return markup`<br>`;
  }
}

/** The words link to the first note; every note of theirs has its number after them, and a place to come back to. */
function cited(part: Cited, shaped: (text: string) => Content = (text) => text, marks = true): Markup {
  const [first] = part.references;
  // The joiner keeps the mark on the line of its number.
  const mark =
    part.synthetic === true && marks ? markup`\u2060<span class="made">${SYNTHETIC_MARK}</span>` : null;
  const text =
    part.stressed === undefined || typeof part.words !== 'string'
      ? words(part.words, shaped)
      : stressed(part.words, part.stressed);
  if (first === undefined) return markup`<span class="${part.tone}">${text}</span>${mark}`;
  const title =
    part.computed === undefined ? null : markup` title="${part.computed.zh}&#10;${part.computed.en}"`;
  return markup`<a class="n ${part.tone}${part.computed === undefined ? null : ' computed'}" href="#n${first.note}"${title}>${text}</a>${mark}<sup>${part.references.map((r) => markup`<a href="#n${r.note}" id="r${r.note}-${r.use}">${r.note}</a>`)}</sup>`;
}

function stressed(text: string, ranges: readonly { start: number; end: number }[]): Markup {
  const parts: Content[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(at, start), markup`<b>${text.slice(start, end)}</b>`);
    at = end;
  }
  parts.push(text.slice(at));
  return markup`${parts}`;
}

function words(text: Words, shaped: (text: string) => Content = (t) => t): Markup {
  if (typeof text === 'string') return markup`${shaped(text)}`;
  if (text.zh === text.en) return markup`${shaped(text.zh)}`;
  return markup`<span class="zh" lang="zh-CN">${shaped(text.zh)}</span><span class="en" lang="en">${shaped(text.en)}</span>`;
}

type Leads = NonNullable<HtmlOptions['leadsTo']>;

function appendix(brief: BriefDocument, leadsTo: Leads): Markup {
  const notes = new Map(brief.footnotes.map((note) => [note.number, note]));
  return markup`<section id="appendix" class="appendix"><h2>${words(APPENDIX)}</h2><p class="lead">${words(REPAIR_KEY)}</p>${brief.appendix.map(
    ({ source, excerpts }) => {
      const entry = brief.sources[source - 1]!;
      const detail = [entry.outlet, entry.said].filter((x) => x !== null).join(' · ');
      return markup`<h3><a href="#p${source}">[${source}]</a> ${entry.title}<span class="detail">${detail}</span></h3>${excerpts.map((e) => excerpt(e, notes, leadsTo))}`;
    },
  )}</section>
`;
}

function isOrigin(note: Footnote): boolean {
  return note.place.kind !== 'sentence';
}

/** Rows of tables and formulas, one entry a note. */
function origins(brief: BriefDocument, leadsTo: Leads): Markup | null {
  const notes = brief.footnotes.filter(isOrigin);
  if (notes.length === 0) return null;
  return markup`<section id="origins" class="origins"><h2>${words(ORIGINS)}</h2><p class="lead">${words(ORIGINS_KEY)}</p><ol>${notes.map(
    (note) =>
      markup`<li class="s" id="n${note.number}"><span class="num">${note.number}</span>${origin(note, brief)}${onward(note, leadsTo)}${backLinks(note.number, note.uses)}</li>`,
  )}</ol></section>
`;
}

function origin(note: Footnote, brief: BriefDocument): Markup {
  const { place } = note;
  const source = note.source === null ? undefined : brief.sources[note.source - 1];
  const link = (entry: BriefDocument['sources'][number]) =>
    markup`<a href="#p${entry.number}">[${entry.number}] ${entry.title}</a>`;
  const from = source === undefined ? null : link(source);
  switch (place.kind) {
    case 'sentence':
      return markup``;
    case 'quote':
      return markup`${from} “${words(note.sentence)}”${released(place.released)}`;
    case 'row':
      return markup`${from}${place.sheet === null ? null : ` · ${place.sheet}`} · ${words(rowNumber(place.row))}${place.cells.map(
        (cell) => markup` · ${cell.column} <u>${cell.quote}</u><small>${words(cell.states)}</small>`,
      )}${released(place.released)}`;
    case 'formula':
      return markup`${words(note.sentence)} <small>${words(place.method)}</small>${place.inputs.map((n) => markup` <a class="in" href="#n${n}">[${n}]</a>`)}`;
    case 'reports':
      return markup`${words(note.sentence)} <small>${words(summedFrom(place))}</small> ${place.sources.map((n) => link(brief.sources[n - 1]!))}${released(place.released)}`;
  }
}

function released(day: string | null): Markup | null {
  return day === null ? null : markup` <small>${words({ zh: `${day} 发布`, en: `released ${day}` })}</small>`;
}

function excerpt(part: Excerpt, notes: ReadonlyMap<number, Footnote>, leadsTo: Leads): Markup {
  const out: Markup[] = [];
  for (let i = 0; i < part.pieces.length; ) {
    const { note } = part.pieces[i]!;
    let end = i + 1;
    while (end < part.pieces.length && part.pieces[end]!.note === note) end++;
    const inside = part.pieces.slice(i, end).map(piece);
    out.push(
      note === null
        ? markup`${inside}`
        : markup`<span class="s" id="n${note}"><span class="num">${note}</span>${inside}</span>${onward(notes.get(note), leadsTo)}${backLinks(note, notes.get(note)?.uses ?? 0)}`,
    );
    i = end;
  }
  return markup`<p class="excerpt">${part.cutBefore ? '…… ' : null}${out}${part.cutAfter ? ' ……' : null}</p>`;
}

function onward(note: Footnote | undefined, leadsTo: Leads): Markup | null {
  const address = note === undefined ? null : leadsTo(note);
  return address === null
    ? null
    : markup` <a class="onward" href="${address}" target="_blank">${words(ONWARD)}</a>`;
}

function backLinks(note: number, count: number): Markup {
  return markup`<span class="back">${Array.from({ length: count }, (_, i) => markup`<a href="#r${note}-${i + 1}" title="${both(BACK)}">↩${count > 1 ? i + 1 : null}</a>`)}</span>`;
}

function piece(part: Piece): Markup {
  const inner = part.cited ? markup`<u>${part.text}</u>` : markup`${part.text}`;
  if (part.repair === null) return inner;
  const { before, operation } = part.repair;
  if (part.text === '') return markup`<del>${before}</del>`;
  if (operation === 'script') return markup`<ins title="${before}">${inner}</ins>`;
  return markup`${before === '' ? null : markup`<del>${before}</del>`}<ins>${inner}</ins>`;
}

function both(text: Bilingual): string {
  return `${text.zh} / ${text.en}`;
}
