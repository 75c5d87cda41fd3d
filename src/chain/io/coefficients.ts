/** Direct coefficients: what a unit of output takes in, and where a unit of output goes. */
import { type Bilingual, type Definition, UserError } from '../../model/index.js';
import type { IoIndustry, IoTable } from './table.js';

/** An industry as it is named in a message: code, name and, in a multi-regional table, region. */
export function industryLabel({ code, name, region }: IoIndustry): string {
  return [region, code, name].filter(Boolean).join(' ');
}

/**
 * 直接消耗系数 a_ij = z_ij / x_j, n × n row-major, of domestic flows where the table is non-competitive. A column without
 * output is 0. Leontief (1936); Miller & Blair (2009), eq. 2.3.
 *
 * Of 150 and 200 bought by an industry with output 1000, a = 0.15 and 0.20.
 */
export function technicalCoefficients({ intermediate, output }: IoTable): Float64Array {
  return columnsOver(intermediate, output);
}

/** Imported inputs a unit of output, n × n: z^m_ij / x_j; null for a competitive table. */
export function importCoefficients({ importedIntermediate, output }: IoTable): Float64Array | null {
  return importedIntermediate && columnsOver(importedIntermediate, output);
}

/**
 * 直接分配系数 b_ij = z_ij / x_i, n × n row-major. A row without output is 0, and so is a column without output, so that
 * B = x̂⁻¹ A x̂ holds throughout. Ghosh (1958); Miller & Blair (2009), eq. 12.1.
 */
export function allocationCoefficients({ intermediate, output }: IoTable): Float64Array {
  const n = output.length;
  const b = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (!(output[i]! > 0)) continue;
    for (let j = 0; j < n; j++) if (output[j]! > 0) b[i * n + j] = intermediate[i * n + j]! / output[i]!;
  }
  return b;
}

function columnsOver(flows: Float64Array, output: Float64Array): Float64Array {
  const n = output.length;
  const a = new Float64Array(n * n);
  const shares = output.map((x) => (x > 0 ? 1 / x : 0));
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++, at++) a[at] = flows[at]! * shares[j]!;
  return a;
}

/** Throws UserError where the arrays do not fit each other, a value is not finite or an output is negative. */
export function checkTable(table: IoTable): void {
  const { industries, intermediate, importedIntermediate, output, finalUses, valueAdded } = table;
  const n = industries.length;
  if (n === 0) throw new UserError({ zh: `${table.title}：没有部门`, en: `${table.title}: no industry` });
  const sized = (values: Float64Array | null, size: number, what: Bilingual) => {
    if (!values) return;
    if (values.length !== size)
      throw new UserError({
        zh: `${table.title}：${what.zh}有 ${values.length} 个数，应为 ${size}`,
        en: `${table.title}: ${what.en} has ${values.length} values, expected ${size}`,
      });
    for (let at = 0; at < size; at++)
      if (!Number.isFinite(values[at]!)) {
        const row = industryLabel(industries[Math.floor(at / (size / n))]!);
        const column =
          size === n
            ? what
            : { zh: industryLabel(industries[at % n]!), en: industryLabel(industries[at % n]!) };
        throw new UserError({
          zh: `${table.title}：${what.zh}，行“${row}”列“${column.zh}”：${values[at]} 不是有限的数`,
          en: `${table.title}: ${what.en}, row "${row}", column "${column.en}": ${values[at]} is no finite number`,
        });
      }
  };
  sized(intermediate, n * n, { zh: '中间流量', en: 'intermediate flows' });
  sized(importedIntermediate, n * n, { zh: '进口品中间流量', en: 'imported intermediate flows' });
  sized(output, n, { zh: '总产出', en: 'output' });
  sized(table.imports, n, { zh: '进口', en: 'imports' });
  sized(table.inflows, n, { zh: '调入', en: 'inflows' });
  sized(table.discrepancy, n, { zh: '统计误差', en: 'statistical discrepancy' });
  for (const use of finalUses) {
    sized(use.values, n, { zh: use.name, en: use.name });
    sized(use.imported, n, { zh: use.name, en: use.name });
  }
  for (const row of valueAdded) sized(row.values, n, { zh: row.name, en: row.name });
  for (let i = 0; i < n; i++)
    if (output[i]! < 0)
      throw new UserError({
        zh: `${table.title}：“${industryLabel(industries[i]!)}”的总产出为负（${output[i]}）`,
        en: `${table.title}: output of "${industryLabel(industries[i]!)}" is negative (${output[i]})`,
      });
}

export const COEFFICIENT_DEFINITIONS = {
  technicalCoefficients: {
    name: { zh: '直接消耗系数', en: 'technical coefficients' },
    definition: {
      zh: '生产单位产品 j 直接消耗的产品 i；非竞争型表只计国内产品',
      en: 'product i that a unit of output of j takes in directly; domestic products where the table is non-competitive',
    },
    formula: 'a_ij = z_ij / x_j',
    unit: '1',
    source: 'Leontief 1936; Miller & Blair 2009, eq. 2.3',
  },
  allocationCoefficients: {
    name: { zh: '直接分配系数', en: 'allocation coefficients' },
    definition: {
      zh: '产品 i 的总产出中直接分配给 j 的份额',
      en: 'the share of the output of i that goes to j directly',
    },
    formula: 'b_ij = z_ij / x_i',
    unit: '1',
    source: 'Ghosh 1958; Miller & Blair 2009, eq. 12.1',
  },
} as const satisfies Record<string, Definition>;
