/**
 * Sums of reports as figures: level over all firms that reported; growth, pull, contribution rate, share and breadth over
 * the same firms in both years. Every one leads to the sums it was worked out from, and these to the files of the reports.
 */
import { type Area, type Figure, type Industry, type ReportsLocator, sha256 } from '../model/index.js';
import { contributions, type Part } from './contribution.js';
import { computedFigure } from './origin.js';
import type { ReportSum, SumRange } from './report-sums.js';
import type { MeasureRules } from './rules.js';

export interface SummedItem {
  id: number;
  /** The indicator that the item states, as it is printed. */
  indicator: string;
  /** In base units. */
  unit: string;
  stock: boolean;
  /** Below zero means a loss: firms that lose are counted. */
  loss: boolean;
}

/** A file of reports, and how many values of an item and month it holds. */
export interface ReportFile {
  item: number;
  month: number;
  file: string;
  sha256: string;
  released: string | null;
  synthetic: boolean;
  values: number;
}

export interface ReportPlace {
  /** What all the sums are about: a place, or a cluster by its name. */
  area: Area;
  /** Parts of the area by the beginning of their code that the sums go by. */
  parts: ReadonlyMap<string, Area>;
  /** Names of the divisions by code. */
  divisions: ReadonlyMap<string, string>;
  /** Sections by their divisions, first and last. */
  sections: readonly { code: string; name: string; from: number; to: number }[];
}

export interface ReportFigures {
  figures: Figure[];
  /** Sums that the figures were worked out from. */
  inputs: Figure[];
}

/** Names that computed figures of reports go by. */
export const REPORT_INDICATORS = {
  pull: '拉动',
  contribution: '贡献率',
  firmBreadth: '企业增长面',
  lossShare: '亏损面',
} as const;

export function reportFigures(
  sums: readonly ReportSum[],
  items: readonly SummedItem[],
  place: ReportPlace,
  files: readonly ReportFile[],
  rules: MeasureRules,
): ReportFigures {
  const made: ReportFigures = { figures: [], inputs: [] };
  const byPeriod = new Map<string, ReportSum[]>();
  for (const sum of sums) {
    const key = `${sum.item} ${sum.start} ${sum.end}`;
    const cells = byPeriod.get(key);
    if (cells === undefined) byPeriod.set(key, [sum]);
    else cells.push(sum);
  }
  for (const item of items)
    for (const cells of byPeriod.values())
      if (cells[0]!.item === item.id) new ItemDesk(item, cells, place, files, rules, made).write();
  return made;
}

interface Where {
  area?: Area;
  industry?: Industry | null;
}

/** One item in one period. */
class ItemDesk {
  readonly #item: SummedItem;
  readonly #cells: readonly ReportSum[];
  readonly #place: ReportPlace;
  readonly #files: readonly ReportFile[];
  readonly #rules: MeasureRules;
  readonly #made: ReportFigures;
  readonly #range: SumRange;

  constructor(
    item: SummedItem,
    cells: readonly ReportSum[],
    place: ReportPlace,
    files: readonly ReportFile[],
    rules: MeasureRules,
    made: ReportFigures,
  ) {
    this.#item = item;
    this.#cells = cells;
    this.#place = place;
    this.#files = files.filter((file) => file.item === item.id);
    this.#rules = rules;
    this.#made = made;
    this.#range = { start: cells[0]!.start, end: cells[0]!.end };
  }

