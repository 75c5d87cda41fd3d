// A supply network from three files: firms, links, classes of inputs.
import {
  type ClassTreatments,
  type FirmRow,
  type InputClasses,
  type InputClassRow,
  inputClasses,
  type NetworkTreatments,
  type SupplyNetwork,
  SupplyNetworkBuilder,
} from '../chain/index.js';
import { type Bilingual, UserError } from '../model/index.js';
import { cellNumber, cellText, columnsOf } from './columns-file.js';

export interface NetworkFiles {
  firms: string;
  links: string;
  /** Without it nothing can be said of what an input is worth. */
  classes?: string;
}

export interface ReadNetworkOptions {
  selfLoops?: 'drop' | 'keep';
  /** Class of pairs of sectors that the file lacks and links need; without it they stop the reading. */
  missingClass?: 0 | 1 | 2;
  /** Further columns of numbers of the firms, by name: revenue, costs, leak. */
  firmColumns?: readonly string[];
  /** Further columns of text of the firms, by name. */
  firmTexts?: readonly string[];
  signal?: AbortSignal;
}

export interface ReadNetwork {
  network: SupplyNetwork;
  classes: InputClasses | null;
  treatments: { network: NetworkTreatments; classes: ClassTreatments | null };
  /** n: names of the firms; their ids where the file has no names. */
  names: readonly string[];
  /** n by name, in the order of the network's firms. */
  firmValues: ReadonlyMap<string, Float64Array>;
  firmTexts: ReadonlyMap<string, readonly string[]>;
}

export const FIRM = {
  id: { names: ['id', '统一社会信用代码', '企业编号', 'firm', '企业', '企业名称'] },
  name: { names: ['name', '企业名称', '名称'], optional: true },
  sector: { names: ['sector', 'industry', '行业', '行业代码', '产品'] },
};
export const LINK = {
  supplier: { names: ['supplier', 'seller', '供应商', '供应企业', '销售方', '卖方'] },
  buyer: { names: ['buyer', 'customer', '采购商', '采购企业', '购买方', '买方', '客户'] },
  weight: { names: ['weight', 'value', 'amount', '金额', '交易额', '价税合计'] },
};
const CLASS = {
  supplierSector: { names: ['supplier_sector', '供应行业', '投入行业'] },
  buyerSector: { names: ['buyer_sector', '采购行业', '使用行业'] },
  class: { names: ['class', '类别'] },
};

/** Throws `UserError` where a file or a column is not there, no firm or no link is left, or a class that links need is missing. */
export function readNetwork(
  files: NetworkFiles & { classes: string },
  options?: ReadNetworkOptions,
): Promise<ReadNetwork & { classes: InputClasses }>;
export function readNetwork(files: NetworkFiles, options?: ReadNetworkOptions): Promise<ReadNetwork>;
export async function readNetwork(
  files: NetworkFiles,
  options: ReadNetworkOptions = {},
): Promise<ReadNetwork> {
  const { firmColumns = [], firmTexts = [], signal } = options;
  const firms: FirmRow[] = [];
  const values: number[][] = firmColumns.map(() => []);
  const names: string[] = [];
  const texts: string[][] = firmTexts.map(() => []);
  const numbered = new Map<string, number>();
  const wanted = [
    FIRM.id,
    FIRM.sector,
    FIRM.name,
    ...[...firmColumns, ...firmTexts].map((name) => ({ names: [name] })),
  ];
  for await (const rows of columnsOf(files.firms, wanted, signal))
    for (const { row, cells } of rows) {
      const id = cellText(cells[0]!);
      if (!numbered.has(id)) numbered.set(id, firms.length);
      firms.push({ id, sector: cellText(cells[1]!), row });
      names.push(cellText(cells[2]!) || id);
      for (const [at, of] of values.entries())
        of.push(firmNumber(files.firms, row, firmColumns[at]!, cells[3 + at]!));
      for (const [at, of] of texts.entries()) of.push(cellText(cells[3 + firmColumns.length + at]!));
    }
  const builder = new SupplyNetworkBuilder(firms, options.selfLoops ? { selfLoops: options.selfLoops } : {});
  for await (const rows of columnsOf(files.links, [LINK.supplier, LINK.buyer, LINK.weight], signal))
    for (const { row, cells } of rows)
      builder.add({
        supplier: cellText(cells[0]!),
        buyer: cellText(cells[1]!),
        weight: cellNumber(cells[2]!),
        written: cellText(cells[2]!),
        row,
      });
  const { network, treatments } = builder.finish();
  if (network.ids.length === 0)
    throw new UserError({ zh: `${files.firms}：没有可用的企业`, en: `${files.firms}: no firm can be used` });
  if (network.outBuyer.length === 0) throw withoutLinks(files.links, treatments);
  const classes =
    files.classes === undefined
      ? null
      : classesOf(files.classes, network, await classRowsOf(files.classes, signal), options.missingClass);
  return {
    network,
    classes: classes?.classes ?? null,
    treatments: { network: treatments, classes: classes?.treatments ?? null },
    names: network.ids.map((id) => names[numbered.get(id)!]!),
    firmValues: new Map(
      firmColumns.map((name, at) => [
        name,
        Float64Array.from(network.ids, (id) => values[at]![numbered.get(id)!]!),
      ]),
    ),
    firmTexts: new Map(
      firmTexts.map((name, at) => [name, network.ids.map((id) => texts[at]![numbered.get(id)!]!)]),
    ),
  };
}

