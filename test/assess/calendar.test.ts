import { describe, expect, it } from 'vitest';
import { calendarFile, calendarOf, judge, type Rulebook } from '../../src/assess/index.js';
import { items, levelRulebook, sample, shipped } from './shipped.js';

const specialised = shipped('specialised-sme-2026');
const littleGiant = shipped('little-giant-2026');
const rulebookOf = (title: string): Rulebook | null =>
  title === '专精特新' ? specialised : title === '小巨人' ? littleGiant : null;
const firm = (to: string | null = '2027-05-31') =>
  sample({ titles: [{ title: '专精特新', from: '2024-06-01', to }], yearsInSegment: 2 });
const events = (on = '2026-05-01', to?: string | null) =>
  calendarOf(firm(to), { on, rulebookOf }).map(({ date, kind, text }) => `${date} ${kind} ${text.zh}`);

describe('the calendar of a firm', () => {
  it('tells yearly updates, the review and the expiry of the titles held', () => {
    expect(events()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^2026-05-31 duty .*5月31日/),
        expect.stringMatching(/^2027-05-31 duty .*5月31日/),
        '2027-05-31 expiry “专精特新”有效期届满',
      ]),
    );
    expect(events().every((event) => event >= '2026-05-01')).toBe(true);
  });

  it('leaves out what is past, and titles that have lapsed', () => {
    expect(events('2026-06-01')).not.toContainEqual(expect.stringMatching(/^2026-05-31/));
    expect(events('2027-06-01')).toEqual([]);
  });

  it('reckons an end that is not stated by the term of the rulebook, and says so', () => {
    const [expiry] = calendarOf(firm(null), { on: '2026-05-01', rulebookOf }).filter(
      ({ kind }) => kind === 'expiry',
    );
    expect(expiry).toMatchObject({ date: '2027-05-31', note: { zh: expect.stringContaining('推算') } });
  });

  it('tells the earliest day for a title that is out of reach today', () => {
    const verdict = judge(littleGiant, firm(), {
      on: '2026-05-01',
      application: 'new',
      items,
      levelRulebook,
    });
    const all = calendarOf(firm(), { on: '2026-05-01', rulebookOf, verdicts: [verdict] });
    expect(all.find(({ kind }) => kind === 'earliest')).toMatchObject({
      date: '2027-01-01',
      title: '小巨人',
    });
  });
});

it('tells the last day of filing of a title that is aimed at, until it is past', () => {
  const filing = {
    id: 'filing',
    text: { zh: '网上填报截止', en: 'filing ends' },
    clause: '通知',
    due: { once: '2026-05-25' },
    confidence: 'V1' as const,
  };
  const round = { ...littleGiant, duties: [...littleGiant.duties, filing] };
  const on = (day: string) => {
    const verdict = judge(round, firm(), { on: day, application: 'new', items, levelRulebook });
    return calendarOf(firm(), { on: day, rulebookOf: () => round, verdicts: [verdict] }).filter(
      ({ title, date }) => title === '小巨人' && date === '2026-05-25',
    );
  };
  expect(on('2026-05-01')).toEqual([expect.objectContaining({ kind: 'duty', text: filing.text })]);
  expect(on('2026-05-26')).toEqual([]);
});

describe('duties in a verdict', () => {
  it('are dated by the title as it is held, and not where it is not', () => {
    const options = { on: '2026-05-01', application: 'review' as const, items, levelRulebook };
    const held = judge(specialised, firm(), options).duties;
    expect(held.find(({ id }) => id === 'update')!.due).toBe('2026-05-31');
    expect(held.find(({ id }) => id === 'review')!.due).toBe('2027-05-31');
    expect(held.find(({ id }) => id === 'change')!.due).toBeNull();
    const not = judge(littleGiant, firm(), { ...options, application: 'new' }).duties;
    // The next yearly day, for when it is held; what hangs on an event has none.
    expect(not.filter(({ held: is }) => is)).toEqual([]);
    expect(Object.fromEntries(not.map(({ id, due }) => [id, due]))).toEqual({
      update: '2026-05-31',
      change: null,
      review: null,
    });
  });
});

describe('a calendar file', () => {
  const file = calendarFile(calendarOf(firm(), { on: '2026-05-01', rulebookOf }), {
    stamp: '2026-05-01',
    name: '示例精密；称号,日历\\',
  });
  const lines = file.split('\r\n');

  it('ends every line in CRLF and keeps 75 octets', () => {
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(file).not.toContain('\uFFFD');
  });

  it('escapes text', () => {
    const unfolded = file.replaceAll('\r\n ', '');
    expect(unfolded).toContain('X-WR-CALNAME:示例精密；称号\\,日历\\\\\r\n');
    expect(unfolded).toMatch(/DESCRIPTION:[^\r]*\\n依据：/);
  });

  it('has whole days, the stamp it was given, and the same ids whenever it is made', () => {
    const unfolded = file.replaceAll('\r\n ', '');
    expect(unfolded).toContain('DTSTART;VALUE=DATE:20270531\r\nDTEND;VALUE=DATE:20270601\r\n');
    expect(unfolded.match(/DTSTAMP:20260501T000000Z/g)).toHaveLength(unfolded.match(/BEGIN:VEVENT/g)!.length);
    const ids = (text: string) => [...text.matchAll(/UID:(\S+)/g)].map((found) => found[1]);
    const later = calendarFile(calendarOf(firm(), { on: '2026-04-01', rulebookOf }), {
      stamp: '2026-04-01T09:30:00Z',
      lang: 'en',
      name: 'x',
    });
    expect(ids(later.replaceAll('\r\n ', ''))).toEqual(expect.arrayContaining(ids(unfolded)));
    expect(new Set(ids(unfolded)).size).toBe(ids(unfolded).length);
    expect(() => calendarFile([], { stamp: '2026-02-30', name: '' })).toThrow(/2026-02-30/);
  });
});
