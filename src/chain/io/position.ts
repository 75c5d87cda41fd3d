/** Where an industry stands in the chain: upstreamness, downstreamness, average propagation length. */
import type { Definition } from '../../model/index.js';
import { DenseFactors, denseProduct, SingularMatrix } from '../kernels/dense.js';
import { type LeontiefSystem, productive, unitMinus } from './leontief.js';
import type { IoTable } from './table.js';
import type { Treatment } from './treatment.js';

/**
 * 上游度 U = (I − B)⁻¹·1 of the closed economy, n: distance of output from final use, at least 1. Row sums of the Ghosh
 * inverse; 1 for an industry without output. Antràs, Chor, Fally & Hillberry (2012), eq. 2.
 *
 * For Z = [[150, 500], [200, 100]], x = (1000, 2000): U = (1.9142, 1.2541).
 */
export function upstreamness(system: LeontiefSystem): Float64Array {
  return system.ghoshRowSums();
}

/** 下游度 D = 1ᵀ(I − A)⁻¹, n: distance from primary inputs. Miller & Temurshoev (2017); Fally (2012). */
export function downstreamness(system: LeontiefSystem): Float64Array {
  return system.columnSums();
}

/**
 * Upstreamness with the open-economy correction: δ_ij = z_ij / (x_i − e_i + m_i − Δn_i), as if exports and changes in
 * stocks were used at home like the rest. Exports and imports include 调出 and 调入. Null, with the reason, where the
 * correction leaves a chain that does not end; an industry without positive domestic absorption has a row of 0.
 * Antràs, Chor, Fally & Hillberry (2012), eq. 3.
 */
export function openUpstreamness(table: IoTable): { values: Float64Array | null; treatments: Treatment[] } {
  const { industries, intermediate, output } = table;
  const n = industries.length;
  const absorbed = output.slice();
  const add = (values: Float64Array | null, sign: 1 | -1) =>
    values?.forEach((value, i) => {
      absorbed[i]! += sign * value;
    });
  for (const use of table.finalUses)
    if (use.kind === 'export' || use.kind === 'outflow' || use.kind === 'inventories') add(use.values, -1);
  add(table.imports, 1);
  add(table.inflows, 1);
  const none = industries.filter((_, i) => !(absorbed[i]! > 0));
  const treatments: Treatment[] =
    none.length > 0
      ? [
          {
            kind: 'openDenominator',
            industries: none.map(({ code }) => code),
            message: {
              zh: '国内吸收（产出−出口+进口−存货变动）不为正：开放经济上游度取 1',
              en: 'domestic absorption (output − exports + imports − changes in stocks) is not positive: upstreamness of the open economy is 1',
            },
          },
        ]
      : [];
  const shares = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    if (absorbed[i]! > 0)
      for (let j = 0; j < n; j++) shares[i * n + j] = intermediate[i * n + j]! / absorbed[i]!;
  try {
    const factors = new DenseFactors(unitMinus(shares, n), n);
    if (productive(factors, shares))
      return { values: factors.solve(new Float64Array(n).fill(1)), treatments };
  } catch (error) {
    if (!(error instanceof SingularMatrix)) throw error;
  }
  treatments.push({
    kind: 'openDenominator',
    industries: [],
    message: {
      zh: '开放经济分配系数的谱半径不小于 1：开放经济上游度为空',
      en: 'the allocation coefficients of the open economy have a spectral radius of 1 or more: its upstreamness is null',
    },
  });
  return { values: null, treatments };
}

/**
 * 平均传递长度, n × n: mean number of steps from i to j over all paths, weighted by what runs along them.
 * H = Σ_k k·A^k = L·(L − I); h_ij / l_ij off the diagonal, h_ii / (l_ii − 1) on it; NaN where nothing runs. The forward
 * (Ghosh) version is the same. Dietzenbacher, Romero & Bosma (2005), eqs. 5–7.
 */
export function averagePropagationLengths(system: LeontiefSystem): Float64Array {
  const { n } = system;
  const l = system.inverse();
  const paths = l.slice();
  for (let i = 0; i < n; i++) paths[i * n + i]! -= 1;
  const lengths = denseProduct(n, n, n, l, paths);
  for (let at = 0; at < lengths.length; at++)
    lengths[at] = Math.abs(paths[at]!) > Number.EPSILON ? lengths[at]! / paths[at]! : Number.NaN;
  return lengths;
}

export const POSITION_DEFINITIONS = {
  upstreamness: {
    name: { zh: '上游度', en: 'upstreamness' },
    definition: {
      zh: '产品到最终使用的平均距离（封闭经济）；两个位置指标按构造正相关，不宜过度解读',
      en: 'mean distance of the output from final use (closed economy); the two positions correlate by construction',
    },
    formula: 'U = (I − B)⁻¹ 1',
    unit: 'stages',
    source: 'Antràs, Chor, Fally & Hillberry 2012, eq. 2',
  },
  upstreamnessOpen: {
    name: { zh: '上游度（开放经济修正）', en: 'upstreamness, open economy' },
    definition: {
      zh: '分母按国内吸收（产出−出口+进口−存货变动）修正的上游度',
      en: 'upstreamness over domestic absorption (output − exports + imports − changes in stocks)',
    },
    formula: 'U = (I − Δ)⁻¹ 1, δ_ij = z_ij / (x_i − e_i + m_i − Δn_i)',
    unit: 'stages',
    source: 'Antràs, Chor, Fally & Hillberry 2012, eq. 3',
  },
  downstreamness: {
    name: { zh: '下游度', en: 'downstreamness' },
    definition: {
      zh: '产品离初始投入的平均距离',
      en: 'mean distance of the output from primary inputs',
    },
    formula: 'D = 1ᵀ (I − A)⁻¹',
    unit: 'stages',
    source: 'Fally 2012; Miller & Temurshoev 2017',
  },
  averagePropagationLength: {
    name: { zh: '平均传递长度', en: 'average propagation length' },
    definition: {
      zh: '部门 i 的冲击传到部门 j 的平均步数',
      en: 'mean number of steps in which a push from i arrives at j',
    },
    formula: '[L(L − I)]_ij / (L − I)_ij',
    unit: 'stages',
    source: 'Dietzenbacher, Romero & Bosma 2005',
  },
} as const satisfies Record<string, Definition>;
