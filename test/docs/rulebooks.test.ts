/**
 * docs/rulebooks.md from a clone: its files are saved where it says, its commands run one after another, its message is
 * the one that comes, and it leaves out no word that a rulebook may be written with.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  CONDITION_KINDS,
  LOWER_BOUNDS,
  SCORING_KINDS,
  UPPER_BOUNDS,
} from '../../src/assess/rulebook-form.js';

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

function run(command: string) {
  const line = command.replace(
    /^ballast /,
    `"${process.execPath}" "${join(root, 'dist', 'cli', 'main.js')}" `,
  );
  return spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8', timeout: 100_000 });
}

function save(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const saved = steps.flatMap((step) => ('file' in step ? [step] : []));

describe('docs/rulebooks.md', () => {
  test('its files are read and its commands run', { timeout: 300_000 }, () => {
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
      const { status, stdout, stderr } = run(step.command!);
      expect(status, `${step.command}\n${stderr}`).toBe(0);
      expect(`${stdout}${stderr}`, step.command).not.toMatch(/\bNaN\b|\bundefined\b/);
    }
    const { stdout } = run('ballast assess --list --json');
    for (const id of ['growth-firm-2026', 'sample-city-2026', 'green-values']) expect(stdout).toContain(id);
  });

  test('its overlay counts in its area, and its example firm is judged by it', { timeout: 100_000 }, () => {
    for (const { file, content } of saved) save(file!, content!);
    const firm = JSON.parse(readFileSync(join(root, 'samples', 'assess', 'firm.json'), 'utf8')) as object;
    const wanted = (area: string): string => {
      writeFileSync(join(folder, 'firm.json'), JSON.stringify({ ...firm, area }));
      const { stdout } = run('ballast assess firm.json --title 成长型企业 --on 2026-05-01 --json');
      const verdict = JSON.parse(stdout);
      return verdict.criteria
        .map(({ id, wanted }: { id: string; wanted: string }) => `${id} ${wanted}`)
        .join('\n');
    };
    expect(wanted('440300')).toMatch(/revenue .*3000/);
    expect(wanted('440305')).toMatch(/revenue .*5000[\s\S]*staff .*20/);
    expect(wanted('440305')).not.toMatch(/^growth /m);
  });

  test('the message it shows is the one that comes', { timeout: 100_000 }, () => {
    const [, shown] = /^```text\n(.*)\n```$/m.exec(page)!;
    const { file, content } = saved[0]!;
    save(file!, content!.replace('unit: 亿元', 'unit: 人'));
    const { status, stderr } = run('ballast assess --list');
    expect(status).toBe(1);
    expect(stderr).toContain(shown);
    save(file!, content!);
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
