/**
 * The identities of an input–output table, every one checked, with residuals: what the source prints against what its
 * cells add up to, and each industry's uses against its inputs. Miller & Blair (2009), ch. 2; UN (2018), Handbook on
 * Supply and Use Tables and Input–Output Tables, ch. 8.
 *
 * A sum of k figures, each rounded to the last decimal written, of unit u, may miss the printed total by (k + 1)·u/2
 * and no more. Figures that are not rounded still carry fifteen significant digits only. What misses by more than both is
 * told apart from rounding.
 */
import type { Bilingual } from '../../model/index.js';
import { writtenDecimals } from './layouts/grid.js';
import { type IoFinding, noTotals, type StatedTotals } from './layouts/reading.js';
import { type FinalUseKind, type IoTable, isValueAdded } from './table.js';

export type IdentityName =
  | 'intermediateUse'
  | 'finalSubtotal'
  | 'finalUse'
  | 'finalUseColumns'
  | 'rowBalance'
  | 'intermediateInput'
  | 'valueAdded'
  | 'totalInput'
  | 'columnBalance'
  | 'outputIsInput'
  | 'importedProducts'
  | 'grossProduct'
  | 'regionalUses'
  | 'regionalInputs';

export interface IdentityCheck {
  identity: IdentityName;
  /** Of a subtotal of final use, which; else null. */
  item: string | null;
  /** What the identity says, as a formula in words. */
  says: Bilingual;
  /** How often it was checked: once an industry, region or column. */
  checked: number;
  /** How many residuals are larger than rounding explains. */
  beyondRounding: number;
  /** The largest by absolute value; null where nothing was checked. */
  largest: Residual | null;
  /** Those beyond rounding, largest first, at most `LISTED`. */
  residuals: readonly Residual[];
}

export interface Residual {
  /** Industry, use or region. */
  code: string;
  name: string;
  region: string | null;
  /** What is printed, and what the cells add up to; in the unit of the table. */
  printed: number;
  added: number;
  /** added − printed. */
  residual: number;
  /** |residual| over the printed figure or the sum of its parts' absolute values, whichever is larger. */
  relative: number;
  /** What rounding explains. */
  tolerance: number;
}

export interface IdentityReport {
  /** Decimals to which the table is written, as many as nearly all its figures need; null where it is not rounded. */
  decimals: number | null;
  checks: readonly IdentityCheck[];
}

const LISTED = 10;

/** Figures with more decimals were computed, not rounded. */
const MOST_DECIMALS = 8;

/** Half a unit of the fifteenth significant digit, to which files keep figures, relative to the figure. */
const FIFTEEN_DIGITS = 5e-15;

const SAYS: Readonly<Record<IdentityName, Bilingual>> = {
  intermediateUse: { zh: '中间使用合计 = Σ 各部门中间使用', en: 'intermediate use = Σ flows of the row' },
  finalSubtotal: { zh: '最终使用分项合计 = Σ 分项', en: 'subtotal of final use = Σ its parts' },
  finalUse: { zh: '最终使用合计 = Σ 各项最终使用', en: 'final use = Σ final uses of the row' },
  finalUseColumns: { zh: '最终使用各列合计 = Σ 各部门', en: 'total of a final use = Σ its column' },
  rowBalance: {
    zh: '总产出 = 中间使用 + 最终使用 − 进口 − 调入 + 其他',
    en: 'output = intermediate use + final use − imports − inflows + discrepancy',
  },
  intermediateInput: { zh: '中间投入合计 = Σ 各产品投入', en: 'intermediate input = Σ flows of the column' },
  valueAdded: { zh: '增加值合计 = Σ 各项增加值', en: 'value added = Σ its parts' },
  totalInput: {
    zh: '总投入 = 中间投入合计 + 增加值合计',
    en: 'input = intermediate input + value added, as printed',
  },
  columnBalance: {
    zh: '总产出 = Σ 各产品投入 + Σ 各项增加值（及其他投入）',
    en: 'output = Σ flows of the column + value added and other outlays',
  },
  outputIsInput: { zh: '总产出 = 总投入', en: 'output = input' },
  importedProducts: {
    zh: '进口品合计 = Σ 中间使用 + Σ 最终使用（进口品）',
    en: 'imports of a product = Σ its intermediate and final uses',
  },
  grossProduct: {
    zh: 'Σ 增加值、其他投入及进口品投入 = Σ 最终使用 − 进口 − 调入 + 其他',
    en: 'Σ value added, other outlays and imported inputs = Σ final use − imports − inflows + discrepancy',
  },
  regionalUses: { zh: '地区总产出 = 该地区产品的各项使用', en: 'output of a region = uses of its products' },
  regionalInputs: {
    zh: '地区总产出 = 该地区各部门的投入',
    en: 'output of a region = inputs of its industries',
  },
};

