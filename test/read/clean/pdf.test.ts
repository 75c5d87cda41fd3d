import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UserError } from '../../../src/model/index.js';
import { CleaningLexiconSchema, cleanPage } from '../../../src/read/clean/index.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const lexicon = CleaningLexiconSchema.parse(words.cleaning);
const clean = (name: string, bytes: Uint8Array) =>
  cleanPage({ name, bytes }, lexicon, (lines, { title }) => ({ lines: [...lines], title, repairs: [] }));

/** A PDF of lines of Latin text, a page each list, with a running head and page numbers. */
function pdf(pages: readonly (readonly string[])[]): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, i) => `${4 + i * 2} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (const [i, lines] of pages.entries()) {
    const at = (x: number, y: number, text: string) => `BT /F1 12 Tf ${x} ${y} Td (${text}) Tj ET`;
    const content = [
      at(72, 800, 'Bulletin of the Bureau'),
      ...lines.map((line, k) => at(line.startsWith('  ') ? 96 : 72, 740 - k * 20, line.trim())),
      at(290, 30, `- ${i + 1} -`),
    ].join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + i * 2} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = body.length;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF`;
  return Buffer.from(body, 'latin1');
}

describe('PDFs', () => {
  it('lose running heads and page numbers, and join lines to paragraphs', async () => {
    const first = [
      '  Output of equipment makers rose by 7.8 percent, or 2.1 points more',
      'than output of all industry, the bureau said in its monthly note, and',
      'investment in new plants went up.',
    ];
    const second = [
      '  The bureau will set out eight measures, from supply chains to people,',
      'and expects 120 more smart factories this year, it said; two in three',
      'key processes will be run by software.',
    ];
    const { clean: article, decoded } = await clean('note.pdf', pdf([first, second]));
    const joined = (lines: string[]) => lines.join(' ').trim();
    expect(article.paragraphs.map((paragraph) => paragraph.text.text)).toEqual([
      joined(first),
      joined(second),
    ]);
    expect(decoded).toMatchObject({ encoding: 'text-layer', byteOffset: null });
  });

  it('of the samples give title, date and article, characters for radicals', async () => {
    const bytes = readFileSync(
      new URL('../../../samples/pages/2024-04-equipment-renewal.pdf', import.meta.url),
    );
    const { clean: article } = await clean('sample.pdf', bytes);
    expect(article.published).toBe('2024-04-12');
    expect(article.title).toMatch(/^七部门/);
    const text = article.paragraphs.map((paragraph) => paragraph.text.text).join('\n');
    expect(text).toContain('工业和信息化部等七部门');
    expect(text).not.toMatch(/[\u2e80-\u2fdf]/);
    for (const { text: paragraph } of article.paragraphs)
      expect(paragraph.text).toMatch(/[。！？；：]$|^.{1,30}$/);
  });

  it.each([
    ['without text', pdf([[]]).map((byte) => byte), /text layer|could not/],
    ['that are damaged', Buffer.from('%PDF-1.4\nnothing here'), /damaged/],
  ])('%s are refused by name', async (_name, bytes, message) => {
    const failure = clean('scan.pdf', bytes).catch((error: unknown) => error);
    const error = (await failure) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.en).toMatch(/^scan\.pdf/);
    expect(error.en).toMatch(message);
  });
});
