// One firm before its titles.
import {
  calendarOf,
  consistencyOf,
  FIRM_LADDER,
  isHeld,
  type RulebookSet,
  rungOf,
} from '../../assess/index.js';
import {
  type BriefDocument,
  type FirmRecord,
  type FirmVerdict,
  firmBrief,
  type Material,
} from '../../brief/index.js';
import { parseIsoDay } from '../../model/index.js';
import { DayOfJudging } from '../day-of-judging.js';
import { engineOptions, type Writing } from './writing.js';

export interface FirmSettings {
  on: string;
  /** Titles beside the ladder and those that are held. */
  titles?: readonly string[];
  drafts?: boolean;
  title?: string;
}

export function writeFirm(
  record: FirmRecord,
  material: Omit<Material, 'area'>,
  set: RulebookSet,
  options: FirmSettings,
  writing: Writing,
): BriefDocument {
  const on = parseIsoDay(options.on);
  const { subject } = record;
  const day = new DayOfJudging(set, { on, drafts: options.drafts ?? false });
  const held = (subject.titles ?? []).filter((title) => isHeld(title, on));
  const onLadder = FIRM_LADDER.flatMap(({ titles }, rung) => titles.map(({ title }) => ({ title, rung })));
  const beside = [...new Set([...held.map(({ title }) => title), ...(options.titles ?? [])])].filter(
    (title) => rungOf(title) === null && set.rulebooks.some((book) => book.title === title),
  );
  const verdicts = [...onLadder, ...beside.map((title) => ({ title, rung: null }))].flatMap(
    ({ title, rung }): FirmVerdict[] => {
      const judged = day.judge(subject, title, held.some((one) => one.title === title) ? 'review' : 'new');
      return judged === null ? [] : [{ ...judged, rung }];
    },
  );
  const events = calendarOf(subject, {
    on,
    rulebookOf: (title) => day.rulebookOf(title, subject.area),
    verdicts: verdicts.map(({ verdict }) => verdict),
  });
  return firmBrief(
    {
      ...material,
      titles: new Map([
        ...(material.titles ?? []),
        ...[...record.cells.values(), ...record.titles.values()].flatMap(({ file, sha256 }) =>
          material.titles?.has(sha256) ? [] : [[sha256, { title: file, outlet: null, file }] as const],
        ),
      ]),
      record,
      on,
      rungs: FIRM_LADDER,
      verdicts,
      items: set.items,
      events,
      findings: consistencyOf(subject, { on }).map(({ reason }) => reason),
      notes: day.refusals,
    },
    engineOptions(writing, options.title),
  );
}
