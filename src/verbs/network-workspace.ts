// The supply network of a workspace: its enterprises, links and input classes.
import {
  buildSupplyNetwork,
  type FirmRow,
  type InputClasses,
  inputClasses,
  type LinkRow,
} from '../chain/index.js';
import { type Bilingual, UserError } from '../model/index.js';
import {
  loadLexicons,
  type NetworkEnterprise,
  type NetworkLink,
  networkClasses,
  networkEnterprises,
  networkLinks,
  type Tables,
  tablesLexicon,
  writtenUnit,
} from '../store/index.js';
import { cellNumber } from './columns-file.js';
import type { ReadNetwork, ReadNetworkOptions } from './network-files.js';
import { classRowsOf } from './network-files.js';

export interface WorkspaceNetworkOptions extends ReadNetworkOptions {
  /** Of the links, as the workspace writes it; default the latest that any link has. */
  period?: string | undefined;
  /** A file of input classes in place of those of the workspace. */
  classes?: string | undefined;
  /** Leaves out firms that no link of the period names: they pass nothing on. */
  linkedOnly?: boolean;
}

export interface WorkspaceNetwork extends ReadNetwork {
  notes: Bilingual[];
  areas: (string | null)[];
  /** n: the same in words. */
  places: (string | null)[];
  period: string | null;
  /** Of the links; null where none is stated. */
  unit: string | null;
}

/** How messages name the tables of a workspace. */
export const WORKSPACE_TABLES = { firms: 'enterprises', links: 'links', classes: 'input-classes' } as const;

/**
 * Firms are the standing enterprises, known by credit code and by name, their sector the code of their industry. Links
 * are those of one period, and those without a period. Attributes of firms are columns of the list that have no place
 * of their own, found by heading with or without its unit, in base units. Throws `UserError` where there are no firms,
 * no links, or links in several units.
 */
export async function readWorkspaceNetwork(
  workspace: Tables,
  options: WorkspaceNetworkOptions,
): Promise<WorkspaceNetwork> {
  const { firmColumns = [], firmTexts = [] } = options;
  const [registered, links, classRows] = await Promise.all([
    networkEnterprises(workspace, { other: firmColumns.length + firmTexts.length > 0 }),
    networkLinks(workspace),
    networkClasses(workspace),
  ]);
  if (registered.length === 0) throw nothing('enterprises', 'firms.csv');
  if (links.length === 0) throw nothing('links', 'links.csv');
  const { chosen, period, left } = linksOf(links, options.period);
  const idOf = new Map<string, string>();
  for (const firm of registered) {
    const id = firm.creditCode ?? firm.name;
    if (!idOf.has(firm.name)) idOf.set(firm.name, id);
    idOf.set(id, id);
  }
  const linked = new Set<string>();
  if (options.linkedOnly)
    for (const { supplier, buyer } of chosen)
      linked.add(idOf.get(supplier) ?? supplier).add(idOf.get(buyer) ?? buyer);
  const enterprises = options.linkedOnly
    ? registered.filter(({ creditCode, name }) => linked.has(creditCode ?? name))
    : registered;
  const rows = options.classes === undefined ? classRows : await classRowsOf(options.classes, options.signal);
  const written = new Map(
    rows.flatMap(({ supplierSector, buyerSector }) =>
      [supplierSector, buyerSector].map((sector) => [withoutSection(sector), sector] as const),
    ),
  );
  const firmRows: FirmRow[] = enterprises.map((firm) => ({
    id: firm.creditCode ?? firm.name,
    sector: sectorOf(firm, written),
    row: firm.row,
  }));
  // One after another: a second copy of every link would be half of what opening takes.
  function* linkRows(): Generator<LinkRow> {
    for (const { supplier, buyer, value, row } of chosen)
      yield {
        supplier: idOf.get(supplier) ?? supplier,
        buyer: idOf.get(buyer) ?? buyer,
        weight: value,
        row,
      };
  }
  const { network, treatments } = buildSupplyNetwork(
    firmRows,
    linkRows(),
    options.selfLoops ? { selfLoops: options.selfLoops } : {},
  );
  let classes: ReturnType<typeof inputClasses> | null = null;
  if (rows.length > 0) classes = inputClasses(network, rows, { missing: options.missingClass ?? null });
  const firmOf = new Map(enterprises.map((firm) => [firm.creditCode ?? firm.name, firm]));
  const own = network.ids.map((id) => firmOf.get(id)!);
  const lexicon = tablesLexicon(await loadLexicons());
  return {
    network,
    classes: (classes?.classes ?? null) as InputClasses | null,
    treatments: { network: treatments, classes: classes?.treatments ?? null },
    names: own.map(({ name }) => name),
    areas: own.map(({ areaCode, area }) => areaCode ?? area),
    places: own.map(({ areaCode, area }) => area ?? areaCode),
    period,
    unit: chosen[0]?.unit ?? null,
    firmValues: new Map(
      firmColumns.map((name) => [name, Float64Array.from(own, (firm) => attribute(firm, name, lexicon))]),
    ),
    firmTexts: new Map(firmTexts.map((name) => [name, own.map((firm) => textAttribute(firm, name))])),
    notes: [
      {
        zh: `工作区的供应关系：时期 ${period ?? '未注明'}，${chosen.length} 条${left > 0 ? `；其他时期 ${left} 条未用（--period 可另选）` : ''}`,
        en: `links of the workspace: period ${period ?? 'not stated'}, ${chosen.length}${left > 0 ? `; ${left} of other periods were left out (choose with --period)` : ''}`,
      },
    ],
  };
}

