// The calendar of duties and earliest dates as iCalendar (RFC 5545), for the calendar program of whoever keeps it.

import type { Lang } from '../../model/index.js';
import { sha256 } from '../../model/index.js';
import type { AssessRun } from './assessed.js';
import { PRE_CHECK } from './state-words.js';

/** Octets of a line, its break aside. */
const LONGEST_LINE = 75;

/** All-day events: each duty on its day, and the day from which a gap can be closed at the earliest. */
export function assessCalendar(run: AssessRun, lang: Lang): { text: string; events: number } {
  const lines: string[] = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ballast//assess//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
  ];
  let events = 0;
  const add = (day: string, key: string, summary: string, description: string) => {
    events++;
    lines.push(
      'BEGIN:VEVENT',
      `UID:${sha256(key).slice(0, 32)}@ballast`,
      // The day of judging, not the clock: the same question gives the same file.
      `DTSTAMP:${compact(run.on)}T000000Z`,
      `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(nextDay(day))}`,
      `SUMMARY:${escaped(summary)}`,
      `DESCRIPTION:${escaped(description)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    );
  };
  for (const { subject, titles } of run.firms)
    for (const { verdict } of titles) {
      if (verdict === null) continue;
      const who = `${subject.creditCode ?? subject.name} ${verdict.rulebook.id}`;
      const head = `${verdict.title} · ${subject.name}`;
      for (const { id, due, text, clause, otherwise } of verdict.duties)
        if (due !== null)
          add(
            due,
            `${who} duty ${id} ${due}`,
            `${head}：${text[lang]}`,
            [clause, otherwise?.[lang] ?? ''].filter((part) => part !== '').join('\n'),
          );
      for (const { criterion, earliest, text } of verdict.gaps)
        if (earliest !== null)
          add(earliest, `${who} gap ${criterion} ${earliest}`, `${head}：${text[lang]}`, PRE_CHECK[lang]);
    }
  lines.push('END:VCALENDAR');
  return { text: `${lines.map(folded).join('\r\n')}\r\n`, events };
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replace(/\r?\n/g, '\\n');
}

/** Lines of no more than 75 octets, a character never cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (octets + size > LONGEST_LINE) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += char;
    octets += size;
  }
  return [...parts, part].join('\r\n');
}
