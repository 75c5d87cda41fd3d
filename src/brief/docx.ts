/** The brief as a Word file: A4, named Chinese faces, real footnotes, repeated table heads, pictures as SVG with PNG. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FootnoteReferenceRun,
  Header,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
  type IRunOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Bilingual, Lang } from '../model/index.js';
import type {
  Block,
  BriefDocument,
  Cited,
  Column,
  Inline,
  Picture,
  Row,
  Section,
  Tone,
  Words,
} from './brief-document.js';
import { escaped, printable } from './markup.js';
import { citedInBlock, citedInPicture } from './notebook.js';
import { pictureFile } from './picture.js';
import { isChainKind, pictureAlternative } from './picture-words.js';
import { extentOf, madeUpIn, syntheticLine } from './synthetic.js';
import { COLOURS, WORD } from './theme.js';
import { type CalledNote, WordNotes } from './word-notes.js';
import { MARKS, NOT_COMPARABLE, PRODUCT, SUMMARY, SYNTHETIC_KEY, SYNTHETIC_MARK } from './wording.js';

export interface WordOptions {
  /** Draws an SVG as PNG, for programs that show no SVG. */
  rasterise: (svg: string) => Promise<Uint8Array> | Uint8Array;
}

type Child = Paragraph | Table;

export async function renderDocx(brief: BriefDocument, options: WordOptions): Promise<Uint8Array> {
  const page = new Page(brief, options);
  const children = await page.body();
  const document = new Document({
    title: page.marked(brief.title),
    subject: brief.genre[brief.lang],
    creator: PRODUCT[brief.lang],
    lastModifiedBy: PRODUCT[brief.lang],
    ...(brief.synthetic === null
      ? {}
      : { keywords: 'synthetic', description: `${brief.synthetic.zh} / ${brief.synthetic.en}` }),
    styles: STYLES,
    footnotes: Object.fromEntries(
      page.notes.texts.map((text, i) => [
        i + 1,
        { children: [new Paragraph({ style: 'FootnoteText', children: [run(` ${text}`, {})] })] },
      ]),
    ),
    sections: [
      {
        properties: {
          page: {
            size: { width: WORD.pageWidth, height: WORD.pageHeight },
            margin: {
              top: 1440,
              bottom: 1300,
              left: WORD.margin,
              right: WORD.margin,
              header: 700,
              footer: 620,
            },
          },
        },
        headers: { default: page.header() },
        footers: { default: page.footer() },
        children,
      },
    ],
  });
  const made = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(brief, page.marked(brief.title)) },
  ]);
  return repeatable(new Uint8Array(made));
}

/** Word's own dates come from the clock; the brief's day stands in their place. */
function coreProperties(brief: BriefDocument, title: string): string {
  const day = `${brief.today}T00:00:00Z`;
  const synthetic =
    brief.synthetic === null
      ? ''
      : `<cp:keywords>synthetic</cp:keywords><dc:description>${escaped(`${brief.synthetic.zh} / ${brief.synthetic.en}`)}</dc:description>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:subject>${escaped(brief.genre[brief.lang])}</dc:subject><dc:creator>${escaped(PRODUCT[brief.lang])}</dc:creator>${synthetic}<cp:lastModifiedBy>${escaped(PRODUCT[brief.lang])}</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${day}</dcterms:modified></cp:coreProperties>`;
}

/** The same brief is the same bytes: entries in order of name, all of one day; drawings numbered from one. */
function repeatable(zip: Uint8Array): Uint8Array {
  const files = unzipSync(zip);
  // The library counts drawings over the life of the process.
  let drawings = 0;
  const document = strFromU8(files['word/document.xml']!).replace(
    /<wp:docPr id="\d+"/g,
    () => `<wp:docPr id="${++drawings}"`,
  );
  files['word/document.xml'] = strToU8(document);
  const ordered = Object.keys(files).sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const mtime = new Date(2000, 0, 1);
  return zipSync(Object.fromEntries(ordered.map((name) => [name, [files[name]!, { mtime, level: 6 }]])));
}

/** Programs that look at the first entry expect the list of content types there. */
function order(name: string): number {
  return name === '[Content_Types].xml' ? 0 : name.startsWith('_rels/') ? 1 : 2;
}

const FONT = {
  body: face('FangSong'),
  head: face('SimHei'),
  title: face('SimSun'),
  table: face('SimSun'),
} as const;

function face(eastAsia: string) {
  return { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia };
}

