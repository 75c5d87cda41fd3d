// Suppliers for each weak link that the risk of a supply network points to, and who of them should take which.
import { CandidateSearch } from '../../match/index.js';
import type { Bilingual } from '../../model/index.js';
import { loadCodes } from '../../store/index.js';
import { readProviders, rejectLine, weakLinkReason, weakLinkSuppliers } from '../../verbs/index.js';
import { type CascadeCommandOptions, findAddedLinks, INTERRUPTED, methodOf } from '../chain/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';

export const WEAK_LINKS_SCHEMA = 'ballast.match.weak-links/1';

export interface WeakLinkOptions extends CascadeCommandOptions {
  moved: number;
  evaluated: number;
  areas?: string;
  within?: 'city' | 'province';
  /** Firms outside the network that could fill what nobody inside can. */
  small?: string;
  out?: string;
  encoding?: string;
  json?: boolean;
}

/** Candidates that are tried for one link. */
const TRIED = 4;
const AT_RISK = 200;

/**
 * A weak link is a purchase whose move in part to a further supplier lowers the risk of the whole (`chain mend`). What a
 * supplier is worth to the link is the fall of the total; what the link is worth to a supplier is the order it brings, as
 * a share of its sales. Every supplier takes one link and every link one supplier, by a stable matching in which links
 * propose. Links that nobody inside can take are searched for among the firms of `--small` by their texts.
 */
export async function supplyWeakLinks(
  options: WeakLinkOptions & { today: string },
  terminal: Terminal,
): Promise<number> {
  const { moved, evaluated, areas } = options;
  const added = await findAddedLinks(
    options,
    {
      ...{ moved, evaluated, areas, atRisk: AT_RISK, candidatesPerLink: TRIED },
      within: options.within ?? null,
    },
    terminal,
  );
  if (added === null) return INTERRUPTED;
  const { network, names, found, firm, stop, notes } = added;
  const codes = await loadCodes();
  const outside =
    options.small === undefined
      ? null
      : await readProviders(options.small, codes, { encoding: options.encoding ?? null });
  const search = outside === null ? null : new CandidateSearch(outside.firms.map(({ provider }) => provider));
  const { weak, gaps, chosen, stable } = weakLinkSuppliers(
    found,
    (i) => ({ name: names[i]!, sector: network.sectors[network.sectorOf[i]!]! }),
    search && ((need, count) => search.find(need, { count }).candidates),
    codes,
  );
  const said: Bilingual[] = [...notes, ...(outside?.notices ?? [])];
  const rejects = outside?.rejects ?? [];
  const { lang } = terminal;
  const json = {
    schema: WEAK_LINKS_SCHEMA,
    ...methodOf(options, network, stop),
    moved: options.moved,
    within: options.within ?? null,
    counts: found.counts,
    weakLinks: weak.map(({ buyer, from, proposals }, at) => ({
      buyer: firm(buyer),
      supplierNow: firm(from),
      proposals: proposals.map(({ buyer: _, from: __, to, ...link }) => ({
        supplier: firm(to),
        chosen: chosen.get(at) === to,
        ...link,
        reason: weakLinkReason(link)[lang],
      })),
    })),
    gaps: gaps.map(({ buyer, supplier, candidates, ...gap }) => ({
      buyer: firm(buyer),
      supplierNow: firm(supplier),
      ...gap,
      candidates: candidates.map(({ provider, score, terms }) => ({
        id: outside!.firms[provider]!.provider.id,
        name: outside!.firms[provider]!.provider.name,
        score,
        terms: terms.map(({ reason, ...term }) => ({ ...term, reason: reason[lang] })),
      })),
    })),
    stable,
    notes: said.map((note) => note[lang]),
    rejects: rejectsJson(rejects, lang),
  };
  const rows = weak.flatMap(({ buyer, from, proposals }, at) =>
    proposals.map((link) => [
      names[buyer]!,
      names[from]!,
      names[link.to]!,
      chosen.get(at) === link.to ? '★' : '',
      Number(link.value.toPrecision(5)),
      Number((100 * link.relative).toPrecision(4)),
      weakLinkReason(link)[lang],
    ]),
  );
  const headings: Bilingual[] = [
    { zh: '采购企业', en: 'Buyer' },
    { zh: '现供应商', en: 'Supplier now' },
    { zh: '推荐供应商', en: 'Supplier proposed' },
    { zh: '一家一单', en: 'Chosen' },
    { zh: '转移金额', en: 'Moved' },
    { zh: '总风险变化（%）', en: 'Total risk, %' },
    { zh: '理由', en: 'Reason' },
  ];
  const gapHeadings: Bilingual[] = [
    { zh: '采购企业', en: 'Buyer' },
    { zh: '现供应商', en: 'Supplier now' },
    { zh: '金额', en: 'Value' },
    { zh: '名单外的候选', en: 'Candidates outside' },
  ];
  const gapRows = gaps.map(({ buyer, supplier, value, candidates }) => [
    names[buyer]!,
    names[supplier]!,
    Number(value.toPrecision(5)),
    candidates
      .map(({ provider, score }) => `${outside!.firms[provider]!.provider.name}（${score.toFixed(2)}）`)
      .join('、'),
  ]);
  if (options.out !== undefined) {
    const sheets: SheetTable[] = [
      {
        name: { zh: '薄弱环节', en: 'Weak links' },
        columns: headings.map((title) => ({ title, width: 24 })),
        rows,
      },
      {
        name: { zh: '缺口', en: 'Gaps' },
        columns: gapHeadings.map((title) => ({ title, width: 30 })),
        rows: gapRows,
      },
      ...rejectSheet(rejects, lang),
    ];
    await writeAnswer(options.out, sheets, json, lang, options.today);
  }
  if (options.json) terminal.json(json);
  else if (options.out !== undefined)
    terminal.print(
      terminal.say({
        zh: `${options.out}：薄弱环节 ${weak.length} 条，缺口 ${gaps.length} 条`,
        en: `${options.out}: ${weak.length} weak links, ${gaps.length} gaps`,
      }),
    );
  else {
    terminal.print(
      terminal.say({
        zh: `薄弱环节 ${weak.length} 条：转移采购后总风险下降的供应关系；★ 为一家一单的稳定配对`,
        en: `${weak.length} weak links: purchases whose move lowers the total risk; ★ is a stable matching of one link to one supplier`,
      }),
    );
    if (rows.length > 0)
      terminal.print(
        textTable(
          headings.map((one) => one[lang]),
          rows,
        ),
      );
    if (gapRows.length > 0) {
      terminal.print(
        terminal.say({
          zh: `\n缺口 ${gaps.length} 条：名单内没有企业能接单${outside === null ? '；--small 给出名单外的企业，可为其找候选' : ''}`,
          en: `\n${gaps.length} gaps: nobody on the list can take the order${outside === null ? '; --small FILE names firms outside it to search' : ''}`,
        }),
      );
      terminal.print(
        textTable(
          gapHeadings.map((one) => one[lang]),
          gapRows.slice(0, 10),
        ),
      );
    }
  }
  for (const reject of rejects) terminal.note(rejectLine(reject));
  return rejects.length > 0 ? EXIT.badInput : EXIT.done;
}
