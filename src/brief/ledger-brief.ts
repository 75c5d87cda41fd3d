/** The ledger brief: what a set of policy pages says, for a reader who has ten minutes. */
import type { Lang } from '../model/index.js';
import { isConflict } from '../read/across/index.js';
import type { BriefDocument, Inline, Section } from './brief-document.js';
import { both, type Desk, type Ledger, layOut, said } from './desk.js';
import { doubtsSection } from './doubts-section.js';
import { chartsSection, figuresSection, headlineSection, sharesSection } from './figures-section.js';
import { measuresSection, movementSection } from './lines-section.js';
import { sourcesOf, sourcesSection } from './sources-section.js';
import { targetsSection } from './targets-section.js';

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
  const see = (section: string, zh: string, en: string): Inline =>
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
  if (movement !== undefined) {
    const latest = movement.pages.at(-1)!;
    const now = movement.lines.flatMap((l) => l.moments.filter((m) => m.document === latest.document));
    const listed = now.filter((m) => m.title !== null);
    const count = (state: string) => now.filter((m) => m.state === state).length;
    const issuer = movement.issuer ?? '';
    lines.push([
      see(
        'movement',
        `${issuer} ${latest.date} 列出 ${listed.length} 条工作主线`,
        `${issuer} on ${latest.date} lists ${listed.length} lines of work`,
      ),
      said(
        movement.pages.length === 1
          ? both('。', '.')
          : both(
              `：沿用 ${count('kept')} 条，改述 ${count('reworded')} 条，重提 ${count('returned')} 条，新提 ${count('new')} 条。`,
              `: ${count('kept')} kept, ${count('reworded')} reworded, ${count('returned')} returned, ${count('new')} new.`,
            ),
      ),
    ]);
  }
  const facts = desk.facts.filter((f) => f.kind !== 'target');
  const supported = facts.filter((f) => f.statements[0]!.independent > 1).length;
  const conflicts = facts.filter(isConflict).length;
  lines.push([
    see('figures', `台账记下 ${facts.length} 个数字`, `${facts.length} figures in the ledger`),
    said(
      both(
        `，其中 ${supported} 个有两个以上独立来源；`,
        `, ${supported} of them with two or more independent sources; `,
      ),
    ),
    see(
      'doubts',
      conflicts === 0 ? '没有互相矛盾的' : `${conflicts} 处说法不一`,
      conflicts === 0 ? 'none contradict each other' : `${conflicts} contradicted`,
    ),
    said(both('。', '.')),
  ]);
  if (desk.targets.length > 0) {
    const of = (state: string) => desk.targets.filter((t) => t.state === state).length;
    lines.push([
      see('targets', `${desk.targets.length} 个目标`, `${desk.targets.length} targets`),
      said(
        both(
          `：已达到 ${of('met')}，未到期 ${of('open')}，已过期 ${of('pastDue')}，不明 ${of('unknown')}。`,
          `: ${of('met')} met, ${of('open')} open, ${of('pastDue')} past due, ${of('unknown')} unknown.`,
        ),
      ),
    ]);
  }
  const suspect = desk.documents.filter((d) => d.publishedTrust === 'suspect').length;
  const failed = desk.documents.flatMap((d) => d.selfChecks).filter((c) => !c.ok).length;
  if (suspect + failed > 0)
    lines.push([
      see('doubts', '请留意', 'Mind'),
      said(
        both(
          `：${suspect} 个页面日期不可信，${failed} 处页内自查不符。`,
          `: ${suspect} page dates not to be trusted, ${failed} self-checks that fail.`,
        ),
      ),
    ]);
  return lines;
}
