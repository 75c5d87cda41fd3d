/** What the words and codes on the edges of input–output tables mean: those of the NBS, of provinces, CEADs and OECD. */
import type { FinalUseKind, ValueAddedKind } from '../table.js';

/** A column right of the industries. A subtotal names the kinds of final use that it adds up. */
export type ColumnRole =
  | { role: 'intermediateTotal' }
  | { role: 'finalUse'; kind: FinalUseKind }
  | { role: 'subtotal'; kind: FinalUseKind; of: readonly FinalUseKind[] }
  | { role: 'finalTotal' }
  | { role: 'imports' }
  | { role: 'inflows' }
  | { role: 'discrepancy' }
  | { role: 'output' };

/** A row below the industries. */
export type RowRole =
  | { role: 'intermediateTotal' }
  /** Of domestic or of imported products alone. */
  | { role: 'partTotal' }
  | { role: 'valueAdded'; kind: ValueAddedKind }
  | { role: 'valueAddedTotal' }
  | { role: 'output' };

/** Labels come back in every row of a large file: to normalise them each time would take most of the time. */
const PLAIN = new Map<string, string>();
const MOST_LABELS = 100_000;

const HOUSEHOLDS: readonly FinalUseKind[] = ['ruralHouseholds', 'urbanHouseholds', 'households'];
const CONSUMPTION: readonly FinalUseKind[] = [...HOUSEHOLDS, 'nonProfit', 'government'];
const CAPITAL: readonly FinalUseKind[] = ['fixedCapital', 'inventories'];
const OUTWARD: readonly FinalUseKind[] = ['export', 'outflow'];

const use = (kind: FinalUseKind): ColumnRole => ({ role: 'finalUse', kind });
const subtotal = (kind: FinalUseKind, of: readonly FinalUseKind[]): ColumnRole => ({
  role: 'subtotal',
  kind,
  of,
});
const paid = (kind: ValueAddedKind): RowRole => ({ role: 'valueAdded', kind });

const COLUMNS: readonly (readonly [ColumnRole, string])[] = [
  [
    { role: 'intermediateTotal' },
    'TIU|中间使用合计|中间使用小计|中间需求合计|中间使用总计|Total intermediate use|Total intermediate uses|Intermediate use total',
  ],
  [
    use('ruralHouseholds'),
    'FU101|农村居民消费|农村居民消费支出|农村居民|农村消费|农村|Rural household consumption|Rural consumption|Rural households',
  ],
  [
    use('urbanHouseholds'),
    'FU102|城镇居民消费|城镇居民消费支出|城镇居民|城镇消费|城镇|城市居民|Urban household consumption|Urban consumption|Urban households',
  ],
  [
    subtotal('households', HOUSEHOLDS),
    'THC|居民消费|居民消费支出|居民消费小计|居民消费合计|居民消费支出小计|居民消费支出合计|Household consumption|Total household consumption|HFCE|CONS_h',
  ],
  [use('nonProfit'), 'NPISH|CONS_np|为住户服务的非营利机构消费|非营利机构'],
  [
    use('government'),
    'FU103|政府消费|政府消费支出|政府|Government consumption|Government consumption expenditure|GGFC|CONS_g',
  ],
  [
    subtotal('consumption', CONSUMPTION),
    'TC|最终消费|最终消费支出|最终消费合计|最终消费支出合计|最终消费小计|Total consumption|Final consumption|Final consumption expenditure',
  ],
  [
    use('fixedCapital'),
    'FU201|固定资本形成总额|固定资本形成|固定资本|Gross fixed capital formation|Fixed capital formation|GFCF',
  ],
  [
    use('inventories'),
    'FU202|存货变动|存货增加|库存增加|存货|Changes in inventories|Inventory change|Change in inventories|Inventory changes|INVNT|INVEN',
  ],
  [
    subtotal('fixedCapital', CAPITAL),
    'GCF|资本形成总额|资本形成总额合计|资本形成合计|资本形成总额小计|资本形成小计|Gross capital formation|Total capital formation',
  ],
  [use('export'), 'EX|EXPO|出口|国际出口|出口合计|Export|Exports|International export'],
  [
    use('outflow'),
    'OF|调出|国内省外流出|省外流出|国内流出|省际调出|流出|国内省外调出|Domestic outflow|Outflow|Domestic export|Interprovincial export',
  ],
  [subtotal('export', OUTWARD), '流出合计|出口及调出合计|出口合计及调出|出口及国内省外流出合计'],
  [use('other'), 'CONS_ABR|CONS_NONRES|DPABR|NONRES|P33'],
  [use('other'), 'FD|最终需求|最终使用|Final demand|Final use|Final uses'],
  [
    { role: 'finalTotal' },
    'TFU|最终使用合计|最终使用总计|最终需求合计|最终使用小计|Total final use|Total final uses|Total final demand',
  ],
  [{ role: 'imports' }, 'IM|IMPO|进口|进口合计|国际进口|Import|Imports'],
  [
    { role: 'inflows' },
    'IF|调入|国内省外流入|省外流入|国内流入|省际调入|流入|国内省外调入|Domestic inflow|Inflow|Domestic import|Interprovincial import',
  ],
  [
    { role: 'discrepancy' },
    'ERR|其他|其它|其他(误差)|误差|误差项|统计误差|平衡项|其他误差|Error|Errors|Other|Others|Statistical discrepancy',
  ],
  [{ role: 'output' }, 'GO|TO|OUT|OUTPUT|TOTAL|总产出|总产出合计|总产值|Gross output|Total output|Output'],
];

