// docs/mission.md in step with the taxonomy and with the labelled pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ThemeTaxonomySchema } from '../../src/read/themes.js';

const mission = readFileSync(new URL('../../docs/mission.md', import.meta.url), 'utf8');
const { lines } = ThemeTaxonomySchema.parse(
  parse(readFileSync(new URL('../../lexicons/themes.yaml', import.meta.url), 'utf8')).themes,
);
const gold = new URL('../../../shared/read/gold/', import.meta.url);
const VERBS = ['read', 'measure', 'chain', 'assess', 'match', 'foresee', 'brief'];

const rows = mission
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Measures'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, measures = '', verb = '', does = '', state = '']) => ({
    measures: measures.split('；'),
    verb: verb.replaceAll('`', ''),
    does,
    state,
  }));

const plain = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

describe('mission map', () => {
  test('every line of work of the taxonomy has a section with both of its names', () => {
    for (const [id, { zh, en }] of Object.entries(lines)) {
      expect(mission).toContain(`Theme: \`${id}\``);
      expect(mission).toContain(`## ${en} · ${zh}`);
    }
    expect([...mission.matchAll(/^Theme: `(.+)`$/gm)].map((match) => match[1])).toEqual(Object.keys(lines));
  });

  test('every row names measures, one verb, what it does, and a state', () => {
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) {
      expect(VERBS, row.measures.join()).toContain(row.verb);
      expect(row.state, row.measures.join()).toMatch(/^(works: `ballast .+`|planned)$/);
      expect(row.does.length, row.measures.join()).toBeGreaterThan(10);
    }
  });

  test('a row that works names a command that the page shows in full, and each shown serves a row', () => {
    const shown = [...mission.matchAll(/^ballast .+$/gm)].map(([line]) => line);
    const named = rows.flatMap(({ state }) => /`(ballast .+)`/.exec(state)?.[1] ?? []);
    const serves = (name: string) => shown.filter((line) => `${line} `.startsWith(`${name} `));
    expect(named.filter((name) => serves(name).length === 0)).toEqual([]);
    const served = new Set(named.flatMap(serves));
    expect(shown.filter((line) => !served.has(line))).toEqual([]);
  });

  test('no measure stands in two rows', () => {
    const all = rows.flatMap((row) => row.measures.map(plain));
    expect(all.filter((measure, index) => all.indexOf(measure) !== index)).toEqual([]);
  });

  // Needs the labelled pages beside the project; skipped where they are absent.
  test.skipIf(!existsSync(gold))('every measure that the labelled pages name has a row', () => {
    const covered = new Set(rows.flatMap((row) => row.measures.map(plain)));
    const missing: string[] = [];
    for (const file of readdirSync(gold)) {
      const page = JSON.parse(readFileSync(new URL(file, gold), 'utf8')) as {
        directions: { title: string; measures: { text: string }[] }[];
      };
      for (const { title, measures } of page.directions) {
        const named = measures.length > 0 ? measures.map(({ text }) => text) : [title];
        missing.push(...named.filter((text) => !covered.has(plain(text))));
      }
    }
    expect(missing).toEqual([]);
  });
});