  write(): void {
    const whole = this.#cells.find((cell) => cell.area === null && cell.division === null);
    if (whole === undefined) return;
    this.#made.figures.push(this.#sum('total', whole, {}));
    if (this.#item.loss) this.#losses(whole);
    if (whole.same === 0) return;
    const [value, base] = [this.#sum('value', whole, {}), this.#sum('base', whole, {})];
    this.#made.inputs.push(value, base);
    const growth = this.#growth(value, base, {});
    if (growth !== null) this.#made.figures.push(growth);
    this.#breadth(whole, [value, base]);
    const byArea = this.#cells.filter((cell) => cell.area !== null);
    this.#parts(byArea, [value, base], ({ area }) => {
      const part = this.#place.parts.get(area!);
      return part === undefined ? null : { area: part };
    });
    const byDivision = this.#cells.filter((cell) => cell.division !== null);
    this.#parts(byDivision, [value, base], ({ division }) => {
      const name = this.#place.divisions.get(division!);
      return name === undefined ? null : { industry: industryOf(name, division!) };
    });
    const sections = this.#place.sections.flatMap(({ code, name, from, to }) => {
      const own = byDivision.filter(
        ({ division }) => division !== '' && Number(division) >= from && Number(division) <= to,
      );
      return own.length === 0 ? [] : [{ cell: added(own), where: { industry: industryOf(name, code) } }];
    });
    for (const { cell, where } of sections) {
      if (cell.same === 0) continue;
      const [now, before] = [this.#sum('value', cell, where), this.#sum('base', cell, where)];
      const grown = this.#growth(now, before, where);
      if (grown === null) continue;
      this.#made.inputs.push(now, before);
      this.#made.figures.push(grown);
    }
  }

  /** Growth, pull, contribution rate and share of each part, out of all of them. */
  #parts(
    cells: readonly ReportSum[],
    [allNow, allBefore]: readonly [Figure, Figure],
    whereOf: (cell: ReportSum) => Where | null,
  ): void {
    const known = cells.filter((cell) => cell.same > 0);
    const parts: Part[] = known.map(({ value, base }, i) => ({ name: String(i), value, base }));
    const told = contributions(parts, this.#rules, { value: allNow.value, base: allBefore.value });
    for (const [i, cell] of known.entries()) {
      const where = whereOf(cell);
      if (where === null) continue;
      const [now, before] = [this.#sum('value', cell, where), this.#sum('base', cell, where)];
      this.#made.inputs.push(now, before);
      const growth = this.#growth(now, before, where);
      if (growth !== null) this.#made.figures.push(growth);
      const part = told.ok ? told.parts[i]! : null;
      if (part === null) continue;
      const [v, b, B] = [now, before, allBefore].map((figure) => this.#printed(figure.value));
      const rate = (indicator: string, kind: Figure['kind'], value: number, unit: string) => ({
        indicator,
        kind,
        value,
        unit,
        comparator: '同比',
        group: this.#item.indicator,
      });
      this.#made.figures.push(
        computedFigure(now, rate(REPORT_INDICATORS.pull, 'difference', part.pull, '个百分点'), {
          formula: `100 × (${v} − ${b}) ÷ ${B}`,
          method: 'reports.pull',
          inputs: [now, before, allBefore],
        }),
      );
      if (part.contribution !== null)
        this.#made.figures.push(
          computedFigure(now, rate(REPORT_INDICATORS.contribution, 'share', part.contribution, '%'), {
            formula: `100 × (${v} − ${b}) ÷ (${this.#printed(allNow.value)} − ${B})`,
            method: 'reports.contribution',
            inputs: [now, before, allNow, allBefore],
          }),
        );
      if (allNow.value > 0)
        this.#made.figures.push(
          computedFigure(
            now,
            { kind: 'share', value: (100 * now.value) / allNow.value, unit: '%', priceBasis: null },
            {
              formula: `100 × ${v} ÷ ${this.#printed(allNow.value)}`,
              method: 'reports.share',
              inputs: [now, allNow],
            },
          ),
        );
    }
  }

  #growth(value: Figure, base: Figure, where: Where): Figure | null {
    if (base.value <= 0) return null;
    return computedFigure(
      value,
      {
        value: 100 * (value.value / base.value - 1),
        unit: '%',
        kind: 'growth',
        comparator: '同比',
        ...where,
      },
      {
        formula: `100 × (${this.#printed(value.value)} ÷ ${this.#printed(base.value)} − 1)`,
        method: 'reports.growth',
        inputs: [value, base],
      },
    );
  }

  /** How many of the same firms are above their value of a year earlier. */
  #breadth(whole: ReportSum, inputs: readonly Figure[]): void {
    this.#made.figures.push(
      computedFigure(
        inputs[0]!,
        {
          indicator: REPORT_INDICATORS.firmBreadth,
          kind: 'share',
          value: (100 * whole.growing) / whole.same,
          unit: '%',
          group: this.#item.indicator,
          priceBasis: null,
        },
        { formula: `100 × ${whole.growing} ÷ ${whole.same}`, method: 'reports.breadth', inputs },
      ),
    );
  }

  /** Share of firms below zero, and how it moved among the same firms. */
  #losses(whole: ReportSum): void {
    const all = this.#sum('total', whole, {});
    const like = { indicator: REPORT_INDICATORS.lossShare, unit: '%', priceBasis: null } as const;
    this.#made.figures.push(
      computedFigure(
        all,
        { ...like, kind: 'share', value: (100 * whole.below) / whole.firms },
        { formula: `100 × ${whole.below} ÷ ${whole.firms}`, method: 'reports.lossShare', inputs: [all] },
      ),
    );
    if (whole.same === 0) return;
    const inputs = [this.#sum('value', whole, {}), this.#sum('base', whole, {})];
    const value = (100 * (whole.sameBelow - whole.baseBelow)) / whole.same;
    this.#made.figures.push(
      computedFigure(
        inputs[0]!,
        { ...like, kind: 'difference', value, unit: '个百分点', comparator: '同比' },
        {
          formula: `100 × (${whole.sameBelow} − ${whole.baseBelow}) ÷ ${whole.same}`,
          method: 'reports.lossChange',
          inputs,
        },
      ),
    );
  }

  /** `total`: of all firms; `value` and `base`: of the same firms, now and a year earlier. */
  #sum(asked: 'total' | 'value' | 'base', cell: ReportSum, where: Where): Figure {
    // Where all firms that report did so a year earlier too, the two are one.
    const which = asked === 'total' && cell.firms === cell.same ? 'value' : asked;
    const earlier = which === 'base' ? 12 : 0;
    const range = { start: this.#range.start - earlier, end: this.#range.end - earlier };
    const [firms, values] =
      which === 'total'
        ? [cell.firms, cell.values]
        : [cell.same, which === 'value' ? cell.sameValues : cell.baseValues];
    const source: ReportsLocator = {
      kind: 'reports',
      item: this.#item.indicator,
      firms,
      values,
      files: filesOf(this.#files, range),
    };
    const stated = {
      indicator: this.#item.indicator,
      value: cell[which],
      unit: this.#item.unit,
      kind: 'level',
      baseKind: null,
      period: this.#period(range),
      area: this.#place.area,
      industry: null,
      group: null,
      priceBasis: this.#item.unit === '元' ? 'current' : null,
      scope: which === 'total' ? `上报企业${firms}家` : `同口径${firms}家企业`,
      comparator: null,
      bound: null,
      approx: false,
      released: releasedOf(this.#files, range),
      ...where,
      source,
    } satisfies Omit<Figure, 'id'>;
    return { ...stated, id: sha256(JSON.stringify(stated)).slice(0, 20) };
  }

  #period({ start, end }: SumRange): string {
    const month = (key: number) => `${Math.floor(key / 12)}-${String((key % 12) + 1).padStart(2, '0')}`;
    if (this.#item.stock) return `asof:${month(end)}`;
    return start === end ? month(end) : `${month(start)}/${month(end)}`;
  }

  /** Money in units of 10⁸, other values as they are: a formula is to be read. */
  #printed(value: number): string {
    const scaled = this.#item.unit === '元' ? value / 1e8 : value;
    const text = String(Number(scaled.toFixed(4))).replace('-', '−');
    return value < 0 ? `(${text})` : text;
  }
}