function withoutLinks(file: string, { linksRefused }: NetworkTreatments): UserError {
  const first = linksRefused[0];
  if (first === undefined)
    return new UserError({ zh: `${file}：没有可用的供应关系`, en: `${file}: no link can be used` });
  const { row, column, value, reason } = first;
  return new UserError({
    zh: `${file}：没有可用的供应关系，${linksRefused.length} 行未用，首先是第 ${row} 行“${column}”列：“${value}”${reason.zh}`,
    en: `${file}: no link can be used; ${linksRefused.length} row(s) were left out, the first of them row ${row}, column "${column}": "${value}" ${reason.en}`,
  });
}

/** As `inputClasses`; what it throws names the file and the option that says what to take. */
function classesOf(file: string, network: SupplyNetwork, rows: InputClassRow[], missing?: 0 | 1 | 2) {
  try {
    return inputClasses(network, rows, { missing: missing ?? null });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { zh, en } = error;
    throw new UserError({
      zh: `${file}：${zh}（--missing-class 0|1|2）`,
      en: `${file}: ${en} (--missing-class 0|1|2)`,
    });
  }
}

/** Rows of a file of input classes, as they stand. */
export async function classRowsOf(file: string, signal?: AbortSignal): Promise<InputClassRow[]> {
  const classRows: InputClassRow[] = [];
  for await (const rows of columnsOf(file, [CLASS.supplierSector, CLASS.buyerSector, CLASS.class], signal))
    for (const { row, cells } of rows)
      classRows.push({
        supplierSector: cellText(cells[0]!),
        buyerSector: cellText(cells[1]!),
        class: cellNumber(cells[2]!),
        written: cellText(cells[2]!),
        row,
      });
  return classRows;
}

function firmNumber(
  file: string,
  row: number,
  column: string,
  cell: Parameters<typeof cellNumber>[0],
): number {
  const value = cellNumber(cell);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new UserError({
    zh: `${file} 第 ${row} 行“${column}”列：“${cellText(cell)}”不是不小于 0 的数`,
    en: `${file}, row ${row}, column "${column}": "${cellText(cell)}" is no number of 0 or more`,
  });
}

/** Rows told one by one. */
const TOLD = 10;

/** What was left out, merged or assumed on the way from files to network, as lines to read. */
export function treatmentNotes(
  files: NetworkFiles,
  { network, classes }: ReadNetwork['treatments'],
): Bilingual[] {
  const refused = (file: string, rows: NetworkTreatments['linksRefused']): Bilingual[] => [
    ...rows.slice(0, TOLD).map(({ row, column, value, reason }) => ({
      zh: `${file} 第 ${row} 行“${column}”列：“${value}”${reason.zh}，该行未用`,
      en: `${file}, row ${row}, column "${column}": "${value}" ${reason.en}; the row was left out`,
    })),
    ...(rows.length > TOLD
      ? [
          {
            zh: `${file}：另有 ${rows.length - TOLD} 行未用，--json 列出全部`,
            en: `${file}: ${rows.length - TOLD} more rows were left out; --json lists them all`,
          },
        ]
      : []),
  ];
  const notes = [
    ...refused(files.firms, network.firmsRefused),
    ...refused(files.links, network.linksRefused),
  ];
  const { selfLoops, zeroLinks, linksMerged } = network;
  if (linksMerged > 0)
    notes.push({
      zh: `${files.links}：${linksMerged} 行与先前的行是同一对企业，金额已相加`,
      en: `${files.links}: ${linksMerged} row(s) of a pair of firms that stood before were added to it`,
    });
  if (selfLoops.count > 0)
    notes.push({
      zh: `${files.links}：${selfLoops.count} 行是企业对自己的销售（第 ${selfLoops.firstRows.join('、')} 行${selfLoops.count > selfLoops.firstRows.length ? '等' : ''}），${selfLoops.treatment === 'dropped' ? '未计入' : '已计入'}`,
      en: `${files.links}: ${selfLoops.count} row(s) are sales of a firm to itself (row ${selfLoops.firstRows.join(', ')}${selfLoops.count > selfLoops.firstRows.length ? ', …' : ''}), ${selfLoops.treatment === 'dropped' ? 'left out' : 'kept'}`,
    });
  if (zeroLinks.count > 0)
    notes.push({
      zh: `${files.links}：${zeroLinks.count} 行金额为 0，未计入`,
      en: `${files.links}: ${zeroLinks.count} row(s) of value 0 were left out`,
    });
  for (const { row, value, reason } of classes?.refused.slice(0, TOLD) ?? [])
    notes.push({
      zh: `${files.classes} 第 ${row} 行“class”列：“${value}”${reason.zh}，该行未用`,
      en: `${files.classes}, row ${row}, column "class": "${value}" ${reason.en}; the row was left out`,
    });
  if (classes !== null && classes.missing.length > 0)
    notes.push({
      zh: `${files.classes}：缺 ${classes.missing.length} 对行业，按类别 ${classes.missingClass} 处理`,
      en: `${files.classes}: ${classes.missing.length} pair(s) of sectors are missing and were taken as class ${classes.missingClass}`,
    });
  return notes;
}
