// Firms of a region in its industries, out of the register of the workspace.
import type { IndustryCodes } from '../../model/index.js';
import type { Workspace } from '../../store/index.js';

export interface FirmsAtHand {
  /** `industry`: in the industry itself; `division`: the register or the table says no more than the division. */
  by: 'industry' | 'division';
  count: number;
  /** Those with titles first. */
  firms: { name: string; creditCode: string | null; industry: string | null; titles: string[] }[];
}

const SHOWN = 5;

interface FirmRow {
  name: string;
  creditCode: string | null;
  industry: string | null;
  industryCode: string | null;
  titles: string[];
}

/** By activity; without those that are no code of GB/T 4754 or that nobody of the region is in. */
export async function firmsAtHand(
  workspace: Workspace | null,
  region: string,
  activities: readonly string[],
  industries: IndustryCodes,
): Promise<Map<string, FirmsAtHand>> {
  const found = new Map<string, FirmsAtHand>();
  if (workspace === null) return found;
  const codes = new Map<string, string>();
  for (const activity of activities) {
    const resolved = industries.resolve(activity);
    const code =
      resolved.status === 'resolved' && resolved.level !== 'set' ? resolved.code.replace(/^[A-Z]/, '') : '';
    if (code.length >= 2) codes.set(activity, code);
  }
  const divisions = [...new Set([...codes.values()].map((code) => code.slice(0, 2)))];
  if (divisions.length === 0) return found;
  const rows = await workspace.query<Omit<FirmRow, 'titles'> & { titles: string }>(
    `SELECT name, credit_code AS "creditCode", industry, titles,
       regexp_replace(regexp_replace(coalesce(industry_code, ''), '^.*:', ''), '^[A-Z]', '') AS "industryCode"
     FROM enterprises
     WHERE revised_by IS NULL AND area IS NOT NULL AND (starts_with(area, $1) OR starts_with($1, area))
       AND list_contains(string_split($2, ','), "industryCode"[1:2])`,
    [region, divisions.join(',')],
  );
  const firms = rows.map((row): FirmRow => ({ ...row, titles: JSON.parse(row.titles) as string[] }));
  for (const [activity, code] of codes) {
    const own = firms.filter(({ industryCode }) => industryCode!.startsWith(code));
    const wide = firms.filter(({ industryCode }) => industryCode === code.slice(0, 2));
    const [by, list] = own.length > 0 ? (['industry', own] as const) : (['division', wide] as const);
    if (list.length === 0) continue;
    found.set(activity, {
      by,
      count: list.length,
      firms: [...list]
        .sort((a, b) => b.titles.length - a.titles.length || (a.name < b.name ? -1 : 1))
        .slice(0, SHOWN)
        .map(({ name, creditCode, industry, titles }) => ({ name, creditCode, industry, titles })),
    });
  }
  return found;
}