const STYLES = {
  default: {
    document: {
      run: { font: FONT.body, size: WORD.body, color: '000000' },
      paragraph: { spacing: { line: 240, lineRule: LineRuleType.AUTO } },
    },
    heading1: {
      run: { font: FONT.head, size: WORD.heading, bold: false, color: '000000' },
      paragraph: { spacing: { before: 280, after: 120 }, keepNext: true },
    },
    heading2: {
      run: { font: FONT.head, size: WORD.body, bold: false, color: '000000' },
      paragraph: { spacing: { before: 160, after: 80 }, keepNext: true },
    },
    footnoteText: {
      run: { font: FONT.table, size: WORD.note },
      paragraph: { spacing: { line: 240, lineRule: LineRuleType.AUTO, after: 20 } },
    },
  },
};

class Page {
  readonly notes: WordNotes;
  readonly #brief: BriefDocument;
  readonly #lang: Lang;
  readonly #options: WordOptions;
  #pictures = 0;

  constructor(brief: BriefDocument, options: WordOptions) {
    this.#brief = brief;
    this.#lang = brief.lang;
    this.#options = options;
    this.notes = new WordNotes(brief);
  }

  marked(title: string, synthetic: Bilingual | null = this.#brief.synthetic): string {
    return synthetic === null ? title : `〔${synthetic[this.#lang]}〕${title}`;
  }

