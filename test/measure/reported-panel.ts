// A seeded panel of reported values with known errors in it, after the experiment of the method notes.

import type { ReportedValue, ReportItem } from '../../src/measure/report-checks.js';
import { monthKey } from '../../src/model/index.js';

export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const INJECTIONS = [
  'times 10000',
  'over 10000',
  'times 10',
  'over 10',
  'sign',
  'previous month',
  'other firm',
  'spike',
  'cumulative in month',
  'unit switch',
] as const;
export type Injection = (typeof INJECTIONS)[number];

export interface Injected {
  kind: Injection;
  reporter: number;
  item: number;
  month: number;
}

export interface PanelShape {
  firms: number;
  months: number;
  items: string[];
  seed: number;
  missing?: number;
  /** Of cells; every kind of error but the persistent ones gets this share. */
  errors?: number;
}

export const ITEMS = ['营业收入', '工业总产值', '用电量'];

/** Values in 万元 with one decimal, as forms ask for them, stored in 元. */
const UNIT = 10_000;

export function reportedPanel(shape: PanelShape) {
  const random = mulberry32(shape.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const items: ReportItem[] = shape.items.map((item, id) => ({ id, item, unit: '元' }));
  const first = monthKey({ year: 2021, month: 1 });
  const values: ReportedValue[] = [];
  const cells = new Map<string, ReportedValue>();
  let row = 1;
  for (let reporter = 0; reporter < shape.firms; reporter++) {
    const size = 7.5 + 1.4 * normal();
    const trend = 0.004 + 0.01 * normal();
    const noise = 0.05 + 0.08 * random();
    for (const { id } of items) {
      const ratio = 0.6 * normal();
      for (let m = 0; m < shape.months; m++) {
        row++;
        if (random() < (shape.missing ?? 0)) continue;
        const season = 0.06 * Math.cos((2 * Math.PI * (m % 12)) / 12) - (m % 12 === 1 ? 0.1 : 0);
        const value = Math.exp(size + ratio + trend * m + season + noise * normal());
        const rounded = Math.max(1, Math.round(value * 10)) * (UNIT / 10);
        const cell = {
          reporter,
          item: id,
          cumulative: false,
          month: first + m,
          value: rounded,
          row,
          fresh: true,
        };
        values.push(cell);
        cells.set(`${reporter} ${id} ${first + m}`, cell);
      }
    }
  }
  return { items, values, injected: inject(values, cells, shape, random) };
}

function inject(
  values: ReportedValue[],
  cells: Map<string, ReportedValue>,
  shape: PanelShape,
  random: () => number,
): Injected[] {
  const share = shape.errors ?? 0;
  if (share === 0) return [];
  const truth = new Map(values.map((cell) => [cell, cell.value]));
  const taken = new Set<ReportedValue>();
  const injected: Injected[] = [];
  const at = (cell: ReportedValue, months: number, reporter = cell.reporter) =>
    cells.get(`${reporter} ${cell.item} ${cell.month + months}`);
  const say = (kind: Injection, cell: ReportedValue) => {
    taken.add(cell);
    injected.push({ kind, reporter: cell.reporter, item: cell.item, month: cell.month });
  };
  const free = (cell: ReportedValue | undefined) => cell !== undefined && !taken.has(cell);
  // What was copied is left as it is: changed afterwards, it would leave no copy to be found.
  const copyOf = (cell: ReportedValue) => {
    taken.add(cell);
    return cell.value;
  };
  const each = Math.max(1, Math.round(values.length * share));
  const changes: Partial<Record<Injection, (cell: ReportedValue) => number | null>> = {
    'times 10000': (cell) => cell.value * 1e4,
    'over 10000': (cell) => cell.value / 1e4,
    'times 10': (cell) => cell.value * 10,
    'over 10': (cell) => cell.value / 10,
    sign: (cell) => -cell.value,
    'previous month': (cell) => {
      const before = at(cell, -1);
      return free(before) ? copyOf(before!) : null;
    },
    'other firm': (cell) => {
      const other = at(cell, 0, Math.floor(random() * shape.firms));
      return free(other) && other !== cell ? copyOf(other!) : null;
    },
    spike: (cell) => Math.round((cell.value * (2.6 + 0.4 * random())) / 1000) * 1000,
    'cumulative in month': (cell) => {
      const month = cell.month % 12;
      if (month === 0) return null;
      let sum = cell.value;
      for (let back = 1; back <= month; back++) {
        const before = at(cell, -back);
        if (!before) return null;
        sum += truth.get(before)!;
      }
      return sum;
    },
  };
  for (const kind of INJECTIONS) {
    const change = changes[kind];
    if (!change) continue;
    for (let n = 0; n < each; ) {
      const cell = values[Math.floor(random() * values.length)]!;
      const changed = taken.has(cell) ? null : change(cell);
      if (changed === null) continue;
      cell.value = changed;
      say(kind, cell);
      n++;
    }
  }
  // From some month on, everything a firm reports of one item stands in another unit.
  const switched = Math.max(1, Math.round((shape.firms * share) / 0.01 / 10));
  for (let n = 0; n < switched; n++) {
    const reporter = Math.floor(random() * shape.firms);
    const item = Math.floor(random() * shape.items.length);
    const series = values.filter((v) => v.reporter === reporter && v.item === item);
    if (series.length < 12 || series.some((v) => taken.has(v))) continue;
    for (const cell of series.slice(Math.floor(series.length * (0.55 + 0.4 * random())))) {
      cell.value *= 1e4;
      say('unit switch', cell);
    }
  }
  return injected;
}