/**
 * Checks every identity that the table and the totals printed beside it allow.
 *
 * @param table figures in its own unit
 * @param stated totals as the source prints them; without them the two balances are checked alone
 */
export function checkIdentities(table: IoTable, stated: StatedTotals = noTotals()): IdentityReport {
  return new IdentityChecker(table, stated).report();
}

interface Figure {
  code: string;
  name: string;
  region: string | null;
  printed: number;
}

/** Sums with their number of terms and the sum of their absolute values, which bound rounding and noise. */
interface Sums {
  values: Float64Array;
  magnitudes: Float64Array;
  terms: number;
}

class IdentityChecker {
  readonly #table: IoTable;
  readonly #stated: StatedTotals;
  readonly #n: number;
  readonly #decimals: number | null;
  readonly #checks: IdentityCheck[] = [];

  constructor(table: IoTable, stated: StatedTotals) {
    this.#table = table;
    this.#stated = stated;
    this.#n = table.industries.length;
    const decimals = writtenDecimals(
      table.intermediate,
      ...table.finalUses.map(({ values }) => values),
      ...table.valueAdded.map(({ values }) => values),
      table.output,
    );
    this.#decimals = decimals > MOST_DECIMALS ? null : decimals;
  }

  report(): IdentityReport {
    const { output, finalUses, valueAdded, importedIntermediate } = this.#table;
    const stated = this.#stated;
    const rows = this.#rowSums(this.#table.intermediate);
    const finals = this.#finalSums(() => true);
    const outside = joined(
      finals,
      this.#vector(this.#table.imports, -1),
      this.#vector(this.#table.inflows, -1),
      this.#vector(this.#table.discrepancy, 1),
    );
    const uses = joined(rows, outside);
    const imported = importedIntermediate ? this.#columnSums(importedIntermediate) : emptySums(this.#n);
    const columns = joined(this.#columnSums(this.#table.intermediate), imported);
    const added = this.#outlaySums(isValueAdded);
    const outlays = this.#outlaySums(() => true);
    const inputs = joined(columns, outlays);
    this.#byIndustry('intermediateUse', stated.intermediateUse, rows);
    for (const { of, values } of stated.finalSubtotals) {
      const kinds = new Set<FinalUseKind>(of);
      this.#byIndustry(
        'finalSubtotal',
        values,
        this.#finalSums((kind) => kinds.has(kind)),
      );
    }
    this.#byIndustry('finalUse', stated.finalUse, finals);
    if (finalUses.length > 0) this.#byIndustry('rowBalance', output, uses);
    const covered = new Set(valueAdded.filter((row) => !isValueAdded(row)).slice(0, stated.outlaysInInput));
    this.#byIndustry(
      'intermediateInput',
      stated.intermediateInput,
      joined(
        columns,
        this.#outlaySums((row) => covered.has(row)),
      ),
    );
    this.#byIndustry('valueAdded', stated.valueAdded, added);
    if (stated.intermediateInput && valueAdded.some(isValueAdded)) {
      const apart = this.#outlaySums((row) => !isValueAdded(row) && !covered.has(row));
      const parts = joined(
        this.#vector(stated.intermediateInput, 1),
        stated.valueAdded ? this.#vector(stated.valueAdded, 1) : added,
        apart,
      );
      this.#byIndustry('totalInput', stated.input ?? output, parts);
    }
    if (valueAdded.length > 0) this.#byIndustry('columnBalance', output, inputs);
    if (stated.input) this.#byIndustry('outputIsInput', stated.input, this.#vector(output, 1));
    this.#importedProducts();
    this.#finalUseColumns();
    if (finalUses.length > 0 && valueAdded.length > 0) this.#grossProduct(joined(outlays, imported), outside);
    if (this.#table.industries.some(({ region }) => region !== null)) {
      if (finalUses.length > 0) this.#byRegion('regionalUses', uses);
      if (valueAdded.length > 0) this.#byRegion('regionalInputs', inputs);
    }
    return { decimals: this.#decimals, checks: this.#checks };
  }

