/**
 * The brief of an industrial chain: where it is strong, on whom it depends, what one outage costs, which links to mend
 * first, where its map has gaps, by which method and how exact. Of a table, a supply network, scenarios and a map each
 * part is written from what is there; the rest is listed as not written.
 */
import { LeontiefSystem, tableProfile } from '../chain/index.js';
import type { Area } from '../model/index.js';
import type { BriefDocument, Inline, Section } from './brief-document.js';
import { dependenceSection } from './chain-dependence.js';
import { gapsSection } from './chain-gaps.js';
import { mendingSection } from './chain-mending.js';
import { methodSection } from './chain-method.js';
import { outageSection, shockSection } from './chain-outage.js';
import type { ChainDesk, ChainInput } from './chain-parts.js';
import { type ChainIoTable, TableCells } from './chain-sources.js';
import { strengthSection } from './chain-strength.js';
import { both, said } from './desk.js';
import { FigureDesk } from './figure-desk.js';
import type { BriefOptions } from './monthly.js';
import { tableSources } from './table-sources.js';
import { GENRES } from './wording.js';

export function chainBrief(input: ChainInput, options: BriefOptions): BriefDocument {
  const area = input.home ?? { code: null, name: input.name };
  const desk = new FigureDesk({ ...input, figures: [], area });
  const at: ChainDesk = {
    desk,
    input,
    area,
    io: input.table === null ? null : opened(desk, input.table, area),
  };
  const summary: Inline[][] = [];
  const written = [
    strengthSection(at, summary),
    dependenceSection(at, summary),
    outageSection(at, summary),
    shockSection(at, summary),
    mendingSection(at, summary),
    gapsSection(at, summary),
    methodSection(at),
  ].filter((s): s is Section => s !== null);
  const unwritten = desk.unwrittenSection();
  if (unwritten !== null) written.push(unwritten);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh'
        ? `${input.name}：强弱、风险与补链`
        : `${input.name}: strengths, risks and links to mend`),
    genre: GENRES.chain,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
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

function opened(desk: FigureDesk, given: ChainIoTable, area: Area): NonNullable<ChainDesk['io']> {
  const system = new LeontiefSystem(given.table);
  return { cells: new TableCells(desk, given, area), system, profile: tableProfile(system) };
}
