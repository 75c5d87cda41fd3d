// Satellite accounts from a table: one row an industry, one column a stressor.
import type { IoIndustry, SatelliteAccounts } from '../../chain/index.js';
import { UserError } from '../../model/index.js';
import { loadLexicons, readTable, tablesLexicon } from '../../store/index.js';
import { cellNumber, cellText } from '../../verbs/index.js';

const CODE = ['code', '代码', '部门代码', '行业代码'];
const REGION = ['region', '地区', '省份'];
const NAME = ['name', '名称', '部门', '部门名称', '行业'];

/**
 * Columns: the industry's code, its region where the table has regions, and the stressors, each with its unit in brackets
 * if at all: 能源消费（万吨标准煤）. Industries that the file does not name have none of anything; they are given back.
 */
export async function readSatellite(
  file: string,
  industries: readonly IoIndustry[],
): Promise<{ accounts: SatelliteAccounts; missing: IoIndustry[] }> {
  const table = await readTable(file, { lexicon: tablesLexicon(await loadLexicons()), sheet: null });
  const { columns } = table;
  const among = (names: readonly string[]) =>
    columns.findIndex((column) => names.includes(column.trim().toLowerCase()));
  const [codeAt, regionAt, nameAt] = [among(CODE), among(REGION), among(NAME)];
  if (codeAt < 0)
    throw new UserError({
      zh: `${file}：没有部门代码列（${CODE.join('、')}），有：${columns.join('、')}`,
      en: `${file}: no column of industry codes (${CODE.join(', ')}) among ${columns.join(', ')}`,
    });
  const regional = industries.some(({ region }) => region !== null);
  if (regional && regionAt < 0)
    throw new UserError({
      zh: `${file}：投入产出表分地区，卫星账户须有地区列（${REGION.join('、')}）`,
      en: `${file}: the table has regions, so the accounts need a column of them (${REGION.join(', ')})`,
    });
  const stressorsAt = [...columns.keys()].filter((at) => at !== codeAt && at !== regionAt && at !== nameAt);
  const n = industries.length;
  const key = (region: string, code: string) => JSON.stringify([region, code]);
  const places = new Map(industries.map(({ region, code }, i) => [key(region ?? '', code), i]));
  const values = new Float64Array(stressorsAt.length * n);
  const seen = new Uint8Array(n);
  table.rows.forEach((cells, at) => {
    const refuse = (column: number, zh: string, en: string) =>
      new UserError({
        zh: `${file} 第 ${table.rowNumbers[at]} 行“${columns[column]}”列：“${cellText(cells[column] ?? null)}”${zh}`,
        en: `${file}, row ${table.rowNumbers[at]}, column "${columns[column]}": "${cellText(cells[column] ?? null)}" ${en}`,
      });
    const code = cellText(cells[codeAt] ?? null);
    const i = places.get(key(regional ? cellText(cells[regionAt] ?? null) : '', code));
    if (i === undefined) throw refuse(codeAt, '不是表中的部门代码', 'is no industry of the table');
    if (seen[i]) throw refuse(codeAt, '重复', 'stands there twice');
    seen[i] = 1;
    stressorsAt.forEach((column, s) => {
      const value = cellNumber(cells[column] ?? null);
      if (!Number.isFinite(value)) throw refuse(column, '不是数', 'is no number');
      values[s * n + i] = value;
    });
  });
  return {
    accounts: {
      stressors: stressorsAt.map((at) => {
        const [, name = columns[at]!, unit = ''] =
          /^(.*?)\s*[（(]([^（()）]*)[)）]\s*$/.exec(columns[at]!) ?? [];
        return { code: name, name, unit };
      }),
      values,
      direct: null,
    },
    missing: industries.filter((_, i) => !seen[i]),
  };
}
