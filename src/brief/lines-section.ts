/** Lines of work over the years, and the measures under them. */
import type { Direction, Measure, ReadDocument } from '../model/index.js';
import { type LineMoment, type LineOfWork, type Movement, pageDate } from '../read/across/index.js';
import type { Block, Inline, Section, TimelineMoment, TimelineRow, Words } from './brief-document.js';
import { both, type Desk, said } from './desk.js';
import { OTHER_THEME, SECTIONS, UNKNOWN_ISSUER } from './wording.js';

/** More pages than this are gathered by year. */
const COLUMNS = 6;
/** Measures of a theme that stand open; the others fold. */
const OPEN = 6;

export function movementSection(desk: Desk): Section | null {
  const blocks = desk.movements.flatMap((m) => movementBlocks(desk, m));
  if (blocks.length === 0) return null;
  return {
    id: 'movement',
    title: SECTIONS.movement,
    lead: both(
      '横看一行，是同一条主线在各次表述中的变化；改述处新增的字加粗，百分数是与上一次表述的匹配度。',
      'Read across: one line of work in the words of each page. In rewordings the new words are bold; the percentage says how alike it is to the wording before.',
    ),
    blocks,
  };
}

function movementBlocks(desk: Desk, movement: Movement): Block[] {
  const { pages } = movement;
  const span = pages.length === 1 ? pages[0]!.date : `${pages[0]!.date} — ${pages.at(-1)!.date}`;
  const blocks: Block[] = [
    { type: 'heading', words: movement.issuer ?? UNKNOWN_ISSUER, detail: [said(span, 'muted')] },
  ];
  const lasting = movement.lines.filter((line) => wordings(line).length > 1);
  const once = movement.lines.filter((line) => wordings(line).length === 1);
  if (lasting.length > 0) blocks.push(timeline(desk, movement, lasting));
  const single: Inline[][] = [];
  for (const page of [...movement.pages].reverse()) {
    const here = once.filter((line) => wordings(line)[0]!.document === page.document);
    if (here.length === 0) continue;
    single.push([
      said(page.date, 'muted'),
      said(' '),
      ...here.flatMap((line, i): Inline[] => {
        const moment = wordings(line)[0]!;
        return [
          ...(i === 0 ? [] : [said('；')]),
          desk.notebook.cite(moment.title!, moment.citation === null ? [] : [moment.citation]),
        ];
      }),
    ]);
  }
  if (single.length > 0) {
    if (lasting.length > 0)
      blocks.push({
        type: 'heading',
        words: both('只在一次表述中列出', 'Listed on one page only'),
        detail: [],
      });
    blocks.push({ type: 'list', items: single, columns: 1, folded: [] });
  }
  return blocks;
}

function wordings(line: LineOfWork): LineMoment[] {
  return line.moments.filter((m) => m.title !== null);
}

function timeline(desk: Desk, movement: Movement, lines: readonly LineOfWork[]): Block {
  const byYear = movement.pages.length > COLUMNS;
  const columns = byYear ? [...new Set(movement.pages.map((p) => p.date.slice(0, 4)))] : movement.pages;
  const holds = (column: (typeof columns)[number], moment: LineMoment) =>
    typeof column === 'string' ? moment.date.startsWith(column) : column.document === moment.document;
  const row = (line: LineOfWork): TimelineRow => ({
    cells: columns.map((column) =>
      line.moments.filter((m) => holds(column, m)).map((m) => moment(desk, m, movement.pages[0]!.document)),
    ),
  });
  const groups = new Map<string, LineOfWork[]>();
  for (const line of lines) {
    const theme = line.themes.find((t) => desk.themes.has(t)) ?? '';
    groups.set(theme, [...(groups.get(theme) ?? []), line]);
  }
  const ids = [...desk.themes.keys(), ''].filter((id) => groups.has(id));
  return {
    type: 'timeline',
    columns: columns.map((column) => (typeof column === 'string' ? column : column.date)),
    groups: ids.map((id) => ({
      title: id === '' ? (ids.length > 1 ? OTHER_THEME : null) : desk.themes.get(id)!,
      rows: groups.get(id)!.map(row),
    })),
  };
}

function moment(desk: Desk, m: LineMoment, first: string): TimelineMoment {
  if (m.title === null || m.citation === null)
    return { mark: m.state, date: m.date, wording: null, why: null, score: null };
  const known = m.state === 'new' || m.match === null ? [] : m.match.shared;
  const stressed = m.state === 'new' || m.state === 'kept' ? [] : outside(m.title, known);
  return {
    mark: m.document === first ? 'listed' : m.state,
    date: m.date,
    wording: desk.notebook.cite(m.title, [m.citation], stressed.length === 0 ? {} : { stressed }),
    why: m.match?.why ?? null,
    score: m.match?.score ?? null,
  };
}