function industryOf(name: string, code: string): Industry {
  return { name, code: { system: 'GB/T 4754', version: '2017', code } };
}

function added(cells: readonly ReportSum[]): ReportSum {
  const sum = { ...cells[0]! };
  for (const cell of cells.slice(1))
    for (const key of [
      'firms',
      'total',
      'values',
      'same',
      'value',
      'base',
      'sameValues',
      'baseValues',
    ] as const)
      sum[key] += cell[key];
  return sum;
}

function filesOf(files: readonly ReportFile[], { start, end }: SumRange): ReportsLocator['files'] {
  const found = new Map<string, ReportsLocator['files'][number]>();
  for (const { file, sha256: hash, month, values } of files) {
    if (month < start || month > end) continue;
    const entry = found.get(hash) ?? { file, sha256: hash, values: 0 };
    found.set(hash, { ...entry, values: entry.values + values });
  }
  return [...found.values()];
}

/** A sum is known when the last of its files was; null where one of them is undated. */
function releasedOf(files: readonly ReportFile[], { start, end }: SumRange): string | null {
  const used = files.filter(({ month }) => month >= start && month <= end);
  if (used.length === 0 || used.some(({ released }) => released === null)) return null;
  return used.map(({ released }) => released!).reduce((a, b) => (a > b ? a : b));
}
