import { readFileSync } from 'node:fs';
import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CleaningLexiconSchema, cleanPage } from '../../../src/read/clean/index.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const lexicon = CleaningLexiconSchema.parse(words.cleaning);
const file = async (children: (Paragraph | Table)[]) =>
  new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
const clean = (bytes: Uint8Array) =>
  cleanPage({ name: '简报.docx', bytes }, lexicon, (lines, { title }) => ({
    lines: [...lines],
    title,
    repairs: [],
  }));

describe('Word files', () => {
  it('give title, headings and paragraphs, and no table', async () => {
    const one = '前两个月，规模以上装备制造业增加值同比增长7.8%，高于全部规模以上工业2.1个百分点。';
    const two = '下一步，将从产业链协同、技术改造、人才培养等方面推出八项举措。';
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const bytes = await file([
      new Paragraph({ text: '某省装备制造业运行简报', heading: HeadingLevel.TITLE }),
      new Paragraph('某省工业和信息化厅　2023年3月2日'),
      new Paragraph({ text: '一、总体情况', heading: HeadingLevel.HEADING_2 }),
      new Paragraph(one),
      new Table({
        rows: ['产量', '产值', '利润'].map(
          (word, i) => new TableRow({ children: [cell(word), cell(`${i + 1}.${i}`)] }),
        ),
      }),
      new Paragraph({ text: '二、下一步', heading: HeadingLevel.HEADING_2 }),
      new Paragraph(two),
    ]);
    const { clean: article, decoded, format } = await clean(bytes);
    expect(format).toBe('docx');
    expect(decoded).toMatchObject({ encoding: 'text-layer', byteOffset: null });
    expect(article).toMatchObject({
      title: '某省装备制造业运行简报',
      published: '2023-03-02',
      outlet: '某省工业和信息化厅',
    });
    expect(article.paragraphs.map(({ role, text }) => [role, text.text])).toEqual([
      ['heading', '一、总体情况'],
      ['body', one],
      ['heading', '二、下一步'],
      ['body', two],
    ]);
    for (const { text } of article.paragraphs)
      expect(decoded.text.slice(text.origin[0], text.origin[0]! + text.length)).toBe(text.text);
  });
  it('without text are refused by name', async () => {
    await expect(clean(await file([new Paragraph('')]))).rejects.toThrow(/简报\.docx/);
  });
});
