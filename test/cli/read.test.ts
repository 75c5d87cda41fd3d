import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ReadDocument } from '../../src/model/index.js';
import { ballast, folder, ROOT } from './ballast.js';

const dir = folder();
const GOOD =
  '工信部：工业经济平稳增长\n2023-03-02 10:00 来源：新华社\n\n工业和信息化部部长李某3月1日表示，2022年，我国工业增加值突破40万亿元，占GDP比重达到33.2%。\n';

function put(name: string, content: string | Uint8Array): string {
  const file = join(dir, name);
  writeFileSync(file, content);
  return file;
}

describe('good pages', () => {
  test('one JSON document on standard output, nothing else', async () => {
    const { code, stdout } = await ballast(['read', put('good.txt', GOOD), '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as ReadDocument;
    expect(document.schema).toBe('ballast.read/1');
    expect(document.observations.map((o) => [o.textSpan, o.kind, o.period])).toEqual([
      ['突破40万亿元', 'level', '2022'],
      ['33.2%', 'share', '2022'],
    ]);
    const text = document.cleanedParagraphs.join('\n');
    for (const o of document.observations) expect(text.slice(o.start, o.end)).toBe(o.textSpan);
  });
  test('standard input', async () => {
    const { code, stdout } = await ballast(['read', '-', '--json'], GOOD);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as ReadDocument).observations).toHaveLength(2);
  });
  test('--json before the verb is the same', async () => {
    const { stdout } = await ballast(['--json', 'read', join(dir, 'good.txt')]);
    expect((JSON.parse(stdout) as ReadDocument).schema).toBe('ballast.read/1');
  });
  test('several pages, or none, come under a schema of their own', async () => {
    const one = join(dir, 'good.txt');
    const two = put('second.txt', `${GOOD}另据介绍，2022年，全国规模以上工业企业达45万家。\n`);
    const several = await ballast(['read', one, two, '--json']);
    expect(several.code).toBe(0);
    const envelope = JSON.parse(several.stdout) as { schema: string; pages: ReadDocument[]; rejects: [] };
    expect([envelope.schema, envelope.rejects]).toEqual(['ballast.read.pages/1', []]);
    expect(envelope.pages.map((page) => [page.schema, page.source])).toEqual([
      ['ballast.read/1', 'good.txt'],
      ['ballast.read/1', 'second.txt'],
    ]);
    const refused = await ballast(['read', join(dir, 'nowhere.txt'), '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      schema: 'ballast.read.pages/1',
      pages: [],
      rejects: [{ file: join(dir, 'nowhere.txt') }],
    });
    expect((await ballast(['read', '--help'])).stdout).toContain('ballast.read.pages/1');
  });
  test('a job of a moment says nothing of its progress', async () => {
    expect((await ballast(['read', join(dir, 'good.txt')])).stderr).toBe('');
  });
  test('--out writes one file a page, and two pages of one name do not overwrite each other', async () => {
    const pages = join(dir, 'pages');
    mkdirSync(pages);
    writeFileSync(join(pages, 'a.txt'), GOOD);
    writeFileSync(join(pages, 'a.md'), GOOD);
    const { code } = await ballast(['read', pages, '--out', join(dir, 'out')]);
    expect(code).toBe(0);
    expect(readdirSync(join(dir, 'out')).sort()).toEqual(['a.json', 'a.txt.json']);
  });
  test('every repair can be put back, and every run of the offset map is the page itself', async () => {
    const dir = join(ROOT, 'samples/pages');
    const { stdout } = await ballast(['read', dir, '--json']);
    const { pages } = JSON.parse(stdout) as { pages: ReadDocument[] };
    let repaired = 0;
    for (const { source, cleanedParagraphs, offsetMap, repairs } of pages) {
      if (offsetMap.bytes === undefined) continue;
      const text = cleanedParagraphs.join('\n');
      const bytes = readFileSync(join(dir, source));
      const raw = new TextDecoder(offsetMap.encoding).decode(bytes);
      const edited = new Set(
        repairs.flatMap((r) => Array.from({ length: r.end - r.start }, (_, i) => r.start + i)),
      );
      for (const [i, run] of offsetMap.runs.entries()) {
        const decoded = new TextDecoder(offsetMap.encoding).decode(bytes.subarray(0, offsetMap.bytes[i]!));
        expect(decoded.length).toBe(run.raw);
        for (let k = 0; k < run.length; k++) {
          // a non-breaking space of the markup stands as the entity that it was written as
          if (!edited.has(run.clean + k) && raw[run.raw + k] !== '&')
            expect(text[run.clean + k]).toBe(raw[run.raw + k]);
        }
      }
      for (const repair of repairs) {
        repaired++;
        expect(raw.slice(repair.rawStart, repair.rawEnd)).toBe(repair.before);
        expect(text.slice(repair.start, repair.end)).toBe(repair.after);
      }
    }
    expect(repaired).toBeGreaterThan(100);
  });
});

