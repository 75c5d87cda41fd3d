// How far the chains of an industry hang on what comes from abroad, out of an input–output table.
import { existsSync } from 'node:fs';
import { type IoTable, LeontiefSystem, tableProfile, technicalCoefficients } from '../../chain/index.js';
import { type Bilingual, type IndustryCodes, UserError } from '../../model/index.js';
import type { Workspace } from '../../store/index.js';
import { ioTableOf, readIoFile } from '../io-tables.js';

export interface ChainExposure {
  table: string;
  /** What the figure is. */
  measure: Bilingual;
  /** By activity; those that no industry of the table stands for are absent. */
  risk: Map<string, number>;
  /** The industry of the table that was taken for each activity. */
  through: Map<string, string>;
  notes: Bilingual[];
}

/** The table asked for, or of the workspace the latest of one region; null where there is none. */
export async function chainExposure(
  workspace: Workspace | null,
  asked: string | undefined,
  activities: readonly string[],
  industries: IndustryCodes,
): Promise<ChainExposure | null> {
  const found = await tableOf(workspace, asked);
  if (found === null) return null;
  const { name, table } = found;
  const system = new LeontiefSystem(table);
  const profile = tableProfile(system);
  const n = table.industries.length;
  const embodied = profile.industries.map((one) => one.verticalSpecialisation);
  const whole = embodied.some((value) => Number.isFinite(value));
  const values = whole
    ? embodied
    : importedInputs(
        table,
        profile.industries.map((one) => one.importPenetration),
      );
  const risk = new Map<string, number>();
  const through = new Map<string, string>();
  const byCode = new Map<string, number>();
  const byName = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const { code, name: own } = table.industries[i]!;
    byCode.set(code.replace(/^[A-Z]/, ''), i);
    byName.set(own, i);
  }
  for (const activity of activities) {
    const resolved = industries.resolve(activity);
    const code =
      resolved.status === 'resolved' && resolved.level !== 'set' ? resolved.code.replace(/^[A-Z]/, '') : '';
    const division = code.length >= 2 ? industries.byCode(code.slice(0, 2))?.name : undefined;
    const at =
      byName.get(activity) ??
      byCode.get(code) ??
      (division === undefined ? undefined : byName.get(division)) ??
      (code.length >= 2 ? byCode.get(code.slice(0, 2)) : undefined);
    if (at === undefined || !Number.isFinite(values[at]!)) continue;
    risk.set(activity, values[at]!);
    through.set(activity, table.industries[at]!.name);
  }
  return {
    table: name,
    measure: whole
      ? {
          zh: '每单位最终需求中直接和间接的进口（垂直专业化）',
          en: 'imports embodied in a unit of final demand, directly and through the chain (vertical specialisation)',
        }
      : {
          zh: '直接投入中的进口：各投入的进口渗透率按直接消耗系数加权（竞争型表）',
          en: 'imports among direct inputs: import penetration of each input weighted by technical coefficients (a competitive table)',
        },
    risk,
    through,
    notes:
      risk.size === 0
        ? [
            {
              zh: `投入产出表“${name}”的部门与表中行业对不上，风险未计入`,
              en: `no industry of the input–output table “${name}” stands for an activity of the table: risk does not count`,
            },
          ]
        : [],
  };
}

/** Σ_i penetration_i · a_ij; NaN where the table knows no imports. */
function importedInputs(table: IoTable, penetration: readonly number[]): number[] {
  const n = table.industries.length;
  const a = technicalCoefficients(table);
  return table.industries.map((_, j) => {
    let sum = 0;
    let known = false;
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(penetration[i]!)) continue;
      known = true;
      sum += penetration[i]! * a[i * n + j]!;
    }
    return known ? sum : Number.NaN;
  });
}

async function tableOf(
  workspace: Workspace | null,
  asked: string | undefined,
): Promise<{ name: string; table: IoTable } | null> {
  const stored = workspace === null ? [] : await workspace.ioTables();
  if (asked !== undefined && !stored.some(({ name }) => name === asked)) {
    if (!existsSync(asked))
      throw new UserError({
        zh: `没有名为“${asked}”的投入产出表，也没有这个文件${stored.length > 0 ? `；工作区有 ${stored.map(({ name }) => name).join('、')}` : ''}`,
        en: `there is no input–output table “${asked}”, nor such a file${stored.length > 0 ? `; the workspace has ${stored.map(({ name }) => name).join(', ')}` : ''}`,
      });
    const { readings } = await readIoFile(asked);
    return { name: asked, table: readings[0]!.table };
  }
  const chosen =
    asked ??
    stored
      .filter(({ regions }) => regions === 0)
      .sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || b.industries - a.industries)[0]?.name;
  if (chosen === undefined) return null;
  return { name: chosen, table: ioTableOf(await workspace!.ioTable(chosen)) };
}
