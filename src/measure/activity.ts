/** Activity (value added, employment, output …) by area and industry, and the shares that concentration is measured on. */
import { UserError } from '../model/index.js';

export interface ActivityCell {
  area: string;
  industry: string;
  value: number;
}

/** Areas down, industries across: `values[area * industries.length + industry]`. */
export interface Activity {
  areas: string[];
  industries: string[];
  values: Float64Array;
}

/**
 * Lays cells out as a table in order of first appearance. Cells of one area and industry are summed; what has no cell
 * is nothing (0). Throws `UserError` on a value that is no number, and on a negative one unless they are kept: value
 * added may be below 0, and then counts in totals and quotients, while the indices of its industry and area are NaN.
 */
export function activityOf(
  cells: Iterable<ActivityCell>,
  negatives: 'refused' | 'kept' = 'refused',
): Activity {
  const areas = new Map<string, number>();
  const industries = new Map<string, number>();
  const placed: { area: number; industry: number; value: number }[] = [];
  const indexIn = (names: Map<string, number>, name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  for (const { area, industry, value } of cells) {
    if (!Number.isFinite(value) || (value < 0 && negatives === 'refused'))
      throw notAnAmount(`${area}, ${industry}`, value);
    placed.push({ area: indexIn(areas, area), industry: indexIn(industries, industry), value });
  }
  const values = new Float64Array(areas.size * industries.size);
  for (const { area, industry, value } of placed) values[area * industries.size + industry]! += value;
  return { areas: [...areas.keys()], industries: [...industries.keys()], values };
}

export function notAnAmount(where: string, value: number): UserError {
  return new UserError({
    zh: `${where}：数值 ${value} 不是非负数，无法计算集中度`,
    en: `${where}: the value ${value} is not an amount of zero or more; concentration cannot be measured on it`,
  });
}

export interface ActivityTotals {
  /** By area, over industries. */
  areas: Float64Array;
  /** By industry, over areas. */
  industries: Float64Array;
  total: number;
}

export function activityTotals({ areas, industries, values }: Activity): ActivityTotals {
  const byArea = new Float64Array(areas.length);
  const byIndustry = new Float64Array(industries.length);
  let total = 0;
  for (let a = 0, at = 0; a < areas.length; a++)
    for (let i = 0; i < industries.length; i++, at++) {
      const value = values[at]!;
      byArea[a]! += value;
      byIndustry[i]! += value;
      total += value;
    }
  return { areas: byArea, industries: byIndustry, total };
}

/** What each value is of their sum; NaN throughout where the sum is 0 or a value negative: then nothing is a part. */
export function sharesOf(values: ArrayLike<number>): Float64Array {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! < 0 ? Number.NaN : values[i]!;
  return Float64Array.from(values, (value) => value / sum);
}

/** How one industry lies over the areas, s_r: the column of the table. */
export function industryColumn({ areas, industries, values }: Activity, industry: number): Float64Array {
  return Float64Array.from(areas, (_, a) => values[a * industries.length + industry]!);
}

/** What one area consists of: the row of the table. */
export function areaRow({ industries, values }: Activity, area: number): Float64Array {
  return values.subarray(area * industries.length, (area + 1) * industries.length);
}
