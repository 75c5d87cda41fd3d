// The process around the command line: exit codes, what goes to which stream, standard input.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ballast, ballastProcess, folder, ROOT } from './ballast.js';

const dir = folder();
const PAGE = join(ROOT, 'samples/pages/2022-12-clusters.txt');

test('done: 0, one document on standard output and nothing beside it', async () => {
  const { code, stdout, stderr } = await ballastProcess(['read', PAGE, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'ballast.read/1' });
  // A slow machine is told of progress.
  expect(stderr).toMatch(/^(?:\S+ ?\S*\n)?$/);
});

test('bad input: 1, said on standard error alone', async () => {
  const empty = join(dir, 'empty.txt');
  writeFileSync(empty, '');
  const { code, stdout, stderr } = await ballastProcess(['read', empty]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('empty.txt');
});

test('usage: 2, said on standard error alone', async () => {
  const { code, stdout, stderr } = await ballastProcess(['read', PAGE, '--lang', 'fr']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('--lang');
});

test('a page on standard input', async () => {
  const { code, stdout } = await ballastProcess(['read', '-', '--json'], readFileSync(PAGE));
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { title: string }).title).not.toBe('');
});

test('the process that stays says the same as one that is started, whatever was asked of it before', async () => {
  const args = ['assess', 'samples/assess/firm.json', '--title', '小巨人', '--on', '2026-05-01'];
  expect((await ballast([...args, '--lang', 'en', '--json'])).code).toBe(0);
  expect((await ballast(['assess', '--on'])).code).toBe(2);
  expect(await ballast(args)).toEqual(await ballastProcess(args));
});
