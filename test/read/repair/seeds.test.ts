/** The five seed pages, where the shared material is at hand: their damaged text must come out as the gold has it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { repairText } from './page.js';

const seeds = '../shared/seeds';
const gold = '../shared/read/gold';
const present = existsSync(seeds) && existsSync(gold);
if (!present) console.log('seed pages are absent: skipped');

describe.skipIf(!present)('seed pages', () => {
  const names = present ? readdirSync(gold).filter((name) => name.endsWith('.json')) : [];
  test.each(names)('%s', (name) => {
    const labelled = JSON.parse(readFileSync(`${gold}/${name}`, 'utf8'));
    const text = readFileSync(`${seeds}/${labelled.source}`, 'utf8');
    const heading = text.split('\n').find((line) => line.startsWith('工信部')) ?? labelled.title;
    const page = repairText(text, heading);
    const whole = page.lines.map((line) => line.text).join('\n');
    for (const paragraph of labelled.cleanedParagraphs) expect(whole).toContain(paragraph);
  });
});
