/** Days as lists write them: 2024-06-01, 2024年6月1日, 2024/6/1, 2024.6, 20240601. */
import { parsePeriod } from '../model/index.js';

const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;

/**
 * The ISO day that a text names, null where it names none. A month without a day is its first or its last day, by the
 * `edge` of a span that the text stands for; a year alone is no day.
 */
export function writtenDay(text: string, edge: 'first' | 'last' = 'first'): string | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/[T ]\d{2}:\d{2}.*$/, '');
  const match = DAY.exec(plain) ?? COMPACT.exec(plain);
  if (!match) return null;
  const [year, month] = [Number(match[1]), Number(match[2])];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = match[3] === undefined ? (edge === 'first' ? 1 : last) : Number(match[3]);
  const iso = `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return parsePeriod(iso)?.kind === 'day' ? iso : null;
}

/** The two ends of a span: 2024-06-01至2027-05-31, 2024年6月—2027年5月. Null where it is none. */
export function writtenSpan(text: string): { from: string; to: string } | null {
  const parts = text
    .normalize('NFKC')
    .split(/至|到|~|—+|–|--|\s-\s/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length !== 2) return null;
  const from = writtenDay(parts[0]!, 'first');
  const to = writtenDay(parts[1]!, 'last');
  return from !== null && to !== null && from <= to ? { from, to } : null;
}
