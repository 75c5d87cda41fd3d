/**
 * What falls due when: yearly updates, expiries, reviews and filings of the titles a subject holds, and the earliest day on
 * which a title that is out of reach today can be applied for. As dated entries and as a calendar file (RFC 5545).
 */
import { type Bilingual, type Lang, parsePeriod, sha256, UserError } from '../model/index.js';
import { titleKey } from './choose.js';
import { isHeld } from './condition.js';
import { earliestOf, nextDay } from './gaps.js';
import type { Duty, Rulebook } from './rulebook.js';
import type { HeldTitle, Subject } from './subject.js';
import type { DatedDuty, Verdict } from './verdict.js';
import { both } from './words.js';

export interface CalendarEvent {
  /** The same for the same subject, title, duty and day, whenever it is written. */
  uid: string;
  /** ISO day. */
  date: string;
  kind: 'duty' | 'expiry' | 'earliest';
  title: string;
  text: Bilingual;
  /** Clause of the rule; null where none says so. */
  clause: string | null;
  /** What follows where it is not done, and how the day was come by. */
  note: Bilingual | null;
  rulebook: string | null;
}

/**
 * The duties that come with a title, dated by the title as the subject holds it; of a title that is not held, yearly ones
 * by their next day. Those that hang on an event have no day.
 */
export function dutiesOf(rulebook: Rulebook, subject: Subject, on: string): DatedDuty[] {
  const held = heldOf(rulebook, subject, on);
  return rulebook.duties.map((duty) => ({
    id: duty.id,
    text: duty.text,
    clause: duty.clause,
    due: daysOf(duty, held ?? NOT_HELD, held === null ? null : lastDay(held, rulebook), on)[0] ?? null,
    held: held !== null,
    otherwise: duty.otherwise ?? null,
  }));
}

const NOT_HELD: HeldTitle = { title: '', from: null, to: null };

/** The title as it is held on a day; the one that lasts longest of several. */
function heldOf(rulebook: Rulebook, subject: Subject, on: string): HeldTitle | null {
  const names = [rulebook.title, ...rulebook.aliases].map(titleKey);
  return (
    (subject.titles ?? [])
      .filter((held) => names.includes(titleKey(held.title)) && isHeld(held, on))
      .sort((a, b) => ((a.to ?? '9999') < (b.to ?? '9999') ? 1 : -1))[0] ?? null
  );
}

