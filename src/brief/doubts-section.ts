/** Where pages contradict, revise or doubt each other or themselves, and dates that are not to be trusted. */
import { compareText } from '../model/index.js';
import { type Fact, isConflict, isRevised, type Mention, type Statement } from '../read/across/index.js';
import type { Block, Inline, Section, Words } from './brief-document.js';
import { badge, both, type Desk, period, said, scopeOf } from './desk.js';
import { SECTIONS } from './wording.js';

export function doubtsSection(desk: Desk): Section | null {
  const blocks = [
    ...conflicts(desk),
    ...revisions(desk),
    ...ambiguous(desk),
    ...dates(desk),
    ...selfChecks(desk),
  ];
  if (blocks.length === 0) return null;
  return { id: 'doubts', title: SECTIONS.doubts, lead: null, blocks };
}

function conflicts(desk: Desk): Block[] {
  const found = desk.facts.filter(isConflict);
  if (found.length === 0) return [];
  return [
    {
      type: 'heading',
      words: both('同一数字，说法不一', 'One figure, different values'),
      detail: [said(both(`${found.length} 处`, `${found.length}`), 'muted')],
    },
    {
      type: 'table',
      dense: false,
      columns: [
        { title: both('指标', 'Indicator'), align: 'start', width: 36 },
        { title: both('说法', 'Said'), align: 'end', width: 24 },
        { title: both('谁在何时说', 'By whom, when'), align: 'start', width: 40 },
      ],
      rows: found.flatMap((fact) =>
        fact.statements
          .filter((statement) => statement.standing === 'disputed')
          .map((statement, i) => ({
            cells: [
              i === 0 ? named(fact) : [],
              [desk.notebook.cite(statement.textSpan, statement.mentions, { tone: 'strong' })],
              onLines(statement.mentions.slice(0, 3), witness),
            ],
          })),
      ),
    },
  ];
}

/** Vintages, each from the first release to the value that stands. */
function revisions(desk: Desk): Block[] {
  const found = desk.facts.filter(isRevised);
  if (found.length === 0) return [];
  return [
    {
      type: 'heading',
      words: both('修订', 'Revisions'),
      detail: [
        said(
          both(
            `${found.length} 个数字后来的发布另给新值，按修订计，不算矛盾；来源不同的，请核对口径`,
            `${found.length} figure(s) given anew by a later release, taken as revised; where the sources differ, compare their scope`,
          ),
          'muted',
        ),
      ],
    },
    {
      type: 'table',
      dense: false,
      columns: [
        { title: both('指标', 'Indicator'), align: 'start', width: 36 },
        { title: both('数值', 'Value'), align: 'end', width: 24 },
        { title: both('何时公布', 'Released'), align: 'start', width: 40 },
      ],
      rows: found.map((fact) => {
        const vintages = [...fact.statements].sort((a, b) => compareText(a.released ?? '', b.released ?? ''));
        return {
          cells: [
            named(fact),
            onLines(vintages, (statement) => [
              desk.notebook.cite(statement.textSpan, statement.mentions, {
                tone: statement.standing === 'superseded' ? 'muted' : 'strong',
              }),
            ]),
            onLines(vintages, (statement, i) => [
              badge(vintage(statement, i), statement.standing === 'disputed' ? 'bad' : 'plain'),
              said(' '),
              ...witness(statement.mentions[0]!),
            ]),
          ],
        };
      }),
    },
  ];
}

function vintage({ standing }: Statement, place: number): Words {
  if (standing === 'disputed') return both('说法不一', 'contradicted');
  if (standing === 'current') return both('现为', 'now');
  return place === 0 ? both('首次', 'first') : both('其后', 'then');
}

function named(fact: Fact): Inline[] {
  return [
    said(fact.indicator),
    { type: 'break' },
    said(period(fact.period), 'muted'),
    said(` · ${scopeOf(fact)}`, 'muted'),
  ];
}

function witness(mention: Mention): Inline[] {
  return [
    said([mention.outlet ?? mention.source, mention.said].filter((x) => x !== null).join(' ')),
    ...(mention.copyOf === null ? [] : [said(both('（转载）', ' (copy)'), 'muted')]),
  ];
}

