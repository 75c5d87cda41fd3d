// What the workspace holds for briefs: figures, pages, titles of sources, sums of reports.

import { type RulebookSet, titleNames } from '../../assess/index.js';
import { type BriefLexicon, briefLexicon, type Material, type Reported } from '../../brief/index.js';
import { measureRules } from '../../measure/index.js';
import { type AreaCodes, parseIsoDay } from '../../model/index.js';
import { acrossLexicon } from '../../read/index.js';
import {
  type Codes,
  loadCodes,
  loadMeasureRules,
  type StoredCluster,
  type StoredFigure,
  type Workspace,
} from '../../store/index.js';
import type { Naming } from './firm-records.js';
import { clusterFirms, reportedOf, type SumsAsked } from './report-sums.js';
import { titleOf } from './writing.js';

export interface HeldForBriefs {
  material: Omit<Material, 'area'>;
  figures: StoredFigure[];
  lexicon: BriefLexicon;
  areas: AreaCodes;
  clusters: StoredCluster[];
  /** Sums of reports, out of the workspace that is still open; null where there are none. */
  reported: (asked: SumsAsked) => Promise<Reported | null>;
  clusterFirms: (cluster: StoredCluster) => ReturnType<typeof clusterFirms>;
}

/** `asOf`: ISO day; only what had been released by then. */
export async function heldIn(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  asOf?: string,
): Promise<HeldForBriefs> {
  const lexicon = briefLexicon(lexicons.brief);
  const [{ areas, industries }, rules] = await Promise.all([loadCodes(lexicons), loadMeasureRules()]);
  const figures = await workspace.figures(asOf === undefined ? {} : { asOf: { day: parseIsoDay(asOf) } });
  const pages = new Set(figures.flatMap((f) => (f.source.kind === 'page' ? [f.source.document] : [])));
  const documents = (await workspace.readings()).filter((d) => pages.has(d.sha256));
  const sources = await workspace.sources();
  const across = acrossLexicon(lexicons.across);
  const measure = measureRules(rules);
  return {
    figures,
    lexicon,
    areas,
    clusters: await workspace.clusters(),
    // Which reports stood on a day in the past is not kept by day of release: then there are no sums.
    reported: async (asked) =>
      asOf === undefined
        ? reportedOf(workspace, asked, { lexicon, across, rules: measure, industries })
        : null,
    clusterFirms: (cluster) => clusterFirms(workspace, cluster, { areas, industries }),
    material: {
      figures,
      lexicon,
      documents,
      rules: measure,
      across,
      titles: new Map([
        ...figures.map(
          (f) =>
            [
              f.document,
              { title: titleOf(f.documentTitle), outlet: f.outlet, file: f.documentSource },
            ] as const,
        ),
        ...sources.map(
          (s) =>
            [s.sha256, { title: titleOf(s.title ?? s.file), outlet: s.publisher, file: s.file }] as const,
        ),
      ]),
      synthetic: new Set(sources.flatMap((s) => (s.synthetic ? [s.sha256] : []))),
    },
  };
}

/** Material of a brief of verdicts: pages with targets as well as those with figures. */
export async function assessMaterial(
  held: HeldForBriefs,
  workspace: Workspace,
): Promise<HeldForBriefs['material']> {
  const documents = (await workspace.readings()).filter(
    (document) => document.targets.length > 0 || document.observations.length > 0,
  );
  const titles = new Map([
    ...documents.map(
      (d) => [d.sha256, { title: titleOf(d.title), outlet: d.outlet, file: d.source }] as const,
    ),
    ...(held.material.titles ?? []),
  ]);
  return { ...held.material, documents, titles };
}

export function namingOf(set: RulebookSet, codes: Codes, { industries }: BriefLexicon): Naming {
  return { names: titleNames(set.rulebooks), codes, english: industries };
}
