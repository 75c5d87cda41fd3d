/**
 * docs/rulebooks.md from a clone: its files are saved where it says, its commands run one after another, its message is
 * the one that comes, and it leaves out no word that a rulebook may be written with.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RulebookSet } from '../../src/assess/index.js';
import {
  CONDITION_KINDS,
  LOWER_BOUNDS,
  SCORING_KINDS,
  UPPER_BOUNDS,
} from '../../src/assess/rulebook-form.js';
import { readRulebookFiles } from '../../src/store/index.js';
import { shell } from './shell.js';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'rulebooks.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'ballast-rulebooks-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(join(root, 'samples'), join(folder, 'samples'), 'dir');

/** Files to save, with their places, and commands to run, in the order of the page. */
const steps = [
  ...page.matchAll(
    /`(workspace\/[\w/.-]+\.yaml)`[^`]*?\n\n```yaml\n([\s\S]*?)^```$|^\$ (ballast .*?)(?: {2,}#.*)?$/gm,
  ),
].map(([, file, content, command]) => (command ? { command } : { file: file!, content: content! }));

function save(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const saved = steps.flatMap((step) => ('file' in step ? [step] : []));

describe('docs/rulebooks.md', () => {
  test('its files are read and its commands run', { timeout: 300_000 }, async () => {
    expect(saved.map(({ file }) => file)).toEqual([
      'workspace/rulebooks/growth-firm-2026.yaml',
      'workspace/rulebooks/overlays/sample-city-2026.yaml',
      'workspace/rulebooks/overlays/green-values.yaml',
      'workspace/rulebooks/items.yaml',
    ]);
    for (const step of steps) {
      if ('file' in step) {
        save(step.file!, step.content!);
        continue;
      }
      const { code, stdout, stderr } = await shell(step.command!, folder);
      expect(code, `${step.command}\n${stderr}`).toBe(0);
      expect(`${stdout}${stderr}`, step.command).not.toMatch(/\bNaN\b|\bundefined\b/);
    }
    const { stdout } = await shell('ballast assess --list --json', folder);
    for (const id of ['growth-firm-2026', 'sample-city-2026', 'green-values']) expect(stdout).toContain(id);
  });

  test('its overlay counts in its area', async () => {
    for (const { file, content } of saved) save(file!, content!);
    const books = new RulebookSet(await readRulebookFiles(join(folder, 'workspace')));
    const criteria = (area: string) => {
      const question = { title: '成长型企业', application: 'new', on: '2026-05-01', area } as const;
      return new Map(books.choose(question).rulebook.criteria.map(({ id, condition }) => [id, condition]));
    };
    expect([...criteria('440300').keys()]).toEqual(['honest', 'revenue', 'growth', 'points']);
    expect(criteria('440300').get('revenue')).toMatchObject({ atLeast: 3000, unit: '万元' });
    expect([...criteria('440305').keys()]).toEqual(['honest', 'revenue', 'points', 'staff']);
    expect(criteria('440305').get('revenue')).toMatchObject({ atLeast: 5000, unit: '万元' });
  });

  test('its values for the green factory are laid on, and its item is known', async () => {
    for (const { file, content } of saved) save(file!, content!);
    const books = new RulebookSet(await readRulebookFiles(join(folder, 'workspace')));
    const { rulebook } = books.choose({
      title: '绿色工厂',
      application: 'new',
      on: '2026-05-01',
      area: null,
    });
    const values = new Map(rulebook.parameters.map(({ id, value }) => [id, value]));
    expect([values.get('energy.base'), values.get('energy.lead'), values.get('carbon.base')]).toEqual([
      3.9,
      2.2,
      null,
    ]);
    expect(books.items.get('exportCountries')).toMatchObject({ shape: 'single', unit: '个' });
  });

  test('the message it shows is the one that comes', async () => {
    const [, shown] = /^```text\n(.*)\n```$/m.exec(page)!;
    const { file, content } = saved[0]!;
    const bent = content!.replace('unit: 亿元', 'unit: 人');
    const shipped = await readRulebookFiles();
    expect(() => new RulebookSet([...shipped, { file: file!, content: bent, from: 'workspace' }])).toThrow(
      shown,
    );
  });

  test('names every kind of condition, bound, basis and way to give points', () => {
    const source = readFileSync(join(root, 'src', 'assess', 'rulebook-form.ts'), 'utf8');
    const bases = /const BASES = \[([\s\S]*?)\]/.exec(source)![1]!.match(/\w+/g)!;
    expect(bases.length).toBeGreaterThan(15);
    for (const word of [...CONDITION_KINDS, ...SCORING_KINDS, ...LOWER_BOUNDS, ...UPPER_BOUNDS, ...bases]) {
      expect(page, word).toMatch(new RegExp(`\`(?:[^\`]*\\W)?${word}\\b`));
    }
  });
});