function onLines<T>(items: readonly T[], line: (item: T, place: number) => Inline[]): Inline[] {
  return items.flatMap((item, i) => [...(i === 0 ? [] : [{ type: 'break' } as const]), ...line(item, i)]);
}

function ambiguous(desk: Desk): Block[] {
  const found = desk.facts.filter((f) => f.ambiguous);
  if (found.length === 0) return [];
  const items = found.map((fact): Inline[] => [
    said(fact.indicator),
    said(' '),
    desk.notebook.cite(fact.statements[0]!.textSpan, fact.statements[0]!.mentions),
    said(' '),
    said(period(fact.period), 'muted'),
  ]);
  return [
    {
      type: 'heading',
      words: both('同一页上同名而不同数', 'One name, several values on one page'),
      detail: [said(both('多半所指不同，请看原句', 'mostly different things: see the sentences'), 'muted')],
    },
    { type: 'list', items: items.slice(0, 6), columns: 2, folded: items.slice(6) },
  ];
}

function dates(desk: Desk): Block[] {
  const items: Inline[][] = [];
  for (const document of desk.documents) {
    const source: Inline = {
      type: 'source',
      words: document.title,
      source: desk.notebook.sourceNumber(document.sha256),
    };
    const event = document.eventDates[0];
    const evidence = event?.evidence === undefined ? '' : event.evidence;
    if (document.publishedTrust === 'suspect')
      items.push([
        source,
        said(' '),
        said(
          both(
            `页面日期 ${document.published ?? '—'} 与正文矛盾`,
            `page date ${document.published ?? '—'} contradicts the text`,
          ),
          'bad',
        ),
        ...(event === undefined
          ? []
          : [said(both(`，按正文取 ${event.date}`, `; the text gives ${event.date}`))]),
        ...(evidence === '' ? [] : [said(both(`；依据：${evidence}`, `; from: ${evidence}`), 'muted')]),
      ]);
    else if (event?.yearInferred)
      items.push([
        source,
        said(' '),
        said(
          both(`正文没有写年份，推定为 ${event.date}`, `no year in the text, taken as ${event.date}`),
          'warn',
        ),
        ...(evidence === '' ? [] : [said(both(`；依据：${evidence}`, `; from: ${evidence}`), 'muted')]),
      ]);
    else if (event === undefined && document.published === null)
      items.push([source, said(' '), said(both('没有日期', 'no date'), 'warn')]);
  }
  if (items.length === 0) return [];
  return [
    { type: 'heading', words: both('日期存疑', 'Doubtful dates'), detail: [] },
    { type: 'list', items, columns: 1, folded: [] },
  ];
}

/** Failures first. */
function selfChecks(desk: Desk): Block[] {
  const all = desk.documents.flatMap((document) => document.selfChecks.map((check) => ({ document, check })));
  if (all.length === 0) return [];
  const item = ({ document, check }: (typeof all)[number]): Inline[] => {
    const page = desk.notebook.page(document.sha256);
    return [
      badge(check.ok ? both('相符', 'agrees') : both('不符', 'differs'), check.ok ? 'good' : 'bad'),
      said(' '),
      desk.notebook.cite(
        { zh: check.zh, en: check.en },
        check.spans.map((s) => page.cite(s)),
      ),
      said(' '),
      { type: 'source', words: document.title, source: desk.notebook.sourceNumber(document.sha256) },
    ];
  };
  const failed = all.filter((x) => !x.check.ok).map(item);
  const passed = all.filter((x) => x.check.ok).map(item);
  const open = Math.max(0, 6 - failed.length);
  return [
    {
      type: 'heading',
      words: both('页内自查', 'What the pages let us check'),
      detail: [
        said(
          both(
            `${passed.length} 项相符，${failed.length} 项不符`,
            `${passed.length} agree, ${failed.length} differ`,
          ),
          'muted',
        ),
      ],
    },
    { type: 'list', items: [...failed, ...passed.slice(0, open)], columns: 1, folded: passed.slice(open) },
  ];
}
