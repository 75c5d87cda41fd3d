// Firms of a region in an industry, out of the register of the workspace.
import type { IndustryCodes } from '../../model/index.js';
import type { StoredEnterprise } from '../../store/index.js';

export interface FirmsAtHand {
  /** `industry`: in the industry itself; `division`: the register or the table says no more than the division. */
  by: 'industry' | 'division';
  count: number;
  /** Those with titles first. */
  firms: { name: string; creditCode: string | null; industry: string | null; titles: string[] }[];
}

const SHOWN = 5;

/** Null where the industry of the table is no code of GB/T 4754 or nobody is there. */
export function firmsAtHand(
  enterprises: readonly StoredEnterprise[],
  region: string,
  activity: string,
  industries: IndustryCodes,
): FirmsAtHand | null {
  const resolved = industries.resolve(activity);
  if (resolved.status !== 'resolved' || resolved.level === 'set') return null;
  const code = resolved.code.replace(/^[A-Z]/, '');
  const here = enterprises.filter(
    ({ area }) => area !== null && (area === region || area.startsWith(region) || region.startsWith(area)),
  );
  const codeOf = ({ industryCode }: StoredEnterprise) =>
    (industryCode ?? '').replace(/^.*:/, '').replace(/^[A-Z]/, '');
  const own = here.filter((one) => code !== '' && codeOf(one).startsWith(code));
  const wide = here.filter((one) => codeOf(one) !== '' && codeOf(one) === code.slice(0, 2));
  const [by, list] = own.length > 0 ? (['industry', own] as const) : (['division', wide] as const);
  if (list.length === 0) return null;
  return {
    by,
    count: list.length,
    firms: [...list]
      .sort((a, b) => b.titles.length - a.titles.length || (a.name < b.name ? -1 : 1))
      .slice(0, SHOWN)
      .map(({ name, creditCode, industry, titles }) => ({ name, creditCode, industry, titles })),
  };
}
