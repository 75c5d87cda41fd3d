import { describe, expect, it } from 'vitest';
import { parseIsoDay, UserError } from '../../src/model/index.js';

describe('a day that a user names', () => {
  it.each(['2023-03-01', '2024-02-29', '2000-02-29', '1999-12-31'])('%s is one', (day) =>
    expect(parseIsoDay(day)).toBe(day),
  );
  it.each([
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2023-13-01',
    '2023-00-10',
    '2023-04-31',
    '2023-3-1',
    '2023-03',
    '2023',
    'asof:2023-03-01',
    ' 2023-03-01',
    '2023-03-01T00:00',
    '',
  ])('%j is none', (text) => expect(() => parseIsoDay(text)).toThrow(UserError));
  it('is refused in both languages, with the text and the form that is expected', () => {
    expect(() => parseIsoDay('明天')).toThrow(
      expect.objectContaining({
        zh: expect.stringContaining('明天'),
        en: expect.stringContaining('2023-03-01'),
      }),
    );
  });
});
