/** Generated firms as SQL: a wide table with plausible sizes, edges hit now and then, and a share of values missing. */

const draws = new Map();

/** Uniform in [0, 1), the same for the same firm and the same name. */
function uniform(name) {
  if (!draws.has(name)) draws.set(name, draws.size);
  // Of one integer: the hash of two arguments mixes them too little for draws to be independent.
  return `((hash(i * 4096 + ${draws.get(name)}) >> 11)::DOUBLE / 9007199254740992e0)`;
}

/** Standard normal by Box and Muller (1958). */
function normal(name) {
  return `(sqrt(-2e0 * ln(1e0 - ${uniform(`${name} r`)})) * cos(6.283185307179586e0 * ${uniform(`${name} a`)}))`;
}

/** By item: a value in the year, given the firm's scale and the years since 2020. */
const YEARLY = {
  revenue: (year) =>
    `round(exp(7.6e0 + 1.3e0 * ${normal('scale')} + 0.08e0 * (${year} - 2020) + 0.1e0 * ${normal(`revenue ${year}`)}), 1)`,
  mainRevenue: (year) =>
    `round(${YEARLY.revenue(year)} * least(1e0, 0.7e0 + 0.35e0 * ${uniform(`main ${year}`)}), 1)`,
  rdExpense: (year) =>
    `round(${YEARLY.revenue(year)} * 0.08e0 * ${uniform('research')} * (0.8e0 + 0.4e0 * ${uniform(`rd ${year}`)}), 1)`,
  domesticRdExpense: (year) => `round(${YEARLY.rdExpense(year)} * 0.9e0, 1)`,
  costExpense: (year) => `round(${YEARLY.revenue(year)} * 0.9e0, 1)`,
  assets: (year) => `round(${YEARLY.revenue(year)} * (0.5e0 + ${uniform('assets')}), 1)`,
  liabilities: (year) => `round(${YEARLY.assets(year)} * 0.95e0 * ${uniform(`debt ${year}`)}, 1)`,
  netProfit: (year) => `round(${YEARLY.revenue(year)} * (0.2e0 * ${uniform(`profit ${year}`)} - 0.05e0), 1)`,
  equityRaised: (year) =>
    `CASE WHEN ${uniform(`equity ${year}`)} < 0.9e0 THEN 0e0 ELSE floor(5000e0 * ${uniform(`raised ${year}`)}) END`,
  staff: (year) => `floor(${YEARLY.revenue(year)} / (30e0 + 40e0 * ${uniform('labour')}) + 3e0)`,
  rdStaff: (year) => `floor(${YEARLY.staff(year)} * 0.3e0 * ${uniform('rd staff')})`,
  techStaff: (year) => `floor(${YEARLY.staff(year)} * 0.4e0 * ${uniform('rd staff')})`,
  platformScore: (year) => `floor(30e0 + 60e0 * ${uniform(`score ${year}`)})`,
};

const INDUSTRIES = [
  'C3484',
  'C3979',
  'C2670',
  'C3812',
  'C1811',
  'I6513',
  'I6560',
  'F5164',
  'E4813',
  'M7320',
  'L7249',
  'C2929',
];

function cell(column, items) {
  const { name } = column;
  if (column.kind === 'industry')
    return `(['${INDUSTRIES.join("','")}'])[1 + floor(${INDUSTRIES.length} * ${uniform(name)})::INTEGER]`;
  if (column.kind === 'title') return `${uniform(name)} < 0.35e0`;
  if (column.kind === 'award') return `${uniform(name)} < 0.03e0`;
  const item = items.get(column.item);
  if (item.shape === 'flag')
    return `${uniform(name)} < ${/^flags\.(?!legal|resident|own)/.test(column.item) ? 0.02 : 0.7}`;
  if (item.shape === 'choice')
    return `(['${item.choices.join("','")}'])[1 + floor(${item.choices.length} * ${uniform(name)})::INTEGER]`;
  if (item.shape === 'date') return `DATE '2000-01-01' + floor(9000 * ${uniform(name)})::INTEGER`;
  if (item.shape === 'yearly') return YEARLY[column.item]?.(column.year) ?? `floor(100e0 * ${uniform(name)})`;
  return `floor(12e0 * pow(${uniform(name)}, 2e0))`;
}

/** `missing`: the share of values that are not known. */
export function firmsSql(columns, items, count, missing) {
  const cells = columns.map(
    (column) =>
      `CASE WHEN ${uniform(`missing ${column.name}`)} < ${missing} THEN NULL ELSE ${cell(column, items)} END AS "${column.name}"`,
  );
  return `SELECT i AS id, ${cells.join(',\n  ')} FROM range(${count}) AS firms(i)`;
}
