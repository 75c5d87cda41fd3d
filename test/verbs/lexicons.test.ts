import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCodes, openLexicons } from '../../src/verbs/index.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-lexicons-'));
  await mkdir(join(dir, 'lexicons'));
});
afterAll(() => rm(dir, { recursive: true }));

it('are opened once as long as their files stay the same, and again when the user has changed one', async () => {
  const first = await openLexicons(dir);
  expect((await openLexicons(dir)).lexicons).toBe(first.lexicons);
  expect(await openCodes(first.lexicons)).toBe(await openCodes(first.lexicons));
  const file = join(dir, 'lexicons', 'own.yaml');
  await writeFile(file, 'ownWord: 甲\n');
  const second = await openLexicons(dir);
  expect(second.lexicons.ownWord).toBe('甲');
  expect(second.reading.readerVersion).not.toBe(first.reading.readerVersion);
  // A fault is told each time it is met, and gone when it is mended.
  await writeFile(file, 'ownWord: [\n');
  for (const _ of [1, 2]) await expect(openLexicons(dir)).rejects.toThrow(/own\.yaml/);
  await writeFile(file, 'ownWord: 乙\n');
  expect((await openLexicons(dir)).lexicons.ownWord).toBe('乙');
});