/** `C36` is division 36 of GB/T 4754, whose section its number implies. */
function withoutSection(sector: string): string {
  return sector.replace(/^[A-T](?=\d{2,4}$)/, '');
}

/** A firm's sector in the detail and the writing of the table of input classes: `C36` for a firm of class 3670. */
function sectorOf(
  { industryCode, industry }: NetworkEnterprise,
  written: ReadonlyMap<string, string>,
): string {
  if (industryCode === null) return industry ?? '';
  const code = withoutSection(industryCode.replace(/^.*:/, ''));
  for (let length = code.length; length >= 2; length--) {
    const known = written.get(code.slice(0, length));
    if (known !== undefined) return known;
  }
  return code;
}

/** The links of one period in one unit. */
function linksOf(links: readonly NetworkLink[], asked: string | undefined) {
  const named = new Set<string>();
  for (const { period } of links) if (period !== null) named.add(period);
  const periods = [...named].sort();
  if (asked !== undefined && !periods.includes(asked))
    throw new UserError({
      zh: `工作区没有时期为 ${asked} 的供应关系，有：${periods.join('、') || '——'}`,
      en: `the workspace has no links of the period ${asked}; it has ${periods.join(', ') || '—'}`,
    });
  const period = asked ?? periods.at(-1) ?? null;
  const chosen = links.filter((link) => link.period === null || link.period === period);
  const stated = new Set<string>();
  for (const { unit } of chosen) stated.add(unit ?? '—');
  const units = [...stated];
  if (units.length > 1)
    throw new UserError({
      zh: `供应关系的单位不一：${units.join('、')}。请补上单位后重新导入`,
      en: `links are in several units: ${units.join(', ')}. State the unit and import them again`,
    });
  return { chosen, period, left: links.length - chosen.length };
}

const bare = (heading: string) => heading.replace(/[（(][^（()）]*[)）]\s*$/, '').trim();

function headingOf(firm: NetworkEnterprise, name: string): string | undefined {
  const headings = Object.keys(firm.other);
  return headings.find((heading) => heading === name) ?? headings.find((heading) => bare(heading) === name);
}

function attribute(firm: NetworkEnterprise, name: string, lexicon: ReturnType<typeof tablesLexicon>): number {
  const heading = headingOf(firm, name);
  const value = heading === undefined ? Number.NaN : cellNumber(firm.other[heading]!);
  if (!Number.isFinite(value) || value < 0)
    throw new UserError({
      zh: `工作区的企业 ${firm.name}（${firm.file ?? ''} 第 ${firm.row} 行）：“${name}”${heading === undefined ? '没有' : `为“${firm.other[heading]}”`}，应为不小于 0 的数`,
      en: `firm ${firm.name} of the workspace (${firm.file ?? ''}, row ${firm.row}): "${name}" ${heading === undefined ? 'is not given' : `is "${firm.other[heading]}"`}; a number of 0 or more is expected`,
    });
  const written = /[（(]([^（()）]*)[)）]\s*$/.exec(heading!)?.[1];
  const unit = written === undefined ? null : writtenUnit(written, lexicon);
  return value * (unit?.scale ?? 1);
}

function textAttribute(firm: NetworkEnterprise, name: string): string {
  const heading = headingOf(firm, name);
  return heading === undefined ? '' : String(firm.other[heading]);
}

function nothing(table: 'enterprises' | 'links', example: string): UserError {
  return new UserError({
    zh: `工作区没有${table === 'links' ? '供应关系' : '企业'}。请先导入：ballast import ${example} --as ${table}，或用 --firms、--links 给出文件`,
    en: `the workspace has no ${table}. Import them first: ballast import ${example} --as ${table}, or give files with --firms and --links`,
  });
}
