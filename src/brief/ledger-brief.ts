/** The ledger brief: what a set of policy pages says, for a reader who has ten minutes. */
import type { Bilingual, Lang } from '../model/index.js';
import { isConflict, isRevised, type Movement } from '../read/across/index.js';
import type { BriefDocument, Inline, Section } from './brief-document.js';
import { both, type Desk, type Ledger, layOut, said } from './desk.js';
import { doubtsSection } from './doubts-section.js';
import { chartsSection, figuresSection, headlineSection, sharesSection } from './figures-section.js';
import { measuresSection, movementSection } from './lines-section.js';
import { sourcesOf, sourcesSection } from './sources-section.js';
import { targetsSection } from './targets-section.js';
import { GENRES, MARKS, STATES } from './wording.js';

export interface LedgerBriefOptions {
  lang: Lang;
  /** ISO date at which ages and deadlines are counted. */
  today: string;
  title: string;
}

export function ledgerBrief(ledger: Ledger, options: LedgerBriefOptions): BriefDocument {
  const desk = layOut(ledger, options.today);
  const sources = sourcesOf(desk);
  const sections = [
    headlineSection(desk),
    movementSection(desk),
    targetsSection(desk),
    chartsSection(desk),
    sharesSection(desk),
    measuresSection(desk),
    doubtsSection(desk),
    figuresSection(desk),
    sourcesSection(desk, sources),
  ].filter((s): s is Section => s !== null);
  const summary = summarise(desk, new Set(sections.map((s) => s.id)));
  const { footnotes, appendix } = desk.notebook.number(summary, sections);
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title: options.title,
    genre: GENRES.ledger,
    synthetic: null,
    today: options.today,
    masthead: masthead(desk),
    summary,
    sections,
    sources,
    footnotes,
    appendix,
  };
}

function masthead(desk: Desk): Inline[] {
  const days = sourcesOf(desk).flatMap((s) => s.said ?? []);
  const pages = desk.documents.length;
  const span = days.length === 0 ? '' : ` · ${days.at(-1)} — ${days[0]}`;
  return [
    said(both(`截至 ${desk.today}`, `As of ${desk.today}`)),
    said(both(` · ${pages} 页`, ` · ${pages} pages`)),
    said(span),
  ];
}

function summarise(desk: Desk, ids: Set<string>): Inline[][] {
  const see: See = (section, zh, en) =>
    ids.has(section) ? { type: 'section', words: both(zh, en), section } : said(both(zh, en));
  const lines: Inline[][] = [];
  const pages = desk.documents.length;
  const originals = desk.originals.length;
  lines.push([
    see('sources', `读了 ${pages} 页`, `${pages} pages read`),
    said(
      pages === originals
        ? both('，没有重复转载。', ', no copies among them.')
        : both(`，去掉转载和节选，实为 ${originals} 份。`, `; without copies and excerpts, ${originals}.`),
    ),
  ]);
  const [movement] = desk.movements;
  if (movement !== undefined) lines.push(movementLine(desk, movement, see));
  const facts = desk.facts.filter((f) => f.kind !== 'target');
  const supported = facts.filter((f) => f.statements[0]!.independent > 1).length;
  const conflicts = facts.filter(isConflict).length;
  const revised = facts.filter(isRevised).length;
  if (facts.length > 0)
    lines.push([
      see('figures', `台账记下 ${facts.length} 个数字`, `${facts.length} figures in the ledger`),
      said(
        supported === 0
          ? both('，各只有一个来源', ', one source each')
          : both(
              `，${supported} 个有两个以上独立来源`,
              `, ${supported} with two or more independent sources`,
            ),
      ),
      ...(revised === 0
        ? []
        : [
            said(both('，', ', ')),
            see('doubts', `${revised} 个经后来的发布修订`, `${revised} revised by a later release`),
          ]),
      ...(conflicts === 0
        ? [said(both('，没有互相矛盾的。', ', none contradicted.'))]
        : [
            said(both('，', ', ')),
            see('doubts', `${conflicts} 处说法不一`, `${conflicts} contradicted`),
            said(both('。', '.')),
          ]),
    ]);
  if (desk.targets.length > 0)
    lines.push([
      see('targets', `${desk.targets.length} 个目标`, `${desk.targets.length} targets`),
      said(both('：', ': ')),
      said(
        tally(
          (['met', 'open', 'pastDue', 'unknown'] as const).map((state) => [
            STATES[state],
            desk.targets.filter((t) => t.state === state).length,
          ]),
        ),
      ),
    ]);
  const suspect = desk.documents.filter((d) => d.publishedTrust === 'suspect').length;
  const failed = desk.documents.flatMap((d) => d.selfChecks).filter((c) => !c.ok).length;
  if (suspect + failed > 0)
    lines.push([
      see('doubts', '请留意', 'Mind'),
      said(both('：', ': ')),
      said(
        tally(
          [
            [both('个页面日期不可信', 'page date(s) not to be trusted'), suspect],
            [both('处页内自查不符', 'self-check(s) that fail'), failed],
          ],
          true,
        ),
      ),
    ]);
  return lines;
}

type See = (section: string, zh: string, en: string) => Inline;

/** What the issuer with most pages says now, and what of it is new. */
function movementLine(desk: Desk, movement: Movement, see: See): Inline[] {
  const latest = movement.pages.at(-1)!;
  const now = movement.lines.flatMap((l) => l.moments.filter((m) => m.document === latest.document));
  const listed = now.filter((m) => m.title !== null).length;
  const who = movement.issuer ?? '';
  const head = see(
    'movement',
    `${who} ${latest.date} 列出 ${listed} 条工作主线`,
    `${who} lists ${listed} lines of work on ${latest.date}`,
  );
  if (movement.pages.length === 1) return [head, said(both('。', '.'))];
  const fresh = now.filter((m) => m.state === 'new' && m.title !== null && m.citation !== null);
  return [
    head,
    said(both('：', ': ')),
    said(
      tally(
        (['kept', 'reworded', 'returned', 'new', 'dropped'] as const).map((mark) => [
          MARKS[mark],
          now.filter((m) => m.state === mark).length,
        ]),
      ),
    ),
    ...(fresh.length === 0 ? [] : [said(both('新提的是：', ' New: '))]),
    ...fresh
      .slice(0, 3)
      .flatMap((m, i): Inline[] => [
        ...(i === 0 ? [] : [said(both('；', '; '))]),
        desk.notebook.cite(m.title!, [m.citation!]),
      ]),
    ...(fresh.length > 3
      ? [said(both(' 等。', ' and others.'))]
      : fresh.length > 0
        ? [said(both('。', '.'))]
        : []),
  ];
}

/** 沿用 2，新提 4。 Zeros are left out. */
function tally(counts: readonly (readonly [Bilingual, number])[], numberFirst = false): Bilingual {
  const some = counts.filter(([, count]) => count > 0);
  return {
    zh: `${some.map(([name, count]) => (numberFirst ? `${count} ${name.zh}` : `${name.zh} ${count}`)).join('，')}。`,
    en: `${some.map(([name, count]) => `${count} ${name.en}`).join(', ')}.`,
  };
}
