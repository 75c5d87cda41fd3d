// The brief of the industrial economy of an area, out of the workspace.
import { type BriefDocument, monthlyBrief, type Remarks, reportRanges } from '../../brief/index.js';
import { openOutline } from '../maps.js';
import type { HeldForBriefs } from './material.js';
import { placeOf } from './place.js';
import { engineOptions, type Writing } from './writing.js';

export interface MonthlySettings {
  /** Name or code. */
  area: string;
  /** In the notation of the model, from January on. */
  period: string;
  /** A standard map of the user's own. */
  map?: string;
  mapNumber?: string;
  title?: string;
  remarks?: Remarks;
}

export async function writeMonthly(
  held: HeldForBriefs,
  settings: MonthlySettings,
  writing: Writing,
): Promise<BriefDocument> {
  const place = placeOf(settings.area, held);
  const outline = await openOutline(
    held.areas,
    settings.map === undefined ? null : { file: settings.map, approval: settings.mapNumber ?? null },
  );
  const { remarks } = settings;
  const { area, parts } = place;
  const reported =
    place.stems.length === 0
      ? null
      : await held.reported({ area, parts, stems: place.stems, ranges: reportRanges(settings.period) });
  return monthlyBrief(
    {
      ...held.material,
      ...place,
      ...(reported === null ? {} : { reported }),
      period: settings.period,
      outline,
      ...(remarks === undefined ? {} : { remarks }),
    },
    engineOptions(writing, settings.title),
  );
}
