import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/index.js';
import { lexiconFingerprint, loadLexicons } from '../../src/store/index.js';

let root: string;
let own: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ballast-'));
  own = join(root, 'lexicons');
  await mkdir(own);
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('lexicons', () => {
  it('are the shipped ones where the user has none', async () => {
    const shipped = (await readdir(new URL('../../lexicons/', import.meta.url))).filter((n) =>
      n.endsWith('.yaml'),
    );
    const lexicons = await loadLexicons([join(root, 'none')]);
    expect(Object.keys(lexicons.versions as object)).toEqual(shipped.sort());
    expect(lexicons).not.toHaveProperty('version');
    expect(lexiconFingerprint(lexicons)).toBe(lexiconFingerprint(await loadLexicons()));
  });

  it('merge: lists append, maps merge, scalars override', async () => {
    const before = lexiconFingerprint(await loadLexicons());
    await writeFile(
      join(own, 'a.yaml'),
      'version: 1\nupdated: 2026-01-01\ntest-words:\n  list: [甲, 乙]\n  map: {一: {x: 1}}\n  value: 1\n',
    );
    await writeFile(
      join(own, 'b.yml'),
      'version: 2\ntest-words:\n  list: [乙, 丙]\n  map: {一: {y: 2}, 二: ~}\n  value: 3\n  __proto__: {polluted: yes}\n',
    );
    await writeFile(join(own, 'notes.txt'), 'not: [yaml');
    await writeFile(join(own, '.hidden.yaml'), 'not: [yaml');
    await writeFile(join(own, 'empty.yaml'), '# nothing yet\n');
    const lexicons = await loadLexicons([own]);
    expect(lexicons['test-words']).toMatchObject({
      list: ['甲', '乙', '丙'],
      map: { 一: { x: 1, y: 2 }, 二: null },
      value: 3,
    });
    expect({}).not.toHaveProperty('polluted');
    expect(lexicons.versions).toMatchObject({
      'lexicons/a.yaml': { version: 1 },
      'lexicons/b.yml': { version: 2 },
    });
    expect(lexiconFingerprint(lexicons)).not.toBe(before);
  });

  it.each([
    ['broken.yaml', 'words:\n  - 甲\n  - [乙\nmore: x\n', /broken\.yaml.* (3|4|5) 行/],
    ['twice.yaml', 'words: 1\nother: 2\nwords: 3\n', /twice\.yaml 第 3 行/],
    ['list.yaml', '- 甲\n', /list\.yaml 第 1 行/],
    ['bomb.yaml', bomb(), /bomb\.yaml/],
  ])('name the file and the line of a fault: %s', async (name, text, message) => {
    await writeFile(join(own, name), text);
    const error = await loadLexicons([own]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).zh).toMatch(message);
  });

  it('say where a shape does not fit', async () => {
    await writeFile(join(own, 'a.yaml'), 'test-words: {list: [甲]}\n');
    await writeFile(join(own, 'b.yaml'), 'test-words: {list: 乙}\n');
    await expect(loadLexicons([own])).rejects.toThrow(/b\.yaml 的 test-words\.list 是单个值，应为列表/);
  });
});

function bomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) {
    const [here, below] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)];
    levels.push(`${here}: &${here} [${Array(9).fill(`*${below}`).join(', ')}]`);
  }
  return levels.join('\n');
}