const ROWS: readonly (readonly [RowRole, string])[] = [
  [
    { role: 'intermediateTotal' },
    'TII|中间投入合计|中间投入小计|中间投入总计|Total intermediate input|Total intermediate inputs|TTL_INT_FNL|II_fob',
  ],
  [
    { role: 'partTotal' },
    '国内产品中间投入合计|进口产品中间投入合计|国内中间投入合计|进口中间投入合计|国内产品合计|进口产品合计|国内产品小计|进口产品小计|国产品合计|进口品合计',
  ],
  [
    paid('compensation'),
    'VA001|劳动者报酬|从业人员报酬|劳动报酬|Compensation of employees|Employee compensation',
  ],
  [
    paid('taxes'),
    'VA002|生产税净额|Net taxes on production|Net production tax|Taxes on production|Net taxes on products',
  ],
  [
    paid('depreciation'),
    'VA003|固定资产折旧|折旧|Depreciation of fixed assets|Depreciation of fixed capital|Depreciation|Fixed asset depreciation',
  ],
  [paid('surplus'), 'VA004|营业盈余|Operating surplus|Net operating surplus'],
  [
    paid('productTaxes'),
    'TLS|TAXSUB|TXS_IMP_FNL|TXS_INT_FNL|TXSP|产品税净额|Taxes less subsidies on products',
  ],
  [paid('imports'), 'IM|IMP|进口|进口合计|国际进口|Import|Imports'],
  [paid('inflows'), '调入|国内省外流入|省外流入|Inflow|Domestic inflow'],
  [paid('adjustment'), 'EXP_adj|PURR|PURNR|IntTTM'],
  [
    { role: 'valueAddedTotal' },
    'TVA|VA|VALU|增加值合计|增加值|增加值总计|最初投入合计|Total value-added|Total value added|Value added|Gross value added',
  ],
  [
    { role: 'output' },
    'TI|TO|GO|OUT|OUTPUT|TOTAL|总投入|总产出|Total inputs|Total input|Gross output|Output',
  ],
];

/** Names for columns that bear a code alone. */
export const KIND_NAMES: Readonly<Partial<Record<FinalUseKind | ValueAddedKind, string>>> = {
  ruralHouseholds: '农村居民消费',
  urbanHouseholds: '城镇居民消费',
  households: '居民消费',
  nonProfit: '为住户服务的非营利机构消费',
  government: '政府消费',
  consumption: '最终消费',
  fixedCapital: '固定资本形成总额',
  inventories: '存货变动',
  export: '出口',
  outflow: '国内省外流出',
};

const COLUMN_ROLES = roleMap(COLUMNS);
const ROW_ROLES = roleMap(ROWS);

function roleMap<Role>(roles: readonly (readonly [Role, string])[]): ReadonlyMap<string, Role> {
  const map = new Map<string, Role>();
  for (const [role, words] of roles) for (const word of words.split('|')) map.set(plainLabel(word), role);
  return map;
}

const TOTAL_WORDS = new Set(['小计', '合计', '总计', 'subtotal', 'total']);

/** Half-width, lower case, without blanks, notes and closing marks: `最终使用合计 ` and `其他（误差）` compare alike. */
export function plainLabel(text: string): string {
  let plain = PLAIN.get(text);
  if (plain === undefined) {
    if (PLAIN.size >= MOST_LABELS) PLAIN.clear();
    plain = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_·:：]/g, '');
    PLAIN.set(text, plain);
  }
  return plain;
}

/**
 * What a column is by its heads, the outermost first: 最终使用 › 最终消费 › 居民消费支出 › 小计. The innermost word
 * decides; 小计 and 合计 speak of the head above. Null where no word is known.
 */
export function columnRole(heads: readonly string[]): ColumnRole | null {
  for (let at = heads.length - 1; at >= 0; at--) {
    const word = plainLabel(heads[at]!);
    if (word === '' || /^\d+$/.test(word)) continue;
    if (TOTAL_WORDS.has(word) && at > 0) {
      const above = plainLabel(heads[at - 1]!);
      if (above === '最终使用') return { role: 'finalTotal' };
      if (above === '中间使用') return { role: 'intermediateTotal' };
      const whole = COLUMN_ROLES.get(above);
      if (whole) return whole;
      continue;
    }
    const found = COLUMN_ROLES.get(word);
    if (found) return found;
  }
  return null;
}

/** What a row is by its labels, the outermost first. Null where no word is known. */
export function rowRole(labels: readonly string[]): RowRole | null {
  for (let at = labels.length - 1; at >= 0; at--) {
    const word = plainLabel(labels[at]!);
    if (word === '') continue;
    if (TOTAL_WORDS.has(word) && at > 0) {
      const above = plainLabel(labels[at - 1]!);
      if (above === '中间投入') return { role: 'intermediateTotal' };
      if (above === '增加值' || above === '最初投入') return { role: 'valueAddedTotal' };
      continue;
    }
    const found = ROW_ROLES.get(word);
    if (found) return found;
  }
  return null;
}

const IMPORTED = new Set([
  'imports',
  'imported',
  'import',
  '进口',
  '进口品',
  '进口产品',
  '进口产品中间投入',
  'm',
]);
const DOMESTIC = new Set([
  'domestic',
  '国内',
  '国内产品',
  '国产',
  '国产品',
  '国内品',
  '国内产品中间投入',
  'd',
]);

/** Whether a label beside an industry says that its products come from abroad. */
export function originOf(label: string): 'domestic' | 'imported' | null {
  const word = plainLabel(label);
  if (IMPORTED.has(word)) return 'imported';
  return DOMESTIC.has(word) ? 'domestic' : null;
}