/** Ranges of `text` that none of the words covers. */
function outside(text: string, words: readonly string[]): { start: number; end: number }[] {
  const covered = new Uint8Array(text.length);
  for (const word of words) {
    const at = text.indexOf(word);
    if (at >= 0) covered.fill(1, at, at + word.length);
  }
  const ranges: { start: number; end: number }[] = [];
  for (let i = 0; i < text.length; i++) {
    if (covered[i] === 1) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.end === i) last.end = i + 1;
    else ranges.push({ start: i, end: i + 1 });
  }
  return ranges;
}

interface Entry {
  measure: Measure;
  direction: Direction;
  document: ReadDocument;
}

/** Each measure once, under its first theme; measures that several pages name come first. */
export function measuresSection(desk: Desk): Section | null {
  const groups = new Map<string, { title: Words; entries: Map<string, Entry[]> }>();
  let count = 0;
  for (const document of desk.originals)
    for (const direction of document.directions)
      for (const measure of direction.measures) {
        const theme = [...measure.themes, ...direction.themes].find((t) => desk.themes.has(t));
        const [id, title]: [string, Words] =
          theme !== undefined
            ? [theme, desk.themes.get(theme)!]
            : desk.themes.size > 0
              ? ['~', OTHER_THEME]
              : [`${document.sha256}:${direction.start}`, direction.title];
        const group = groups.get(id) ?? { title, entries: new Map<string, Entry[]>() };
        groups.set(id, group);
        const same = measure.text.replace(/[^\p{L}\p{N}]/gu, '');
        group.entries.set(same, [...(group.entries.get(same) ?? []), { measure, direction, document }]);
        count++;
      }
  if (count === 0) return null;
  const order = [...desk.themes.keys()];
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  const blocks = [...groups]
    .sort((a, b) => place(a[0]) - place(b[0]))
    .flatMap(([, { title, entries }]): Block[] => {
      const voices = new Set([...entries.values()].flat().map((entry) => tellers([entry])));
      const common = voices.size === 1 ? [...voices][0]! : null;
      const items = [...entries.values()]
        .sort((a, b) => b.length - a.length)
        .map((same) => measureItem(desk, same, common === null));
      return [
        {
          type: 'heading',
          words: title,
          detail: [
            said(both(`${items.length} 条`, `${items.length}`), 'muted'),
            ...(common === null ? [] : [said(` · ${common}`, 'muted')]),
          ],
        },
        { type: 'list', items: items.slice(0, OPEN), columns: 2, folded: items.slice(OPEN) },
      ];
    });
  return {
    id: 'measures',
    title: SECTIONS.measures,
    lead: both(
      '按主题归并，多次提到的在前；每条后是谁在什么时候说的。',
      'By theme, those named more than once first; after each, who said it and when.',
    ),
    blocks,
  };
}

function measureItem(desk: Desk, same: readonly Entry[], named: boolean): Inline[] {
  const citations = same.map((e) => desk.notebook.page(e.document.sha256).cite(e.measure));
  const { notebook } = desk;
  return [
    notebook.cite(same[0]!.measure.text, citations),
    ...(named ? [said(` ${tellers(same)}`, 'muted')] : []),
    ...(same.length > 1
      ? [said(both(`（提到 ${same.length} 次）`, ` (named ${same.length} times)`), 'muted')]
      : []),
  ];
}

/** 陈望 2023-01-20、2022-01-20；王伟 2022-09-23 */
function tellers(same: readonly Entry[]): string {
  const days = new Map<string, string[]>();
  for (const { who, when } of same.map(told)) {
    const list = days.get(who) ?? [];
    days.set(who, when === null || list.includes(when) ? list : [...list, when]);
  }
  return [...days].map(([who, when]) => [who, when.join('、')].filter((x) => x !== '').join(' ')).join('；');
}

function told({ direction, document }: Entry): { who: string; when: string | null } {
  const speakers = document.people.filter((p) => !p.mentionedOnly);
  const only = speakers.length === 1 ? speakers[0]!.name : null;
  return {
    who: direction.speaker ?? only ?? document.orgs[0]?.name ?? document.outlet ?? '',
    when: pageDate(document),
  };
}