/** Last day of validity: as stated, or by the term of the rulebook from the day it began; null where nothing says so. */
function lastDay(held: HeldTitle, rulebook: Rulebook | null): string | null {
  if (held.to !== null) return held.to;
  if (held.from === null || !rulebook?.validityMonths) return null;
  const end = new Date(`${held.from}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + rulebook.validityMonths);
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

/** Years ahead for which yearly duties are dated where the end of a title is not known. */
const YEARS_AHEAD = 3;

/** Days on which a duty falls due, from a day on and while the title is valid. */
function daysOf(duty: Duty, held: HeldTitle, last: string | null, on: string): string[] {
  const { due } = duty;
  if ('once' in due) return due.once >= on ? [due.once] : [];
  if ('atExpiry' in due) return last !== null && last >= on ? [last] : [];
  if (!('yearly' in due)) return [];
  const from = held.from !== null && held.from > on ? held.from : on;
  const until = last ?? `${Number(on.slice(0, 4)) + YEARS_AHEAD}-12-31`;
  const days: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year++) {
    const day = `${year}-${due.yearly}`;
    if (day >= from && day <= until) days.push(day);
  }
  return days;
}

export interface CalendarOptions {
  /** ISO day from which on events are told. */
  on: string;
  /** The rulebook whose duties go with a title that is held; null where there is none. */
  rulebookOf: (title: string) => Rulebook | null;
  /** Verdicts on titles that are aimed at: the last days of filing and their earliest days are told. */
  verdicts?: readonly Verdict[];
}

/** Everything that falls due for a subject from a day on, in order of days. */
export function calendarOf(
  subject: Subject,
  { on, rulebookOf, verdicts = [] }: CalendarOptions,
): CalendarEvent[] {
  const events: CalendarEvent[] = [];
  const add = (event: Omit<CalendarEvent, 'uid'>, id: string) => {
    const key = [subject.creditCode ?? subject.name, event.title, id, event.date].join('\n');
    const uid = `${sha256(key).slice(0, 32)}@ballast`;
    if (!events.some((other) => other.uid === uid)) events.push({ uid, ...event });
  };
  for (const held of subject.titles ?? []) {
    const rulebook = rulebookOf(held.title);
    const last = lastDay(held, rulebook);
    if (last !== null && last < on) continue;
    const reckoned = held.to === null && last !== null;
    const note = reckoned
      ? both(
          `到期日未注明，按自 ${held.from} 起 ${rulebook!.validityMonths} 个月推算`,
          `the end is not stated; reckoned as ${rulebook!.validityMonths} months from ${held.from}`,
        )
      : null;
    for (const duty of rulebook?.duties ?? [])
      for (const date of daysOf(duty, held, last, on))
        add(
          {
            date,
            kind: 'duty',
            title: held.title,
            text: duty.text,
            clause: duty.clause,
            note:
              'atExpiry' in duty.due ? joinedNotes(duty.otherwise ?? null, note) : (duty.otherwise ?? null),
            rulebook: rulebook!.id,
          },
          duty.id,
        );
    if (last !== null)
      add(
        {
          date: last,
          kind: 'expiry',
          title: held.title,
          text: both(`“${held.title}”有效期届满`, `${held.title} expires`),
          clause: null,
          note,
          rulebook: rulebook?.id ?? null,
        },
        'expiry',
      );
  }
  for (const verdict of verdicts) {
    // The round of filing that a title aimed at is open for.
    const rulebook = rulebookOf(verdict.title);
    for (const duty of rulebook?.duties ?? [])
      if ('once' in duty.due && duty.due.once >= on)
        add(
          {
            date: duty.due.once,
            kind: 'duty',
            title: verdict.title,
            text: duty.text,
            clause: duty.clause,
            note: duty.otherwise ?? null,
            rulebook: rulebook!.id,
          },
          duty.id,
        );
    const earliest = verdict.state === 'unmet' ? earliestOf(verdict.gaps) : null;
    if (earliest === null || earliest < on) continue;
    add(
      {
        date: earliest,
        kind: 'earliest',
        title: verdict.title,
        text: both(
          `“${verdict.title}”最早可再自评（所差的年度数据此时方能补上）`,
          `${verdict.title}: earliest day for another pre-check, when the years that fall short can be made up for`,
        ),
        clause: null,
        note: both(
          '须其间各年达到所需数值；不代表认定',
          'if the years until then bring what is needed; no recognition is promised',
        ),
        rulebook: verdict.rulebook.id,
      },
      'earliest',
    );
  }
  return events.sort((a, b) => (a.date === b.date ? (a.uid < b.uid ? -1 : 1) : a.date < b.date ? -1 : 1));
}

function joinedNotes(a: Bilingual | null, b: Bilingual | null): Bilingual | null {
  return a && b ? both(`${a.zh}；${b.zh}`, `${a.en}; ${b.en}`) : (a ?? b);
}

export interface CalendarFileOptions {
  /** Day or instant (UTC) at which the file is made: `2026-05-01`, `2026-05-01T08:00:00Z`. Given, never taken from a clock. */
  stamp: string;
  lang?: Lang;
  /** Name of the calendar, that of the firm for one. */
  name: string;
}

/** Days before each event on which calendar programs remind of it. */
const REMIND_DAYS = 30;

/**
 * Events as a calendar file by RFC 5545: lines end in CRLF and are folded at 75 octets, text is escaped, days are dates
 * without a time. Throws a UserError for a stamp that is none.
 */
export function calendarFile(
  events: readonly CalendarEvent[],
  { stamp, lang = 'zh', name }: CalendarFileOptions,
): string {
  const instant = stampOf(stamp);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Ballast//assess//${lang.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
  ];
  for (const event of events) {
    const summary =
      lang === 'zh' ? `【${event.title}】${event.text.zh}` : `[${event.title}] ${event.text.en}`;
    const details = [
      event.text[lang],
      ...(event.clause === null ? [] : [lang === 'zh' ? `依据：${event.clause}` : `By: ${event.clause}`]),
      ...(event.note === null ? [] : [event.note[lang]]),
      lang === 'zh' ? '预审提示，以官方通知为准。' : 'From a pre-check; the official notice decides.',
    ];
    lines.push(
      'BEGIN:VEVENT',
      `UID:${event.uid}`,
      `DTSTAMP:${instant}`,
      `DTSTART;VALUE=DATE:${compact(event.date)}`,
      `DTEND;VALUE=DATE:${compact(nextDay(event.date))}`,
      `SUMMARY:${escaped(summary)}`,
      `DESCRIPTION:${escaped(details.join('\n'))}`,
      `CATEGORIES:${escaped(event.title)}`,
      'TRANSP:TRANSPARENT',
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escaped(summary)}`,
      `TRIGGER:-P${REMIND_DAYS}D`,
      'END:VALARM',
      'END:VEVENT',
    );
  }
  lines.push('END:VCALENDAR');
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}

function stampOf(stamp: string): string {
  const [day = '', time = '00:00:00Z'] = stamp.split('T');
  const clock = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z$/.exec(time);
  if (parsePeriod(day)?.kind !== 'day' || !clock)
    throw new UserError({
      zh: `时间无法识别：${stamp}，应写作 2026-05-01 或 2026-05-01T08:00:00Z`,
      en: `Not an instant: ${stamp}. Write it as 2026-05-01 or 2026-05-01T08:00:00Z`,
    });
  return `${compact(day)}T${clock[1]}${clock[2]}${clock[3] ?? '00'}Z`;
}

/** TEXT of RFC 5545, section 3.3.11. */
function escaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replaceAll('\n', '\\n');
}

/** Octets of a line without its end (RFC 5545, section 3.1). */
const LINE_OCTETS = 75;

/** Folds between characters, never inside one; the space that begins a line counts. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE_OCTETS) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  parts.push(part);
  return parts.join('\r\n');
}
