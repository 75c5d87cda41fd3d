// The monitoring report of a cluster, out of the workspace.
import { type BriefDocument, clusterBrief, clusterRanges, type Remarks } from '../../brief/index.js';
import { UserError } from '../../model/index.js';
import type { HeldForBriefs } from './material.js';
import { engineOptions, type Writing } from './writing.js';

export interface ClusterSettings {
  period: string;
  /** Clusters to compare with. */
  against: readonly string[];
  title?: string;
  remarks?: Remarks;
}

export async function writeCluster(
  name: string,
  held: HeldForBriefs,
  settings: ClusterSettings,
  writing: Writing,
): Promise<BriefDocument> {
  const entry = held.clusters.find((c) => c.name === name);
  const spoken = held.figures.some((f) => f.group === name || f.area.name === name);
  if (entry === undefined && !spoken) {
    const known = held.clusters.map((c) => c.name).slice(0, 12);
    throw new UserError({
      zh: `工作区里没有集群“${name}”。${known.length === 0 ? '先导入名录：ballast import 文件 --as clusters' : `已有：${known.join('、')}`}`,
      en: `the workspace knows no cluster “${name}”. ${known.length === 0 ? 'Import a list first: ballast import FILE --as clusters' : `It has ${known.join(', ')}`}`,
    });
  }
  const { remarks } = settings;
  const firms = entry === undefined ? null : await held.clusterFirms(entry);
  const reported =
    firms === null
      ? null
      : await held.reported({
          ...firms,
          area: { code: null, name },
          ranges: clusterRanges(settings.period),
        });
  return clusterBrief(
    {
      ...held.material,
      ...(reported === null ? {} : { reported }),
      cluster: {
        name,
        industry: entry?.industry ?? null,
        area: entry?.area ?? null,
        level: entry?.level ?? null,
        listed: entry?.listed ?? null,
        organisation: entry?.organisation ?? null,
      },
      period: settings.period,
      others: settings.against,
      ...(remarks === undefined ? {} : { remarks }),
    },
    engineOptions(writing, settings.title),
  );
}
