import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RulebookSet } from '../../src/assess/index.js';
import { sha256, UserError } from '../../src/model/index.js';
import { readRulebookFiles } from '../../src/store/index.js';

const workspace = mkdtempSync(join(tmpdir(), 'ballast-rulebooks-'));
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

describe('the rulebooks that ship', () => {
  test('are read with their hashes, overlays included, and go together', async () => {
    const files = await readRulebookFiles();
    expect(files.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'rulebooks/items.yaml',
        'rulebooks/little-giant-2026.yaml',
        'rulebooks/overlays/guangdong-specialised-sme-2022.yaml',
      ]),
    );
    for (const { content, sha256: hash, from } of files) {
      expect(hash).toBe(sha256(content));
      expect(from).toBe('package');
    }
    const books = new RulebookSet(files);
    for (const { file, sha256: hash, ageDays, stale } of books.list('2026-11-22')) {
      expect(hash).toBe(files.find((one) => one.file === file)!.sha256);
      expect(ageDays).toBeGreaterThanOrEqual(0);
      expect(stale).toBe(false);
    }
  });

  test('小巨人 by application and day', async () => {
    const books = new RulebookSet(await readRulebookFiles());
    const chosen = (on: string, application: 'new' | 'review' = 'new') =>
      books.choose({ title: '小巨人', on, application, area: '440300', drafts: true }).rulebook.id;
    expect(chosen('2026-03-31')).toBe('little-giant-2022');
    expect(chosen('2026-04-01')).toBe('little-giant-2026');
    expect(chosen('2026-05-01', 'review')).toBe('little-giant-2022');
    expect(chosen('2027-05-01', 'review')).toBe('little-giant-2026');
  });

  test('Guangdong asks for 70 points where the country asked for 60', async () => {
    const books = new RulebookSet(await readRulebookFiles());
    const points = (area: string, on: string) =>
      books
        .choose({ title: '专精特新', on, application: 'new', area, drafts: true })
        .rulebook.criteria.find(({ id }) => id === 'score-total')!.condition;
    expect(points('440300', '2025-06-01')).toMatchObject({ score: 'points', atLeast: 70 });
    expect(points('440300', '2023-06-01')).toMatchObject({ score: 'points', atLeast: 60 });
    expect(points('330100', '2025-06-01')).toMatchObject({ score: 'points', atLeast: 60 });
  });

  test('Guangdong wants the entry of an innovative SME updated by 30 April, and has a round in 2026', async () => {
    const books = new RulebookSet(await readRulebookFiles());
    const duties = (area: string, on: string) =>
      Object.fromEntries(
        books
          .choose({ title: '创新型', on, application: 'new', area })
          .rulebook.duties.map(({ id, due }) => [id, due]),
      );
    expect(duties('440300', '2026-05-01')).toMatchObject({
      update: { yearly: '04-30' },
      'filing-2026': { once: '2026-07-31' },
    });
    expect(duties('440300', '2027-01-01')).not.toHaveProperty('filing-2026');
    expect(duties('330100', '2026-05-01')).not.toHaveProperty('update');
  });
});

describe('the rulebooks of a workspace', () => {
  test('come after those of the package; a workspace without any adds none', async () => {
    const shipped = await readRulebookFiles();
    expect(await readRulebookFiles(workspace)).toEqual(shipped);
    const folder = join(workspace, 'rulebooks');
    mkdirSync(join(folder, 'overlays'), { recursive: true });
    writeFileSync(join(folder, 'own.yaml'), 'id: own\n');
    writeFileSync(join(folder, 'overlays', 'local.yml'), 'overlay: local\n');
    writeFileSync(join(folder, '.own.yaml.swp.yaml'), 'half');
    writeFileSync(join(folder, 'notes.txt'), 'not a rulebook');
    const own = (await readRulebookFiles(workspace)).slice(shipped.length);
    expect(own).toEqual([
      {
        file: join(folder, 'overlays', 'local.yml'),
        content: 'overlay: local\n',
        sha256: sha256('overlay: local\n'),
        from: 'workspace',
      },
      {
        file: join(folder, 'own.yaml'),
        content: 'id: own\n',
        sha256: sha256('id: own\n'),
        from: 'workspace',
      },
    ]);
  });

  test('a file in the place of the folder is said', async () => {
    const odd = join(workspace, 'odd');
    mkdirSync(odd);
    writeFileSync(join(odd, 'rulebooks'), 'a file');
    await expect(readRulebookFiles(odd)).rejects.toThrow(UserError);
  });

  test('a file in another encoding is said, a mark of byte order and line ends of Windows do no harm', async () => {
    const file = join(workspace, 'rulebooks', 'windows.yaml');
    const shipped = await readRulebookFiles();
    const { content } = shipped.find((one) => one.file === 'rulebooks/little-giant-2026.yaml')!;
    writeFileSync(file, `\ufeff${content.replaceAll('\n', '\r\n')}`);
    const own = (await readRulebookFiles(workspace)).filter(({ file: name }) => name === file);
    const [chosen, plain] = [[...shipped, ...own], shipped].map((files) =>
      new RulebookSet(files).choose({ title: '小巨人', application: 'new', on: '2026-05-01', area: null }),
    );
    expect(chosen!.rulebook.source).toMatchObject({ file, sha256: sha256(readFileSync(file)) });
    expect({ ...chosen!.rulebook, source: null }).toEqual({ ...plain!.rulebook, source: null });
    writeFileSync(file, Buffer.from([...Buffer.from('title: '), 0xd0, 0xa1, 0xbe, 0xde, 0xc8, 0xcb]));
    await expect(readRulebookFiles(workspace)).rejects.toThrow(/不是 UTF-8 编码：.*windows\.yaml/);
    rmSync(file);
  });

  test.skipIf(process.getuid?.() === 0)('a file that cannot be read is said', async () => {
    const closed = join(workspace, 'rulebooks', 'closed.yaml');
    writeFileSync(closed, 'id: closed\n');
    chmodSync(closed, 0o000);
    await expect(readRulebookFiles(workspace)).rejects.toThrow(/closed\.yaml/);
    rmSync(closed);
  });
});