  words(words: Words): string {
    return typeof words === 'string' ? words : words[this.#lang];
  }

  header(): Header {
    const { synthetic, title } = this.#brief;
    const mark =
      synthetic === null
        ? []
        : [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              spacing: { line: 260, lineRule: LineRuleType.AUTO },
              children: [
                run(this.words(synthetic), { font: FONT.head, size: WORD.small, color: hex(COLOURS.bad) }),
              ],
            }),
          ];
    return new Header({
      children: [
        ...mark,
        new Paragraph({
          alignment: AlignmentType.RIGHT,
          spacing: { line: 260, lineRule: LineRuleType.AUTO },
          border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: hex(COLOURS.rule), space: 4 } },
          children: [run(title, { font: FONT.table, size: WORD.small, color: hex(COLOURS.soft) })],
        }),
      ],
    });
  }

  footer(): Footer {
    const style = { font: FONT.table, size: WORD.small, color: hex(COLOURS.soft) };
    return new Footer({
      children: [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          children: [
            run('— ', style),
            new TextRun({ ...style, children: [PageNumber.CURRENT] }),
            run(' / ', style),
            new TextRun({ ...style, children: [PageNumber.TOTAL_PAGES] }),
            run(' —', style),
          ],
        }),
      ],
    });
  }

  async body(): Promise<Child[]> {
    const brief = this.#brief;
    const out: Child[] = [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { before: 120, after: 120, line: 560, lineRule: LineRuleType.EXACT },
        children: [run(brief.title, { font: FONT.title, size: WORD.title, bold: true })],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { after: 240 },
        children: [
          run(`${this.words(PRODUCT)} · ${this.words(brief.genre)} · `, {
            size: WORD.meta,
            color: hex(COLOURS.soft),
          }),
          ...this.inlines(brief.masthead, { size: WORD.meta, color: hex(COLOURS.soft) }),
        ],
      }),
    ];
    if (brief.synthetic !== null) out.push(this.small(this.words(SYNTHETIC_KEY), COLOURS.bad));
    if (brief.summary.length > 0) {
      out.push(this.heading(SUMMARY));
      for (const line of brief.summary) out.push(this.paragraph(this.inlines(line)));
    }
    for (const section of brief.sections) out.push(...(await this.section(section)));
    return out;
  }

  heading(words: Words): Paragraph {
    return new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run(this.words(words), {})] });
  }

  async section(section: Section): Promise<Child[]> {
    const out: Child[] = [this.heading(section.title)];
    // A head and its lead do not stand alone at the foot of a page.
    if (section.lead !== null)
      out.push(this.small(this.words(section.lead), COLOURS.soft, section.blocks.length > 0));
    for (const block of section.blocks) out.push(...(await this.block(block)));
    return out;
  }

  paragraph(children: ParagraphChild[], more: IParagraphOptions = {}): Paragraph {
    const spacing = { line: WORD.leading, lineRule: LineRuleType.EXACT };
    const set =
      this.#lang === 'zh'
        ? { indent: { firstLine: WORD.body * 20 }, spacing }
        : { spacing: { ...spacing, after: 120 } };
    const alignment = this.#lang === 'zh' ? AlignmentType.BOTH : AlignmentType.LEFT;
    return new Paragraph({ alignment, ...set, ...more, children });
  }

  small(text: string, colour: string = COLOURS.soft, keepNext = false): Paragraph {
    return new Paragraph({
      keepNext,
      spacing: { line: 280, lineRule: LineRuleType.AUTO, after: 80 },
      children: [run(text, { font: FONT.table, size: WORD.table, color: hex(colour) })],
    });
  }

  inlines(parts: readonly Inline[], style: IRunOptions = {}): ParagraphChild[] {
    return parts.flatMap((part): ParagraphChild[] => {
      switch (part.type) {
        case 'break':
          return [new TextRun({ break: 1 })];
        case 'cited':
          return this.cited(part, style);
        default:
          return [run(this.words(part.words), { ...style, ...toned('tone' in part ? part.tone : 'plain') })];
      }
    });
  }

  cited(part: Cited, style: IRunOptions): ParagraphChild[] {
    const text = run(this.words(part.words), { ...style, ...toned(part.tone) });
    return [
      text,
      ...this.mark(part, style),
      ...this.notes
        .of(part)
        .flatMap((note, i) => [...(i === 0 ? [] : [run(', ', { superScript: true })]), called(note)]),
    ];
  }

  /** Beside a number that is made up. */
  mark({ synthetic }: Cited, style: IRunOptions): ParagraphChild[] {
    return synthetic === true
      ? [run(SYNTHETIC_MARK, { ...style, superScript: true, color: hex(COLOURS.bad) })]
      : [];
  }

  /** Words without notes: in tables and pictures one note stands for all. */
  bare(parts: readonly Inline[], style: IRunOptions, marks = true): ParagraphChild[] {
    return parts.flatMap((part): ParagraphChild[] =>
      part.type === 'break'
        ? [new TextRun({ break: 1 })]
        : [
            run(this.words(part.words), { ...style, ...toned('tone' in part ? part.tone : 'plain') }),
            ...(part.type === 'cited' && marks ? this.mark(part, style) : []),
          ],
    );
  }

  async block(block: Block): Promise<Child[]> {
    switch (block.type) {
      case 'paragraph':
        return [this.paragraph(this.inlines(block.inlines, toned(block.tone)))];
      case 'heading':
        return [
          new Paragraph({
            heading: HeadingLevel.HEADING_2,
            children: [run(this.words(block.words), {}), ...this.inlines(block.detail, { size: WORD.table })],
          }),
        ];
      case 'list':
        return [
          ...block.items.map((item) => this.paragraph(this.inlines(item))),
          ...this.folded(block.folded),
        ];
      case 'table':
        return this.table(block.columns, block.rows, [...citedInBlock(block)], block.title);
      case 'pictures': {
        const out: Child[] = [];
        for (const picture of block.pictures) out.push(...(await this.picture(picture)));
        return out;
      }
      case 'cards':
        return this.table(
          [
            { title: BLANK, align: 'end', width: 24 },
            { title: BLANK, align: 'start', width: 76 },
          ],
          block.cards.map((card) => ({
            cells: [[card.figure], [plain(card.label), { type: 'break' }, ...card.detail]],
          })),
          [...citedInBlock(block)],
        );
      case 'bars':
        return this.table(
          [
            { title: BLANK, align: 'start', width: 76 },
            { title: BLANK, align: 'end', width: 24 },
          ],
          block.bars.map((bar) => ({
            cells: [[plain(bar.label), { type: 'break' }, ...bar.detail], [bar.figure]],
          })),
          [...citedInBlock(block)],
        );
      case 'charts':
        return this.table(
          [
            { title: BLANK, align: 'start', width: 40 },
            { title: BLANK, align: 'start', width: 60 },
          ],
          block.charts.map((chart) => ({
            cells: [
              [plain(chart.title), { type: 'break' }, ...chart.detail],
              chart.points.flatMap((p, i): Inline[] => [
                plain(i === 0 ? '' : ' → '),
                { type: 'words', words: p.label, tone: 'muted' },
                plain(' '),
                p.figure,
              ]),
            ],
          })),
          [...citedInBlock(block)],
        );
      case 'timeline':
        return this.table(
          block.columns.map((title) => ({
            title: typeof title === 'string' ? { zh: title, en: title } : title,
            align: 'start' as const,
            width: 1,
          })),
          block.groups.flatMap((group) => [
            ...(group.title === null
              ? []
              : [{ cells: [[{ type: 'words' as const, words: group.title, tone: 'strong' as const }]] }]),
            ...group.rows.map((row) => ({
              cells: row.cells.map((moments) =>
                moments.flatMap((m): Inline[] => [
                  { type: 'words', words: MARKS[m.mark], tone: 'muted' },
                  plain(' '),
                  ...(m.wording === null ? [] : [m.wording]),
                ]),
              ),
            })),
          ]),
          [...citedInBlock(block)],
        );
    }
  }

  /** A table with its caption, which carries the note; where rows come from rows of a file, a last column says which. */
  table(
    columns: readonly Column[],
    rows: readonly Row[],
    cited: readonly Cited[],
    title: Bilingual = BLANK,
  ): Child[] {
    if (rows.length === 0) return [];
    const note = this.notes.together(cited);
    const places = rows.map((row) =>
      this.notes.rowsOf(row.cells.flat().filter((part): part is Cited => part.type === 'cited')),
    );
    const withPlaces = places.some((text) => text !== '');
    const shares = [
      ...columns.map((c) => c.width),
      ...(withPlaces ? [columns.reduce((s, c) => s + c.width, 0) * 0.17] : []),
    ];
    const total = shares.reduce((sum, share) => sum + share, 0);
    const widths = shares.map((share) => Math.round((share / total) * WORD.textWidth));
    const caption = this.words(title);
    const computed = cited.some((c) => c.computed !== undefined);
    const extent = this.#brief.synthetic === null ? 'none' : extentOf(cited);
    const made = syntheticLine(this.#brief.synthetic, extent);
    // A small table stands on one page.
    const lines = rows.reduce((sum, row) => sum + this.linesOf(row, widths), 0);
    const isSmall = rows.length <= SMALL_TABLE && lines <= SMALL_LINES;
    const together = (r: number) => isSmall && r < rows.length - 1;
    const cellStyle = { font: FONT.table, size: WORD.table };
    const cell = (
      children: ParagraphChild[],
      i: number,
      align: Column['align'],
      head: boolean,
      held = false,
    ) =>
      new TableCell({
        width: { size: widths[i]!, type: WidthType.DXA },
        verticalAlign: VerticalAlign.CENTER,
        margins: { top: 30, bottom: 30, left: 60, right: 60 },
        ...(head ? { borders: HEAD_BORDERS } : {}),
        children: [
          new Paragraph({
            alignment: align === 'end' ? AlignmentType.RIGHT : AlignmentType.LEFT,
            spacing: { line: 260, lineRule: LineRuleType.AUTO },
            keepNext: head || held,
            children,
          }),
        ],
      });
    const head = new TableRow({
      tableHeader: true,
      cantSplit: true,
      children: [
        ...columns.map((c, i) =>
          cell([run(this.words(c.title), { ...cellStyle, bold: true })], i, c.align, true),
        ),
        ...(withPlaces
          ? [cell([run(this.words(SOURCE_ROW), { ...cellStyle, bold: true })], columns.length, 'end', true)]
          : []),
      ],
    });
    const body = rows.map(
      (row, r) =>
        new TableRow({
          cantSplit: true,
          children: [
            ...columns.map((c, i) =>
              cell(
                this.bare(row.cells[i] ?? [], cellStyle, extent !== 'all'),
                i,
                c.align,
                false,
                together(r),
              ),
            ),
            ...(withPlaces
              ? [
                  cell(
                    [run(places[r]!, { ...cellStyle, color: hex(COLOURS.soft) })],
                    columns.length,
                    'end',
                    false,
                    together(r),
                  ),
                ]
              : []),
          ],
        }),
    );
    const out: Child[] = [];
    if (note !== null || caption !== '')
      out.push(
        new Paragraph({
          keepNext: true,
          spacing: { before: 160, after: 60, line: 280, lineRule: LineRuleType.AUTO },
          children: [
            run(caption === '' ? this.words(WHERE_FROM) : caption, {
              font: FONT.head,
              size: WORD.table,
            }),
            ...(note === null ? [] : [called(note)]),
          ],
        }),
      );
    out.push(
      new Table({
        width: { size: WORD.textWidth, type: WidthType.DXA },
        columnWidths: widths,
        borders: TABLE_BORDERS,
        rows: [head, ...body],
      }),
    );
    if (made !== null) out.push(this.small(this.words(made), COLOURS.bad));
    out.push(
      computed
        ? this.small(this.words(SOME_COMPUTED))
        : new Paragraph({ spacing: { line: 160, lineRule: LineRuleType.AUTO }, children: [] }),
    );
    return out;
  }

  /** What a page folds away stands here on as few lines as it takes, with one note for all of it. */
  folded(items: readonly (readonly Inline[])[]): Paragraph[] {
    if (items.length === 0) return [];
    const style = { font: FONT.table, size: WORD.table };
    const cited = items.flat().filter((part): part is Cited => part.type === 'cited');
    const note = this.notes.together(cited);
    const between = run(this.#lang === 'zh' ? '；' : '; ', style);
    return [
      new Paragraph({
        spacing: { line: 280, lineRule: LineRuleType.AUTO, after: 80 },
        children: [
          ...items.flatMap((item, i) => [...(i === 0 ? [] : [between]), ...this.bare(item, style)]),
          ...(note === null ? [] : [called(note)]),
        ],
      }),
    ];
  }

  /** How many lines a row of a table takes, about: a Chinese character is as wide as it is high, another half of that. */
  linesOf(row: Row, widths: readonly number[]): number {
    const em = WORD.table * 10;
    return Math.max(
      1,
      ...row.cells.map((cell, i) => {
        const room = Math.max(1, ((widths[i] ?? 0) - 120) / em);
        const told = cell.map((part) => (part.type === 'break' ? '\n' : this.words(part.words))).join('');
        return told
          .split('\n')
          .reduce(
            (sum, line) => sum + Math.max(1, Math.ceil(line.replace(/[\x20-\x7e]{2}/g, 'x').length / room)),
            0,
          );
      }),
    );
  }

  async picture(picture: Picture): Promise<Child[]> {
    const note = this.notes.together(citedInPicture(picture));
    const made = madeUpIn(picture, this.#brief);
    const file = pictureFile(picture, this.#lang, made, { titled: false });
    const width = isChainKind(picture) || picture.kind === 'map' ? WORD.mapWidth : WORD.pictureWidth;
    const height = Math.round((width * file.height) / file.width);
    const png = await this.#options.rasterise(file.svg);
    this.#pictures++;
    const number = this.#lang === 'zh' ? `图${this.#pictures}　` : `Figure ${this.#pictures}  `;
    return [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        spacing: { before: 200, line: 240, lineRule: LineRuleType.AUTO },
        children: [
          new ImageRun({
            type: 'svg',
            data: new TextEncoder().encode(file.svg),
            transformation: { width, height },
            altText: {
              name: picture.id,
              title: this.marked(picture.title[this.#lang], made),
              description: this.marked(pictureAlternative(picture, this.#lang), made),
            },
            fallback: { type: 'png', data: png },
          }),
        ],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { after: 200, line: 300, lineRule: LineRuleType.AUTO },
        children: [
          run(`${number}${this.words(captionOf(picture))}`, {
            font: FONT.head,
            size: WORD.table,
          }),
          ...(note === null ? [] : [called(note)]),
        ],
      }),
    ];
  }
}

function called({ id, isAgain }: CalledNote): ParagraphChild {
  return isAgain ? run(String(id), { superScript: true }) : new FootnoteReferenceRun(id);
}

/** Rows of a table that is not parted between pages, and lines that they take. */
const SMALL_TABLE = 8;
const SMALL_LINES = 20;
const BLANK: Bilingual = { zh: '', en: '' };
const WHERE_FROM: Bilingual = { zh: '下表的数字', en: 'Numbers of the table' };
const SOURCE_ROW: Bilingual = { zh: '来源行', en: 'Source row' };
const SOME_COMPUTED: Bilingual = {
  zh: `表中有本简报算出的数，算式见脚注；由水平算出的增速为${NOT_COMPARABLE.zh}。`,
  en: `Some numbers were calculated here, see the note; growth worked out from levels is ${NOT_COMPARABLE.en}.`,
};

function captionOf({ title, detail }: Picture): Bilingual {
  return { zh: `${title.zh}（${detail.zh}）`, en: `${title.en} (${detail.en})` };
}

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const RULE = { style: BorderStyle.SINGLE, size: 4, color: hex(COLOURS.rule) } as const;
const STRONG = { style: BorderStyle.SINGLE, size: 10, color: '000000' } as const;
/** Three rules, as statistical tables have them. */
const TABLE_BORDERS = {
  top: STRONG,
  bottom: STRONG,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: RULE,
  insideVertical: NO_BORDER,
};
const HEAD_BORDERS = { bottom: { style: BorderStyle.SINGLE, size: 6, color: '000000' } } as const;

function plain(words: Words): Inline {
  return { type: 'words', words, tone: 'plain' };
}

function run(text: string, style: IRunOptions): TextRun {
  return new TextRun({ ...style, text: printable(text) });
}

function toned(tone: Tone): IRunOptions {
  switch (tone) {
    case 'strong':
      return { bold: true };
    case 'muted':
      return { color: hex(COLOURS.soft) };
    case 'good':
    case 'warn':
    case 'bad':
      return { color: hex(COLOURS[tone]) };
    case 'plain':
      return {};
  }
}

function hex(colour: string): string {
  return colour.replace('#', '').toUpperCase();
}
