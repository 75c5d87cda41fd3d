// samples/layout: the same bytes from the generator, and neighbours that are cities of the table, both ways.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lines = (name: string) =>
  readFileSync(join(root, 'samples/layout', `${name}.synthetic.csv`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);

test('the generator writes the very files that are here', () => {
  const script = join(root, 'scripts', 'build-sample-layout.mjs');
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toContain('up to date');
});

test('thirty cities in six years, and neighbours among them both ways', () => {
  const rows = lines('city-industries').map((line) => line.split(','));
  const cities = new Set(rows.map(([, city]) => city));
  expect(cities.size).toBe(30);
  expect(new Set(rows.map(([year]) => year)).size).toBe(6);
  const pairs = new Set(lines('neighbours'));
  for (const pair of pairs) {
    const [a, b] = pair.split(',');
    expect(cities.has(a) && cities.has(b)).toBe(true);
    expect(pairs.has(`${b},${a}`)).toBe(true);
  }
});
