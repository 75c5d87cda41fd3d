/** Properties over generated pages: what the mess generator does, repair undoes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLEAN_PAGES } from '../clean-pages.js';
import { ALL_MESSES, type Mess, type MessedPage, type MessOptions, messPage } from '../mess.js';
import { repairText, undo } from './page.js';

const PAGES = 40;

/** Share of paragraphs that come back exactly, over generated pages. */
function recovered(messes: readonly Mess[], options: MessOptions = {}): number {
  let exact = 0;
  let total = 0;
  for (let seed = 0; seed < PAGES; seed++) {
    const messed = messPage(CLEAN_PAGES[seed % CLEAN_PAGES.length]!, messes, seed * 104_729 + 7, options);
    for (const [i, paragraph] of bodyOf(messed).entries()) {
      total++;
      if (paragraph === messed.expected[i]) exact++;
    }
  }
  return exact / total;
}

function bodyOf(messed: MessedPage): string[] {
  const page = repairText(messed.text, messed.title);
  return messed.paragraphLines.map((line) => page.lines[line]!.text);
}

describe('pages come back whole', () => {
  const whole: Mess[][] = [
    [],
    ['front-matter', 'chrome', 'ads', 'related', 're-post-date'],
    ['entities'],
    ['zero-width'],
    ['entities', 'zero-width'],
    ['traditional'],
    ['pinyin'],
    ['traditional', 'pinyin', 'folded-width', 'chrome', 'related'],
  ];
  test.each(whole.map((messes) => [messes.join(' + ') || 'clean', messes] as const))('%s', (_, messes) => {
    expect(recovered(messes)).toBe(1);
  });
});

describe('most paragraphs come back where the page lost something', () => {
  // Every page has one slipped paragraph of four or so; a character that lost a byte cannot always be known.
  test.each([
    ['marked lead', 0.85],
    ['lost lead', 0.82],
    ['lost trail', 0.82],
    ['extra byte', 0.78],
  ] as const)('slipped bytes: %s', (kind, least) => {
    expect(recovered(['slip'], { slip: { kind, decoder: 'standard' } })).toBeGreaterThan(least);
  });
  test.each([2, 3, 4, 5])('title in pieces of %i', (pieceLength) => {
    expect(recovered(['interleave', 'ads'], { interleave: { pieceLength } })).toBeGreaterThan(0.9);
  });
  test('title in uneven pieces, ASCII marks', () => {
    const options = { interleave: { pieceLength: 2, scattered: true } };
    expect(recovered(['interleave', 'ads', 'folded-width'], options)).toBeGreaterThan(0.9);
  });
});

const page = fc.record({
  page: fc.constantFrom(...CLEAN_PAGES),
  messes: fc.subarray([...ALL_MESSES]),
  seed: fc.nat(),
});
const once = { seed: 20_261_121, numRuns: 60 };

test('every repair can be undone', () => {
  fc.assert(
    fc.property(page, ({ page, messes, seed }) => {
      const messed = messPage(page, messes, seed);
      const repaired = repairText(messed.text, messed.title);
      expect(undo(repaired).join('\n')).toBe(messed.text);
      for (const repair of repaired.repairs) {
        if (repair.line < 0) continue;
        expect(messed.text.slice(repair.rawStart, repair.rawEnd)).toBe(repair.before);
      }
    }),
    once,
  );
});

test('repairing twice is repairing once', () => {
  fc.assert(
    fc.property(page, ({ page, messes, seed }) => {
      const messed = messPage(page, messes, seed);
      const first = repairText(messed.text, messed.title);
      const text = first.lines.map((line) => line.text).join('\n');
      const second = repairText(text, first.title!.text);
      expect(second.lines.map((line) => line.text).join('\n')).toBe(text);
    }),
    once,
  );
});

test('any text survives, and can be had back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const lines = text.split('\n').join('\n');
      expect(undo(repairText(lines, '任意标题文字几个')).join('\n')).toBe(lines);
    }),
    { seed: 7, numRuns: 300 },
  );
});
