// What is known of sectors from outside a network: imports, world exports, complexity, linkages, comparative advantage.
import type { SectorFacts } from '../../chain/index.js';
import { UserError } from '../../model/index.js';
import { cellNumber, cellText, columnsOf } from '../../verbs/index.js';

const COLUMNS: Record<keyof SectorFacts, string[]> = {
  importShare: ['import_share', '进口份额', '进口依存度'],
  importHerfindahl: ['import_hhi', '进口来源HHI'],
  worldExportHerfindahl: ['world_export_hhi', '世界出口HHI'],
  importsOverExports: ['imports_over_exports', '进出口比'],
  complexityPercentile: ['complexity_percentile', '产品复杂度分位'],
  largestSourceShare: ['largest_source_share', '最大来源份额'],
  backwardLinkage: ['backward_linkage', '影响力系数'],
  forwardLinkage: ['forward_linkage', '感应度系数'],
  revealedComparativeAdvantage: ['rca', '显性比较优势'],
};
const SECTOR = { names: ['sector', 'code', '行业', '行业代码', '产品'] };

/** By sector; empty cells are left out, for they say that nobody knows. */
export async function readSectorFacts(file: string): Promise<Map<string, SectorFacts>> {
  const keys = Object.keys(COLUMNS) as (keyof SectorFacts)[];
  const wanted = [SECTOR, ...keys.map((key) => ({ names: COLUMNS[key], optional: true }))];
  const facts = new Map<string, SectorFacts>();
  for await (const rows of columnsOf(file, wanted))
    for (const { row, cells } of rows) {
      const of: SectorFacts = {};
      for (const [at, key] of keys.entries()) {
        const cell = cells[at + 1]!;
        if (cellText(cell) === '') continue;
        const value = cellNumber(cell);
        if (!Number.isFinite(value) || value < 0)
          throw new UserError({
            zh: `${file} 第 ${row} 行“${COLUMNS[key][1]}”（${COLUMNS[key][0]}）列：“${cellText(cell)}”不是不小于 0 的数；不知道就留空`,
            en: `${file}, row ${row}, column "${COLUMNS[key][0]}": "${cellText(cell)}" is no number of 0 or more; leave it empty where it is not known`,
          });
        of[key] = value;
      }
      facts.set(cellText(cells[0]!), of);
    }
  return facts;
}
