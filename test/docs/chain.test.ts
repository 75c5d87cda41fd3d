/**
 * Runs the commands that docs/chain-*.md show in console blocks and those that the help of the chain verbs, of `assess`,
 * `import` and `export` gives as examples, as a user would from a clone: the commands of one page one after another, in a
 * folder with an empty workspace.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ballast } from '../cli/ballast.js';
import { shell } from './shell.js';

const root = join(import.meta.dirname, '..', '..');
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-chain-docs-'));
  folders.push(folder);
  symlinkSync(join(root, 'samples'), join(folder, 'samples'), 'dir');
  return folder;
}

const shown = (markdown: string): string[] =>
  [...markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)].flatMap(([, body]) =>
    [...body!.replace(/\\\n\s*/g, '').matchAll(/^\$ (ballast .*)$/gm)].map(([, command]) => command!),
  );

const pages = readdirSync(join(root, 'docs')).filter((name) => /^chain-.*\.md$/.test(name));
const examples = async (verb: string): Promise<string[]> => {
  const { stdout } = await ballast([...verb.split(' '), '--help']);
  const after = stdout.slice(stdout.indexOf('例 Example'));
  return [...after.matchAll(/^ {2}(ballast .*)$/gm)].map(([, command]) => command!);
};
const verbs = [
  ...['io', 'risk', 'links', 'mend', 'shock', 'ensemble', 'map'].map((name) => `chain ${name}`),
  'brief chain',
  'assess',
  'import',
  'export',
];
/** Examples on what the user has gathered: rows refused, figures read. */
const needsOwnData = /export (rejects|figures) /;

describe.each([
  ...pages.map((page) => [page, shown(readFileSync(join(root, 'docs', page), 'utf8'))] as const),
  ...verbs.map((verb) => [`${verb} --help`, null] as const),
])('%s', (from, commands) => {
  test('its commands run', { timeout: 300_000 }, async () => {
    const lines = commands ?? (await examples(from.replace(' --help', '')));
    if (commands === null) expect(lines).not.toEqual([]);
    const folder = clone();
    for (const command of lines) {
      if (needsOwnData.test(command)) continue;
      const { code, stdout, stderr } = await shell(command, folder);
      expect(code, `${command}\n${stderr}`).toBe(0);
      expect(`${stdout}${stderr}`, command).not.toMatch(/\bNaN\b|\bundefined\b/);
    }
  });
});