  #importedProducts(): void {
    const { importedIntermediate, finalUses } = this.#table;
    if (!importedIntermediate || !this.#stated.importedProducts) return;
    const imported = finalUses.map(({ imported }) => this.#vector(imported, 1));
    this.#byIndustry(
      'importedProducts',
      this.#stated.importedProducts,
      joined(this.#rowSums(importedIntermediate), ...imported),
    );
  }

  #finalUseColumns(): void {
    const { finalUses } = this.#table;
    const printed = this.#stated.finalUseColumns;
    // The total row of a final use then covers taxes on products too, which are not held by final use.
    if (!printed || this.#stated.outlaysInInput > 0) return;
    const sums = emptySums(finalUses.length);
    sums.terms = this.#n * (this.#table.importedIntermediate ? 2 : 1);
    for (const [at, { values, imported }] of finalUses.entries()) {
      for (const part of imported ? [values, imported] : [values]) {
        for (const value of part) {
          sums.values[at]! += value;
          sums.magnitudes[at]! += Math.abs(value);
        }
      }
    }
    this.#check(
      'finalUseColumns',
      finalUses.map(({ code, name, region }, at) => ({ code, name, region, printed: printed[at]! })),
      sums,
    );
  }

  /** The two balances summed over the table: what is paid outside the industries against what is bought from outside. */
  #grossProduct(paid: Sums, bought: Sums): void {
    const sums = emptySums(1);
    sums.terms = this.#n * (paid.terms + bought.terms);
    let printed = 0;
    for (let i = 0; i < this.#n; i++) {
      printed += bought.values[i]!;
      sums.values[0]! += paid.values[i]!;
      sums.magnitudes[0]! += paid.magnitudes[i]! + bought.magnitudes[i]!;
    }
    this.#check('grossProduct', [{ code: '', name: this.#table.title, region: null, printed }], sums);
  }

  #byRegion(identity: IdentityName, sums: Sums): void {
    const { industries, output } = this.#table;
    const at = new Map<string, number>();
    for (const { region } of industries) if (!at.has(region ?? '')) at.set(region ?? '', at.size);
    const regional = emptySums(at.size);
    regional.terms = (sums.terms * this.#n) / at.size;
    const printed = new Float64Array(at.size);
    for (const [i, { region }] of industries.entries()) {
      const r = at.get(region ?? '')!;
      regional.values[r]! += sums.values[i]!;
      regional.magnitudes[r]! += sums.magnitudes[i]!;
      printed[r]! += output[i]!;
    }
    this.#check(
      identity,
      [...at.keys()].map((region, r) => ({ code: '', name: region, region, printed: printed[r]! })),
      regional,
    );
  }

  #byIndustry(
    identity: IdentityName,
    printed: Float64Array | null,
    sums: Sums,
    item: string | null = null,
  ): void {
    if (!printed) return;
    this.#check(
      identity,
      this.#table.industries.map(({ code, name, region }, i) => ({
        code,
        name,
        region,
        printed: printed[i]!,
      })),
      sums,
      item,
    );
  }

  #check(identity: IdentityName, figures: readonly Figure[], sums: Sums, item: string | null = null): void {
    const halfUnit = this.#decimals === null ? 0 : 0.5 * 10 ** -this.#decimals;
    const residuals = figures.map((figure, at): Residual => {
      const added = sums.values[at]!;
      const residual = added - figure.printed;
      const size = Math.max(sums.magnitudes[at]!, Math.abs(figure.printed));
      const noise =
        (FIFTEEN_DIGITS + sums.terms * 2 ** -53) * (sums.magnitudes[at]! + Math.abs(figure.printed));
      return {
        ...figure,
        added,
        residual,
        relative: size === 0 ? 0 : Math.abs(residual) / size,
        tolerance: (sums.terms + 1) * halfUnit + noise,
      };
    });
    residuals.sort((a, b) => Math.abs(b.residual) - Math.abs(a.residual));
    const beyond = residuals.filter(({ residual, tolerance }) => Math.abs(residual) > tolerance);
    this.#checks.push({
      identity,
      item,
      says: SAYS[identity],
      checked: figures.length,
      beyondRounding: beyond.length,
      largest: residuals[0] ?? null,
      residuals: beyond.slice(0, LISTED),
    });
  }

  #rowSums(matrix: Float64Array): Sums {
    const n = this.#n;
    const sums = emptySums(n);
    sums.terms = n;
    for (let i = 0, at = 0; i < n; i++) {
      for (let j = 0; j < n; j++, at++) {
        sums.values[i]! += matrix[at]!;
        sums.magnitudes[i]! += Math.abs(matrix[at]!);
      }
    }
    return sums;
  }

  #columnSums(matrix: Float64Array): Sums {
    const n = this.#n;
    const sums = emptySums(n);
    sums.terms = n;
    for (let i = 0, at = 0; i < n; i++) {
      for (let j = 0; j < n; j++, at++) {
        sums.values[j]! += matrix[at]!;
        sums.magnitudes[j]! += Math.abs(matrix[at]!);
      }
    }
    return sums;
  }

  #finalSums(counts: (kind: FinalUseKind) => boolean): Sums {
    const chosen = this.#table.finalUses.filter(({ kind }) => counts(kind));
    return joined(emptySums(this.#n), ...chosen.map(({ values }) => this.#vector(values, 1)));
  }

  #outlaySums(counts: (row: IoTable['valueAdded'][number]) => boolean): Sums {
    const chosen = this.#table.valueAdded.filter(counts);
    return joined(emptySums(this.#n), ...chosen.map(({ values }) => this.#vector(values, 1)));
  }

  #vector(values: Float64Array | null, sign: 1 | -1): Sums {
    const sums = emptySums(this.#n);
    if (!values) return sums;
    sums.terms = 1;
    for (let i = 0; i < this.#n; i++) {
      sums.values[i] = sign * values[i]!;
      sums.magnitudes[i] = Math.abs(values[i]!);
    }
    return sums;
  }
}

function emptySums(n: number): Sums {
  return { values: new Float64Array(n), magnitudes: new Float64Array(n), terms: 0 };
}

function joined(first: Sums, ...others: readonly Sums[]): Sums {
  const sums = {
    values: Float64Array.from(first.values),
    magnitudes: Float64Array.from(first.magnitudes),
    terms: first.terms,
  };
  for (const other of others) {
    sums.terms += other.terms;
    for (let i = 0; i < sums.values.length; i++) {
      sums.values[i]! += other.values[i]!;
      sums.magnitudes[i]! += other.magnitudes[i]!;
    }
  }
  return sums;
}

/** Residuals beyond rounding up to this share of a figure are told as notes, larger ones as warnings. */
const SMALL_RESIDUAL = 1e-4;

/** Of each kind of finding about single cells, as many are told one by one. */
const TOLD = 20;

/**
 * What a reader of the table has to know beside its identities: residuals beyond rounding, negative cells, industries
 * without output, industries that pay out more than they make. None of it keeps a table from being taken in.
 */
export function examineTable(table: IoTable, report: IdentityReport): IoFinding[] {
  return [
    ...report.checks.flatMap((check) => residualFinding(check, table.unit)),
    ...negativeCells(table),
    ...outputs(table),
  ];
}

function residualFinding(check: IdentityCheck, unit: string): IoFinding[] {
  const { says, beyondRounding, checked, residuals } = check;
  const identity = check.item === null ? check.identity : `${check.identity} ${check.item}`;
  const worst = residuals[0];
  if (!worst) return [];
  const isSmall = residuals.every(({ relative }) => relative <= SMALL_RESIDUAL);
  const where = placeName(worst);
  return [
    {
      finding: 'residual',
      severity: isSmall ? 'note' : 'warning',
      item: where,
      value: worst.added,
      expected: worst.printed,
      row: null,
      zh: `${check.item === null ? '' : `${check.item}：`}${says.zh}：${checked} 处中有 ${beyondRounding} 处超出四舍五入，最大在“${where}”：${amount(worst.printed)} 与 ${amount(worst.added)}，差 ${amount(worst.residual)} ${unit}（${percent(worst.relative)}）。`,
      en: `${identity} (${says.en}): ${beyondRounding} of ${checked} are off by more than rounding, most of all “${where}”: ${amount(worst.printed)} against ${amount(worst.added)}, off by ${amount(worst.residual)} ${unit} (${percent(worst.relative)}).`,
    },
  ];
}

function negativeCells(table: IoTable): IoFinding[] {
  const { industries } = table;
  const n = industries.length;
  const flows: Cell[] = [];
  for (const matrix of [table.intermediate, table.importedIntermediate]) {
    for (let at = 0; at < (matrix?.length ?? 0); at++) {
      const value = matrix![at]!;
      if (value < 0)
        flows.push({ from: industries[Math.floor(at / n)]!, to: placeName(industries[at % n]!), value });
    }
  }
  const uses: Cell[] = [];
  for (const use of table.finalUses) {
    // Stocks fall as well as rise.
    if (use.kind === 'inventories' || use.kind === 'other') continue;
    for (const values of [use.values, use.imported]) {
      for (let i = 0; i < (values?.length ?? 0); i++)
        if (values![i]! < 0) uses.push({ from: industries[i]!, to: placeName(use), value: values![i]! });
    }
  }
  for (const [name, values] of [
    ['进口 imports', table.imports],
    ['调入 inflows', table.inflows],
  ] as const) {
    for (let i = 0; i < (values?.length ?? 0); i++)
      if (values![i]! < 0) uses.push({ from: industries[i]!, to: name, value: values![i]! });
  }
  return [
    ...told('negativeFlow', flows, table.unit, { zh: '中间流量为负', en: 'negative flow' }),
    ...told('negativeFinalUse', uses, table.unit, { zh: '最终使用为负', en: 'negative final use' }),
  ];
}

interface Cell {
  from: { name: string; region: string | null };
  to: string;
  value: number;
}

function told(
  finding: IoFinding['finding'],
  cells: readonly Cell[],
  unit: string,
  what: Bilingual,
): IoFinding[] {
  const list = [...cells].sort((a, b) => a.value - b.value);
  const findings = list.slice(0, TOLD).map(({ from, to, value }): IoFinding => {
    const item = `${placeName(from)} → ${to}`;
    return {
      finding,
      severity: 'warning',
      item,
      value,
      expected: null,
      row: null,
      zh: `${what.zh}：${item} ${amount(value)} ${unit}`,
      en: `${what.en}: ${item} ${amount(value)} ${unit}`,
    };
  });
  if (list.length > TOLD) {
    findings.push({
      finding,
      severity: 'warning',
      item: null,
      value: list.length,
      expected: null,
      row: null,
      zh: `${what.zh}：共 ${list.length} 处，以上是最大的 ${TOLD} 处。`,
      en: `${what.en}: ${list.length} cells, of which the ${TOLD} largest are told above.`,
    });
  }
  return findings;
}

function outputs(table: IoTable): IoFinding[] {
  const { industries, output, unit } = table;
  const n = industries.length;
  const findings: IoFinding[] = [];
  for (const [j, industry] of industries.entries()) {
    const name = placeName(industry);
    let inputs = 0;
    let used = 0;
    for (let i = 0; i < n; i++) {
      inputs += table.intermediate[i * n + j]! + (table.importedIntermediate?.[i * n + j] ?? 0);
      used += Math.abs(table.intermediate[j * n + i]!);
    }
    const x = output[j]!;
    if (x === 0 && inputs !== 0) {
      findings.push({
        ...aboutOutput('zeroOutput', name, x, inputs),
        severity: 'warning',
        zh: `“${name}”总产出为 0，却有投入 ${amount(inputs)} ${unit}：系数按 0 计。`,
        en: `“${name}” has no output, yet inputs of ${amount(inputs)} ${unit}: its coefficients count as 0.`,
      });
    } else if (x === 0 && used !== 0) {
      findings.push({
        ...aboutOutput('zeroOutput', name, x, inputs),
        severity: 'note',
        zh: `“${name}”总产出为 0，所用 ${amount(used)} ${unit} 全部来自外部；系数按 0 计。`,
        en: `“${name}” has no output: the ${amount(used)} ${unit} that are used all come from outside. Its coefficients count as 0.`,
      });
    } else if (x === 0) {
      findings.push({
        ...aboutOutput('zeroOutput', name, x, inputs),
        severity: 'note',
        zh: `“${name}”总产出为 0，也没有任何流量。`,
        en: `“${name}” has no output and no flow at all.`,
      });
    } else if (x < 0) {
      findings.push({
        ...aboutOutput('negativeOutput', name, x, inputs),
        severity: 'warning',
        zh: `“${name}”总产出为负：${amount(x)} ${unit}。`,
        en: `“${name}” has a negative output: ${amount(x)} ${unit}.`,
      });
    } else if (inputs > x) {
      findings.push({
        ...aboutOutput('inputsExceedOutput', name, inputs, x),
        severity: 'warning',
        zh: `“${name}”中间投入 ${amount(inputs)} 大于总产出 ${amount(x)} ${unit}，增加值为负。`,
        en: `“${name}” uses up ${amount(inputs)}, more than its output of ${amount(x)} ${unit}: its value added is negative.`,
      });
    }
  }
  return findings;
}

function aboutOutput(finding: IoFinding['finding'], item: string, value: number, expected: number) {
  return { finding, item, value, expected, row: null };
}

function placeName({ name, region }: { name: string; region: string | null }): string {
  return region === null || region === name ? name : `${region} ${name}`;
}

/** Six significant digits, or whole units where figures are large. */
function amount(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 1e6 ? String(Math.round(value)) : String(Number(value.toPrecision(6)));
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
