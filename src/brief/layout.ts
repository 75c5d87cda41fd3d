/**
 * The brief on the layout of industries: where an area stands in the product space, what it could go for and why, what its
 * neighbours would choose, how far such lists came true, and by which conventions all of it was worked out.
 */
import type { BriefDocument, Inline, Section } from './brief-document.js';
import { both, said } from './desk.js';
import { FigureDesk } from './figure-desk.js';
import { beliefSection, differentiationSection, methodSection } from './layout-belief.js';
import { listSection, reasonsSection, standingSection } from './layout-list.js';
import type { LayoutDesk, LayoutInput } from './layout-parts.js';
import type { BriefOptions } from './monthly.js';
import { tableSources } from './table-sources.js';
import { GENRES } from './wording.js';

export function layoutBrief(input: LayoutInput, options: BriefOptions): BriefDocument {
  const desk = new FigureDesk({ ...input, figures: [] });
  const { table, result } = input;
  const region = table.regions.indexOf(input.region);
  const advantage = new Float64Array(table.activities.length);
  const values = new Float64Array(table.activities.length);
  for (let k = table.start[region]!; k < table.start[region + 1]!; k++) {
    advantage[table.activity[k]!] = result.advantage[k]!;
    values[table.activity[k]!] = table.values[k]!;
  }
  const activity = new Map(table.activities.map((name, p) => [name, p]));
  const at: LayoutDesk = { desk, input, region, activity, advantage, values };
  const summary: Inline[][] = [];
  const written = [
    standingSection(at, summary),
    listSection(at, summary),
    reasonsSection(at),
    differentiationSection(at),
    beliefSection(at, summary),
    methodSection(at),
    desk.unwrittenSection(),
  ].filter((one): one is Section => one !== null);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh'
        ? `${input.region}产业布局：近处有什么、值得补什么`
        : `${input.region}: what lies near, and what is worth building`),
    genre: GENRES.layout,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
      ...(input.year === null ? [] : [said(both(`${input.year} 年数据 · `, `Data of ${input.year} · `))]),
      said(both(`成文 ${options.today}`, `Written ${options.today}`)),
      said(both(` · 来源 ${sources.length} 份`, ` · sources: ${sources.length}`)),
    ],
    summary,
    sections: sources.length === 0 ? written : [...written, tableSources(sources, options.today)],
    sources,
    footnotes,
    appendix,
  };
}
