import { describe, expect, test } from 'vitest';
import { readDirections } from '../../../src/read/directions/index.js';
import { type Comparison, compare, f1, labelledTexts, type Tally } from './labelled-texts.js';
import { lexicon } from './lexicon.js';

const texts = labelledTexts().map((text) => {
  const reading = readDirections(text.article, lexicon);
  return { ...text, reading, result: compare(text.directions, reading.directions) };
});

function total(of: (result: Comparison) => Tally): Tally {
  const sum = { hits: 0, read: 0, labelled: 0 };
  for (const { result } of texts) {
    const tally = of(result);
    sum.hits += tally.hits;
    sum.read += tally.read;
    sum.labelled += tally.labelled;
  }
  return sum;
}

describe('labelled texts of many genres', () => {
  test('directions, ordinals, groups and measures', () => {
    const score = {
      directions: f1(total((result) => result.directions)),
      measures: f1(total((result) => result.measures)),
      ordinals: f1(total((result) => result.ordinals)),
      groups: f1(total((result) => result.groups)),
      statuses: f1(total((result) => result.statuses)),
    };
    const misses = texts
      .filter(({ result }) => result.misses.length > 0)
      .map(({ name, result }) => `${name}\n  ${result.misses.join('\n  ')}`);
    if (misses.length > 0) console.info(JSON.stringify(score), `\n${misses.join('\n')}`);
    expect(score.directions).toBeGreaterThanOrEqual(0.97);
    expect(score.measures).toBeGreaterThanOrEqual(0.97);
    expect(score.ordinals).toBe(1);
  });

  test('no announced count is called wrong', () => {
    const alarms = texts.flatMap(({ name, reading }) =>
      reading.announced
        .filter(({ found, count }) => found !== null && found !== count)
        .map(({ textSpan, found }) => `${name}: ${textSpan}, found ${found}`),
    );
    expect(alarms).toEqual([]);
  });
});
