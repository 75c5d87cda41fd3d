// Shocks to firms from a table: scenarios, each with the firms it hits and how hard, and what each comes to.
import {
  type Cascade,
  type CascadeModel,
  cascade,
  convergedCascade,
  groupLosses,
  riskOf,
  type Shock,
  type StopRule,
  type SupplyNetwork,
} from '../../chain/index.js';
import { UserError } from '../../model/index.js';
import { cellNumber, cellText, columnsOf } from '../../verbs/index.js';

export interface FirmShock {
  scenario: string;
  shock: Shock;
}

const SHOCK = [
  { names: ['scenario', '情景'] },
  { names: ['firm', 'id', '企业', '企业编号'] },
  { names: ['supply', 'loss', '产能损失'] },
  { names: ['demand', '需求损失'], optional: true },
];

/**
 * Scenarios in order of first appearance. A row says which share of its capacity a firm loses, and as a customer where
 * that differs. Throws `UserError` on unknown firms, shares outside 0 to 1, and a firm twice in one scenario.
 */
export async function readFirmShocks(file: string, { ids }: SupplyNetwork): Promise<FirmShock[]> {
  const numberOf = new Map(ids.map((id, i) => [id, i]));
  const scenarios = new Map<string, { supply: Float64Array; demand: Float64Array; seen: Set<number> }>();
  for await (const rows of columnsOf(file, SHOCK))
    for (const { row, cells } of rows) {
      const [name, firm] = [cellText(cells[0]!), cellText(cells[1]!)];
      const i = numberOf.get(firm);
      if (i === undefined)
        throw new UserError({
          zh: `${file} 第 ${row} 行：企业“${firm}”不在企业名单中`,
          en: `${file}, row ${row}: firm "${firm}" is not in the list of firms`,
        });
      if (!scenarios.has(name))
        scenarios.set(name, {
          supply: new Float64Array(ids.length),
          demand: new Float64Array(ids.length),
          seen: new Set(),
        });
      const { supply, demand, seen } = scenarios.get(name)!;
      if (seen.has(i))
        throw new UserError({
          zh: `${file} 第 ${row} 行：企业“${firm}”在情景“${name}”中出现两次`,
          en: `${file}, row ${row}: firm "${firm}" stands twice in scenario "${name}"`,
        });
      seen.add(i);
      supply[i] = shareOf(file, row, 'supply', cells[2]!);
      demand[i] = cells[3] === null ? supply[i]! : shareOf(file, row, 'demand', cells[3]!);
    }
  return [...scenarios].map(([scenario, { supply, demand }]) => ({ scenario, shock: { supply, demand } }));
}

function shareOf(file: string, row: number, column: string, cell: Parameters<typeof cellNumber>[0]): number {
  const share = cellNumber(cell);
  if (share >= 0 && share <= 1) return share;
  throw new UserError({
    zh: `${file} 第 ${row} 行“${column}”列：“${cellText(cell)}”应在 0（不受影响）与 1（全部停产）之间`,
    en: `${file}, row ${row}, column "${column}": "${cellText(cell)}" should lie between 0 (untouched) and 1 (closed)`,
  });
}

export interface ShockRisk {
  scenario: string;
  esri: number;
  esriDown: number;
  esriUp: number;
  iterations: number;
  errorBound: number | null;
  /** By sector: share of its weighted production lost beyond the shock, and the shock. */
  sectors: { sector: string; shock: number; loss: number; lossDown: number; lossUp: number }[];
}

export function riskOfFirmShock(
  model: CascadeModel,
  { scenario, shock }: FirmShock,
  stop: StopRule,
): ShockRisk {
  const { sectors, sectorOf } = model.network;
  let result: Cascade;
  let errorBound: number | null = null;
  if (stop.rule === 'eps') result = cascade(model, shock, stop);
  else {
    const converged = convergedCascade(model, shock, stop.tolerance);
    errorBound = Math.max(converged.bound.esri, converged.bound.down, converged.bound.up);
    result = converged;
  }
  const { esri, down, up } = riskOf(result, model.weights);
  const losses = groupLosses(model, result, shock, { of: sectorOf, count: sectors.length });
  return {
    scenario,
    esri,
    esriDown: down,
    esriUp: up,
    iterations: result.iterations,
    errorBound,
    sectors: sectors.map((sector, g) => ({
      sector,
      shock: Math.max(losses.initialDown[g]!, losses.initialUp[g]!),
      loss: losses.both[g]!,
      lossDown: losses.down[g]!,
      lossUp: losses.up[g]!,
    })),
  };
}