describe('bad pages: a message that names the file, exit code 1', () => {
  beforeAll(() => {
    put('empty.txt', '');
    put(
      'binary.txt',
      new Uint8Array(20_000).map((_, i) => (i * 7919) % 256),
    );
    put('scanned.pdf', pdfWithoutText());
    put('broken.docx', new Uint8Array([0x50, 0x4b, 3, 4, ...deflateRawSync('no word file')]));
    put('big.txt', '工业增加值增长。\n'.repeat(4_300_000));
  });
  test.each([
    ['empty.txt', /空/],
    ['binary.txt', /二进制|编码/],
    ['scanned.pdf', /没有文字|文字/],
    ['broken.docx', /docx|Word/i],
    ['big.txt', /太大|上限/],
    ['missing.txt', /找不到/],
  ])('%s', async (name, reason) => {
    const { code, stderr, stdout } = await ballast(['read', join(dir, name)]);
    expect(stderr).toContain(name);
    expect(stderr).toMatch(reason);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });
  test('an unreadable file', async (context) => {
    const file = put('locked.txt', GOOD);
    chmodSync(file, 0);
    context.skip(process.getuid?.() === 0, 'root reads every file');
    const { code, stderr } = await ballast(['read', file]);
    expect(stderr).toContain('locked.txt');
    expect(code).toBe(1);
  });
  test('in English where asked', async () => {
    const { stderr } = await ballast(['read', join(dir, 'empty.txt'), '--lang', 'en']);
    expect(stderr).toMatch(/empty/);
  });
  test('a bad page among good ones: the good ones are kept', async () => {
    const mixed = join(dir, 'mixed');
    mkdirSync(mixed);
    writeFileSync(join(mixed, 'good.txt'), GOOD);
    writeFileSync(join(mixed, 'bad.txt'), '');
    const out = join(dir, 'mixed-out');
    const { code, stderr } = await ballast(['read', mixed, '--out', out]);
    expect(code).toBe(1);
    expect(stderr).toContain('bad.txt');
    expect(readdirSync(out)).toEqual(['good.json']);
  });
});

describe('hard pages are read all the same', () => {
  test('50,000 nested elements', async () => {
    const page = `<html><body>${'<div>'.repeat(50_000)}<p>2022年，我国工业增加值突破40万亿元，占GDP比重达到33.2%。</p>${'</div>'.repeat(50_000)}</body></html>`;
    const { code, stdout } = await ballast(['read', put('deep.html', page), '--json']);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as ReadDocument).observations).toHaveLength(2);
  });
  test('one line of half a million characters', async () => {
    const { code, stdout } = await ballast([
      'read',
      put('line.txt', '2022年工业增加值增长5.8%，'.repeat(30_000)),
      '--json',
    ]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as ReadDocument).observations).toHaveLength(30_000);
  });
});

describe('usage', () => {
  test.each([
    [['read']],
    [['frobnicate']],
    [['read', 'x', '--lang', 'fr']],
    [['export', 'nothing', '--out', 'x']],
    [['export', 'measures', '--as-of', '2024-01-01', '--out', 'x']],
  ])('%j is refused with exit code 2', async (args) => expect((await ballast(args)).code).toBe(2));
  test.each([
    [['--help']],
    [['read', '--help']],
    [['start', '--help']],
    [['export', '--help']],
    [['brief', 'ledger', '--help']],
  ])('%j shows help, with an example where it is a verb', async (args) => {
    const { code, stdout } = await ballast(args);
    expect(code).toBe(0);
    expect(stdout).toContain('ballast');
    if (args.length > 1) expect(stdout).toMatch(/Example/);
  });
});

/** A whole PDF of one empty page. */
function pdfWithoutText(): string {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = pdf.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return `${pdf}xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

test('the seeds, where they are: no figure on the two pages without any', async (context) => {
  const seeds = join(ROOT, '../shared/seeds');
  context.skip(!existsSync(seeds), '../shared is absent');
  const out = join(dir, 'seeds');
  const { code } = await ballast(['read', seeds, '--out', out]);
  expect(code).toBe(0);
  for (const name of readdirSync(out)) {
    const { observations, directions } = JSON.parse(readFileSync(join(out, name), 'utf8')) as ReadDocument;
    if (/^00[02]_/.test(name)) expect(observations).toEqual([]);
    else expect(observations.length).toBeGreaterThan(5);
    expect(directions.length).toBeGreaterThan(0);
  }
});
