// How much each kind of input matters to each kind of firm: from rows of sector pairs to a matrix.
import { type Bilingual, UserError } from '../../model/index.js';
import { INPUT_CLASS, type InputClasses, type SupplyNetwork } from './supply-network.js';

export interface InputClassRow {
  supplierSector: string;
  buyerSector: string;
  /** 0 negligible, 1 non-essential, 2 essential. */
  class: number;
  /** What the cell says, for the report where that is no class. */
  written?: string;
  row?: number;
}

export interface ClassTreatments {
  /** Rows whose class is none of 0, 1 and 2, or that contradict an earlier row; left out. */
  refused: readonly { row: number; value: string; reason: Bilingual }[];
  /** Rows about sectors that no firm has. */
  unusedRows: number;
  /** Pairs without a row that some link needs, as codes, and the class they were given. */
  missing: readonly { supplierSector: string; buyerSector: string }[];
  missingClass: number | null;
  /** Pairs without a row that no link needs; they change nothing. */
  missingUnneeded: number;
}

/** Pairs named in a message. */
const NAMED = 5;

/**
 * The class of every pair of sectors of `network`. A pair that a link needs and no row gives takes `missing` and is
 * reported; without `missing` it throws `UserError` that names the first such pairs, for nothing in the data says
 * how much such an input matters.
 */
export function inputClasses(
  network: Pick<SupplyNetwork, 'sectors' | 'sectorOf' | 'outStart' | 'outBuyer'>,
  rows: Iterable<InputClassRow>,
  { missing = null }: { missing?: 0 | 1 | 2 | null } = {},
): { classes: InputClasses; treatments: ClassTreatments } {
  const { sectors } = network;
  const m = sectors.length;
  const numberOf = new Map(sectors.map((code, at) => [code, at]));
  const classes = new Uint8Array(m * m);
  const given = new Uint8Array(m * m);
  const refused: { row: number; value: string; reason: Bilingual }[] = [];
  let unusedRows = 0;
  let count = 0;
  for (const each of rows) {
    const row = each.row ?? count + 1;
    count++;
    const k = numberOf.get(each.supplierSector);
    const l = numberOf.get(each.buyerSector);
    if (each.class !== 0 && each.class !== 1 && each.class !== 2) {
      refused.push({ row, value: each.written ?? String(each.class), reason: NO_CLASS });
    } else if (k === undefined || l === undefined) unusedRows++;
    else if (given[k * m + l] === 1 && classes[k * m + l] !== each.class) {
      const first = classes[k * m + l]!;
      refused.push({
        row,
        value: String(each.class),
        reason: {
          zh: `与先前给出的 ${each.supplierSector}→${each.buyerSector} 类别 ${first} 矛盾`,
          en: `contradicts the class ${first} that ${each.supplierSector} to ${each.buyerSector} was given before`,
        },
      });
    } else {
      classes[k * m + l] = each.class;
      given[k * m + l] = 1;
    }
  }
  const needed = neededPairs(network);
  const lacking: { supplierSector: string; buyerSector: string }[] = [];
  let missingUnneeded = 0;
  for (let pair = 0; pair < m * m; pair++) {
    if (given[pair] === 1) continue;
    if (needed[pair] === 0) missingUnneeded++;
    else
      lacking.push({
        supplierSector: sectors[Math.floor(pair / m)]!,
        buyerSector: sectors[pair % m]!,
      });
    classes[pair] = missing ?? INPUT_CLASS.negligible;
  }
  if (lacking.length > 0 && missing === null) throw missingPairs(lacking, refused);
  return {
    classes: { sectors, classes },
    treatments: {
      refused,
      unusedRows,
      missing: lacking,
      missingClass: lacking.length > 0 ? missing : null,
      missingUnneeded,
    },
  };
}

const NO_CLASS: Bilingual = {
  zh: '不是类别：应为 0（可忽略）、1（非必需）或 2（必需）',
  en: 'is no class: 0 (negligible), 1 (non-essential) or 2 (essential) is expected',
};

/** m × m: 1 where some firm of the first sector sells to a firm of the second. */
function neededPairs({
  sectors,
  sectorOf,
  outStart,
  outBuyer,
}: Pick<SupplyNetwork, 'sectors' | 'sectorOf' | 'outStart' | 'outBuyer'>): Uint8Array {
  const m = sectors.length;
  const needed = new Uint8Array(m * m);
  for (let i = 0; i < sectorOf.length; i++)
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++)
      needed[sectorOf[i]! * m + sectorOf[outBuyer[e]!]!] = 1;
  return needed;
}

function missingPairs(
  lacking: readonly { supplierSector: string; buyerSector: string }[],
  refused: ClassTreatments['refused'],
): UserError {
  const named = lacking
    .slice(0, NAMED)
    .map(({ supplierSector, buyerSector }) => `${supplierSector}→${buyerSector}`);
  const more = lacking.length > NAMED;
  const rows = refused.slice(0, NAMED);
  const further = refused.length > NAMED;
  const unusable = {
    zh: rows.map(({ row, value, reason }) => `第 ${row} 行“${value}”${reason.zh}`).join('；'),
    en: rows.map(({ row, value, reason }) => `row ${row}: "${value}" ${reason.en}`).join('; '),
  };
  return new UserError({
    zh: `投入类别表缺 ${lacking.length} 对有供应关系的行业：${named.join('、')}${more ? '……' : ''}。请补上这些行（供应行业、采购行业、类别 0/1/2），或指定缺失时的类别${rows.length > 0 ? `。其中有未用的行：${unusable.zh}${further ? '……' : ''}` : ''}`,
    en: `the table of input classes lacks ${lacking.length} pair(s) of sectors that links need: ${named.join(', ')}${more ? ', …' : ''}. Add rows for them (supplier sector, buyer sector, class 0, 1 or 2), or name a class for missing pairs${rows.length > 0 ? `. Rows of it that could not be used: ${unusable.en}${further ? '; …' : ''}` : ''}`,
  });
}
