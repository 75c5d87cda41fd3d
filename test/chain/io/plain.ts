// The simple versions that the fast ones are held against, and small tables to hold them on.
import type { IoTable, SatelliteAccounts, ValueAddedRow } from '../../../src/chain/io/table.js';

/** Inverse of an n × n matrix by Gauss–Jordan elimination with partial pivoting. */
export function plainInverse(matrix: Float64Array, n: number): Float64Array {
  const rows = Array.from({ length: n }, (_, i) => [
    ...matrix.subarray(i * n, (i + 1) * n),
    ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  ]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k; i < n; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[best]![k]!)) best = i;
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    rows[k] = rows[k]!.map((value) => value / pivot);
    for (let i = 0; i < n; i++) {
      const factor = rows[i]![k]!;
      if (i !== k && factor !== 0) rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  }
  return Float64Array.from(rows.flatMap((row) => row.slice(n)));
}

/** a (m × k) · b (k × n). */
export function plainProduct(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  b: Float64Array,
): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[Math.floor(at / n) * k + p]! * b[p * n + (at % n)]!;
    return sum;
  });
}

/** I − A. */
export function plainUnitMinus(a: Float64Array, n: number): Float64Array {
  return a.map((value, at) => (Math.floor(at / n) === at % n ? 1 - value : -value));
}

/** A table of one region from rows of flows, columns of final use and output. */
export function tableOf(
  flows: readonly (readonly number[])[],
  finalUses: readonly (readonly number[])[],
  output: readonly number[],
  more: Partial<IoTable> = {},
): IoTable {
  const n = output.length;
  const intermediate = Float64Array.from(flows.flat());
  const valueAdded: ValueAddedRow[] = [
    {
      code: 'TVA',
      name: '增加值',
      kind: 'total',
      values: Float64Array.from(output, (x, j) => x - flows.reduce((sum, row) => sum + row[j]!, 0)),
    },
  ];
  return {
    title: 'test',
    year: null,
    unit: '万元',
    industries: Array.from({ length: n }, (_, i) => ({
      code: String(i + 1).padStart(2, '0'),
      name: `部门${i + 1}`,
      nameEn: null,
      region: null,
    })),
    intermediate,
    importedIntermediate: null,
    finalUses: (finalUses[0] ?? []).map((_, c) => ({
      code: `F${c}`,
      name: `F${c}`,
      kind: 'other',
      region: null,
      values: Float64Array.from(finalUses, (row) => row[c]!),
      imported: null,
    })),
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded,
    output: Float64Array.from(output),
    ...more,
  };
}

/** Z = [[150, 500], [200, 100]], x = (1000, 2000). Miller & Blair (2009), table 2.3. */
export const millerBlair = () =>
  tableOf(
    [
      [150, 500],
      [200, 100],
    ],
    [[350], [1700]],
    [1000, 2000],
  );

/**
 * Two regions that make one product each, and sell abroad: x = (100, 200), A = [[0.2, 0.1], [0.4, 0.2]], so that
 * L = [[4/3, 1/6], [2/3, 4/3]]. Demand of 甲 (30, 30), of 乙 (12, 60), abroad (18, 30).
 */
export function twoRegionsThatExport(): { table: IoTable; accounts: SatelliteAccounts } {
  const uses: [string, string | null, number[]][] = [
    ['最终消费', '甲', [30, 30]],
    ['最终消费', '乙', [12, 60]],
    ['出口', 'export', [18, 30]],
  ];
  return {
    table: {
      ...tableOf(
        [
          [20, 20],
          [40, 40],
        ],
        [],
        [100, 200],
      ),
      industries: ['甲', '乙'].map((region) => ({ code: 'p', name: '产品', nameEn: null, region })),
      finalUses: uses.map(([name, region, values]) => ({
        code: name,
        name,
        kind: name === '出口' ? 'export' : 'consumption',
        region,
        values: Float64Array.from(values),
        imported: null,
      })),
    },
    accounts: {
      stressors: [{ code: 'co2', name: '碳', unit: '吨' }],
      values: Float64Array.of(50, 20),
      direct: null,
    },
  };
}

/** Numbers in [0, 1) that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A random table whose columns spend `share` of output on inputs. */
export function randomTable(n: number, share: number, seed = 1): IoTable {
  const random = seeded(seed);
  const flows = Array.from({ length: n }, () =>
    Array.from({ length: n }, () => (random() < 0.4 ? random() : 0)),
  );
  const output = Array.from(
    { length: n },
    (_, j) => flows.reduce((sum, row) => sum + row[j]!, 0) / share + 0.01,
  );
  const use = flows.map((row, i) => [output[i]! - row.reduce((sum, value) => sum + value, 0)]);
  return tableOf(flows, use, output);
}

/** Regions 0 … r − 1 that make p products each and buy from each other, with k accounts; final use makes the rows balance. */
export function randomMultiRegional(
  r: number,
  p: number,
  k: number,
  seed = 1,
): { table: IoTable; accounts: SatelliteAccounts } {
  const n = r * p;
  const random = seeded(seed);
  const intermediate = Float64Array.from({ length: n * n }, () => (random() < 0.3 ? random() : 0));
  const demand = Float64Array.from({ length: n * r }, () => random() * p);
  const output = Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += intermediate[i * n + j]!;
    for (let c = 0; c < r; c++) sum += demand[i * r + c]!;
    return sum;
  });
  const table = {
    ...tableOf([], [], []),
    industries: Array.from({ length: n }, (_, i) => ({
      code: `p${i % p}`,
      name: `产品${i % p}`,
      nameEn: null,
      region: String(Math.floor(i / p)),
    })),
    valueAdded: [],
    intermediate,
    output,
    finalUses: Array.from({ length: r }, (_, c) => ({
      code: `F${c}`,
      name: `F${c}`,
      kind: 'consumption' as const,
      region: String(c),
      values: Float64Array.from({ length: n }, (__, i) => demand[i * r + c]!),
      imported: null,
    })),
  };
  const accounts = {
    stressors: Array.from({ length: k }, (_, s) => ({ code: `s${s}`, name: `s${s}`, unit: 't' })),
    values: Float64Array.from({ length: k * n }, () => random()),
    direct: null,
  };
  return { table, accounts };
}
