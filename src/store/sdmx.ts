/**
 * Figures as SDMX-CSV 2.0 (SDMX 3.0, "SDMX-CSV: Data and Reference Metadata"): each row states its structure and an
 * action, then dimensions, the observation and its attributes. Indicators, groups and areas without a code stand by
 * name: the structure declares these dimensions as text, not as coded.
 */
import { writeCsv } from 'hucre/csv';
import { compareText, parsePeriod, sdmxPeriod } from '../model/index.js';
import { inertCell } from './export.js';
import { writeWhole } from './files.js';
import type { FigureFilter, StoredFigure, Workspace } from './workspace.js';

const STRUCTURE = ['dataflow', 'BALLAST:FIGURES(1.0)', 'R'] as const;
const DIMENSIONS = [
  'INDICATOR',
  'KIND',
  'REF_AREA',
  'ACTIVITY',
  'GROUP',
  'PRICE_BASIS',
  'COMPARATOR',
  'UNIT_MEASURE',
  'TIME_PERIOD',
] as const;
const ATTRIBUTES = ['OBS_STATUS', 'BOUND', 'RELEASED', 'REF_AREA_NAME', 'SOURCE', 'COMMENT_OBS'] as const;
/** Of a dimension that does not apply. */
const NONE = '_Z';

/** Writes the standing figures; of several releases of one observation the latest. Returns how many. */
export async function exportSdmx(
  workspace: Workspace,
  file: string,
  filter: FigureFilter = {},
): Promise<number> {
  const latest = new Map<string, { figure: StoredFigure; key: string[] }>();
  for (const figure of await workspace.figures({ ...filter, vintages: 'current' })) {
    const period = figure.period === null ? null : parsePeriod(figure.period);
    if (period === null) continue;
    const key = [
      figure.indicator,
      figure.kind,
      figure.area.code ?? figure.area.name,
      figure.industry?.code?.code ?? figure.industry?.name ?? NONE,
      figure.group ?? NONE,
      figure.priceBasis ?? NONE,
      figure.comparator ?? NONE,
      figure.unit === '' ? NONE : figure.unit,
      sdmxPeriod(period),
    ];
    const name = JSON.stringify(key);
    const before = latest.get(name)?.figure.released ?? null;
    if (!latest.has(name) || (figure.released !== null && (before === null || figure.released > before)))
      latest.set(name, { figure, key });
  }
  const rows = [...latest].sort(([a], [b]) => compareText(a, b));
  const text = writeCsv([
    ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', ...DIMENSIONS, 'OBS_VALUE', ...ATTRIBUTES],
    ...rows.map(([, { figure, key }]) => [
      ...STRUCTURE,
      ...key.map(inertCell),
      figure.value,
      // CL_OBS_STATUS: E estimated, A normal.
      figure.approx ? 'E' : 'A',
      figure.bound,
      figure.released,
      inertCell(figure.area.name),
      inertCell(figure.documentTitle),
      inertCell(figure.scope),
    ]),
  ]);
  await writeWhole(file, text);
  return rows.length;
}
