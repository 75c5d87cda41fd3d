/** The rulebooks that the package ships, and the firm of the specification, for tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { parseItems, parseRulebook, type Rulebook, subjectOf } from '../../src/assess/index.js';

const folder = new URL('../../rulebooks/', import.meta.url);

export const text = (id: string): string => readFileSync(new URL(`${id}.yaml`, folder), 'utf8');

export const items = parseItems(text('items'), 'items.yaml');

export function shipped(id: string): Rulebook {
  const file = `${id}.yaml`;
  return parseRulebook(text(id), file, items);
}

/** Every rulebook file of the package. */
export function allShipped(): Rulebook[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'items.yaml')
    .map((file) => shipped(file.slice(0, -'.yaml'.length)));
}

const sizes = shipped('size-class-2017');

export const levelRulebook = (title: string) => (title === '企业规模' ? sizes : null);

export const sampleForm = {
  name: '示例精密',
  area: '440300',
  industry: 'C3484',
  registered: '2012-05-01',
  staff: { '2024': 210, '2025': 230 },
  rdStaff: { '2025': 40 },
  revenue: { '2023': 5200, '2024': 5600, '2025': 6100 },
  mainRevenue: { '2024': 5200, '2025': 5700 },
  rdExpense: { '2024': 520, '2025': 700 },
  assets: { '2025': 9000 },
  liabilities: { '2025': 5200 },
  netProfit: { '2025': 600 },
  equityRaised: { '2024': 0, '2025': 2000 },
  yearsInSegment: 6,
  marketShare: { value: 9, rank: 3, scope: '国内' },
  ip: { class1: 5, class1HighValue: 1, class1SelfDeveloped: 5, class2: 8 },
  titles: [{ title: '专精特新', from: '2024-06-01', to: '2027-05-31' }],
  platformScore: { '2026': 63 },
  keyField: true,
  flags: { dishonest: false, majorAccident: false },
};

export const sample = (changes: Record<string, unknown> = {}) =>
  subjectOf({ ...sampleForm, ...changes }, { items });
