/** The brief as Markdown with footnotes, in the brief's language. Words of pages are escaped: they never become markup. */
import type { Bilingual, Lang } from '../model/index.js';
import type {
  Block,
  BriefDocument,
  Cited,
  Footnote,
  Inline,
  Picture,
  Piece,
  TimelineMoment,
  Words,
} from './brief-document.js';
import { printable } from './markup.js';
import { citedInBlock, citedInPicture } from './notebook.js';
import { pictureLines } from './picture-words.js';
import { extentOf, madeUpIn, syntheticLine } from './synthetic.js';
import {
  APPENDIX,
  MARKS,
  NO_NUMBER_WITHOUT_ORIGIN,
  ORIGINS,
  ORIGINS_KEY,
  PRODUCT,
  REPAIR_KEY,
  rowNumber,
  SUMMARY,
  SYNTHETIC_KEY,
  SYNTHETIC_MARK,
  summedFrom,
} from './wording.js';

export interface MarkdownOptions {
  /** Where the file of a picture lies, seen from the Markdown; null where it has none. */
  pictures?: (picture: Picture) => string | null;
}

export function renderMarkdown(brief: BriefDocument, options: MarkdownOptions = {}): string {
  const page = new Page(brief, options.pictures ?? (() => null));
  const out = [
    ...(brief.synthetic === null
      ? []
      : [`> ${bold(page.words(brief.synthetic))} ${page.words(SYNTHETIC_KEY)}`]),
    `# ${plain(brief.title)}`,
    `${page.words(PRODUCT)} · ${page.words(brief.genre)} · ${page.inlines(brief.masthead)}`,
    `## ${page.words(SUMMARY)}`,
    list(brief.summary.map((line) => page.inlines(line))),
    page.words(NO_NUMBER_WITHOUT_ORIGIN),
    ...brief.sections.flatMap((section) => [
      `## ${page.words(section.title)}`,
      ...(section.lead === null ? [] : [page.words(section.lead)]),
      ...section.blocks.map((block) => page.block(block)),
    ]),
  ];
  if (brief.appendix.length > 0) out.push(`## ${page.words(APPENDIX)}`, page.words(REPAIR_KEY));
  else if (brief.footnotes.length > 0) out.push(`## ${page.words(ORIGINS)}`, page.words(ORIGINS_KEY));
  if (brief.footnotes.length > 0) {
    const sentences = new Map<number, string>();
    for (const { excerpts } of brief.appendix)
      for (const { pieces } of excerpts)
        for (const piece of pieces)
          if (piece.note !== null)
            sentences.set(piece.note, (sentences.get(piece.note) ?? '') + marked(piece));
    out.push(
      brief.footnotes
        .map((note) => `[^${note.number}]: ${page.note(note, brief, sentences.get(note.number))}`)
        .join('\n'),
    );
  }
  return `${out.filter((part) => part !== '').join('\n\n')}\n`;
}

class Page {
  readonly #lang: Lang;
  readonly #synthetic: Bilingual | null;
  readonly #pictures: (picture: Picture) => string | null;
  constructor(brief: BriefDocument, pictures: (picture: Picture) => string | null) {
    this.#lang = brief.lang;
    this.#synthetic = brief.synthetic;
    this.#pictures = pictures;
  }

  words(words: Words): string {
    return plain(typeof words === 'string' ? words : words[this.#lang]);
  }

  /** `marks`: made-up numbers are marked one by one. */
  inlines(parts: readonly Inline[], marks = true): string {
    return parts
      .map((part) => {
        switch (part.type) {
          case 'break':
            return ' / ';
          case 'cited':
            return this.cited(part, marks);
          case 'words':
            return part.tone === 'strong' ? bold(this.words(part.words)) : this.words(part.words);
          default:
            return this.words(part.words);
        }
      })
      .join('')
      .replace(/(?: \/ )+$/, '')
      .trim();
  }

  /** `sentence`: with what repair did to it, where the page is at hand. */
  note(note: Footnote, brief: BriefDocument, sentence: string | undefined): string {
    const source = note.source === null ? undefined : brief.sources[note.source - 1];
    const named = source === undefined ? '' : `[${source.number}] ${source.title}`;
    const { place } = note;
    const released = (day: string | null) =>
      day === null ? '' : this.words({ zh: `${day} 发布`, en: `released ${day}` });
    const listed = (parts: readonly (string | null | undefined)[]) =>
      plain(parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · '));
    switch (place.kind) {
      case 'sentence':
        return `${sentence ?? this.words(note.sentence)} — ${listed([named, source?.outlet, source?.said])}`;
      case 'quote':
        return `${this.words(note.sentence)} — ${listed([named, source?.outlet, released(place.released)])}`;
      case 'row': {
        const cells = place.cells.map((c) => `${c.column} “${c.quote}” ${c.states[this.#lang]}`);
        return listed([
          named,
          place.sheet,
          rowNumber(place.row)[this.#lang],
          ...cells,
          released(place.released),
        ]);
      }
      case 'formula':
        return `${this.words(note.sentence)} (${this.words(place.method)})${place.inputs.map((n) => `[^${n}]`).join('')}`;
      case 'reports':
        return `${this.words(note.sentence)} — ${listed([
          this.words(summedFrom(place)),
          ...place.sources.map((n) => `[${n}] ${brief.sources[n - 1]!.title}`),
          released(place.released),
        ])}`;
    }
  }

  cited(part: Cited, marks = true): string {
    const text = `${this.words(part.words)}${part.synthetic === true && marks ? SYNTHETIC_MARK : ''}`;
    const notes = part.references.map((r) => `[^${r.note}]`).join('');
    return `${part.tone === 'strong' ? bold(text) : text}${notes}`;
  }

  block(block: Block): string {
    switch (block.type) {
      case 'paragraph':
        return this.inlines(block.inlines);
      case 'heading': {
        const detail = this.inlines(block.detail);
        return `### ${this.words(block.words)}${detail === '' ? '' : ` (${detail})`}`;
      }
      case 'list':
        return list([...block.items, ...block.folded].map((item) => this.inlines(item)));
      case 'cards':
        return list(
          block.cards.map((c) => `${this.cited(c.figure)} ${plain(c.label)} (${this.inlines(c.detail)})`),
        );
      case 'table': {
        const extent = this.#synthetic === null ? 'none' : extentOf(citedInBlock(block));
        const made = syntheticLine(this.#synthetic, extent);
        return [
          ...(block.title === undefined ? [] : [bold(this.words(block.title))]),
          table(
            block.columns.map((c) => this.words(c.title)),
            block.rows.map((row) => row.cells.map((cell) => this.inlines(cell, extent !== 'all'))),
            block.columns.map((c) => c.align === 'end'),
          ),
          ...(made === null ? [] : [bold(this.words(made))]),
        ].join('\n\n');
      }
      case 'timeline':
        return table(
          block.columns.map((c) => this.words(c)),
          block.groups.flatMap((g) => [
            ...(g.title === null ? [] : [[bold(this.words(g.title))]]),
            ...g.rows.map((row) => row.cells.map((cell) => cell.map((m) => this.moment(m)).join('; '))),
          ]),
          block.columns.map(() => false),
        );
      case 'charts':
        return list(
          block.charts.map((chart) => {
            const points = chart.points.map((p) => `${this.words(p.label)} ${this.cited(p.figure)}`);
            return `${bold(plain(chart.title))} (${this.inlines(chart.detail)}): ${points.join(' → ')}`;
          }),
        );
      case 'bars':
        return list(
          block.bars.map((b) => `${this.cited(b.figure)} ${plain(b.label)} (${this.inlines(b.detail)})`),
        );
      case 'pictures':
        return block.pictures.map((picture) => this.picture(picture)).join('\n\n');
    }
  }

  /** The picture's file where there is one, and its numbers in any case. */
  picture(picture: Picture): string {
    const file = this.#pictures(picture);
    const made = madeUpIn(picture, { synthetic: this.#synthetic });
    const head = `${bold(this.words(picture.title))} (${this.words(picture.detail)})`;
    return [
      head,
      file === null ? '' : `![${this.words(picture.title)}](${encodeURI(file)})`,
      list(this.pictureRows(picture)),
      this.words(picture.source),
      made === null ? '' : bold(this.words(made)),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }

  pictureRows(picture: Picture): string[] {
    switch (picture.kind) {
      case 'lines':
        return picture.series.map(
          (s) =>
            `${this.words(s.name)}: ${s.points.map((p) => `${this.words(p.label)} ${this.cited(p.figure)}`).join('; ')}`,
        );
      case 'bars':
        return [
          ...picture.bars.map((b) => `${this.words(b.label)} ${this.cited(b.figure)}`),
          ...(picture.reference === null
            ? []
            : [`${this.words(picture.reference.label)} ${this.cited(picture.reference.figure)}`]),
        ];
      case 'map': {
        const names = new Map(picture.outline.units.map((u) => [u.code, u.name]));
        return [
          picture.values
            .map((v) => `${plain(names.get(v.code) ?? v.code)} ${this.cited(v.figure)}`)
            .join('; '),
        ];
      }
      case 'path':
        return [picture.marks.map((m) => `${this.words(m.label)} ${this.cited(m.figure)}`).join('; ')];
      case 'stacks':
        return picture.rows.map(
          (row) =>
            `${this.words(row.name)}: ${row.values.map(({ figure }, i) => `${this.words(picture.parts[i]!)} ${this.cited(figure)}`).join('; ')}`,
        );
      case 'chain':
      case 'flows':
      case 'heat':
      case 'ranks':
      case 'quadrant':
      case 'space':
      case 'tiers':
      case 'stairs':
        return [
          ...pictureLines(picture, this.#lang).map((line) => plain(line)),
          [...citedInPicture(picture)].map((figure) => this.cited(figure)).join('; '),
        ].filter((line) => line !== '');
    }
  }

  moment(part: TimelineMoment): string {
    const score = part.score === null ? '' : ` ${Math.round(part.score * 100)}%`;
    const wording = part.wording === null ? '' : ` ${this.cited(part.wording)}`;
    return `${this.words(MARKS[part.mark])}${score}${wording}`;
  }
}

/** Emphasis that begins or ends in punctuation does not close inside a Chinese sentence, so it is left out there. */
function marked({ text, cited, repair }: Piece): string {
  const bordered = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(text);
  const shown = cited && bordered ? bold(plain(text)) : plain(text);
  return repair === null || repair.before === '' || repair.operation === 'script'
    ? shown
    : `~~${plain(repair.before)}~~${shown}`;
}

function bold(text: string): string {
  return text === '' ? '' : `**${text}**`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table(head: readonly string[], rows: readonly string[][], toEnd: readonly boolean[]): string {
  const line = (cells: readonly string[]) => `| ${head.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  return [line(head), `|${toEnd.map((end) => (end ? ' --: ' : ' --- ')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}

/** One line, every character that Markdown or HTML gives a meaning taken literally. */
function plain(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]#+!|~<>&:@=-]/g, (char, at: number, whole: string) => literal(char, whole, at));
}

function literal(char: string, whole: string, at: number): string {
  if (char === '<') return '&lt;';
  if (char === '>') return '&gt;';
  if (char === '&') return '&amp;';
  if (char === '-' || char === '+' || char === '#' || char === '=') return at === 0 ? `\\${char}` : char;
  if (char === '@') return '&#64;';
  // Keeps bare addresses from becoming links; times and ratios stay readable.
  if (char === ':')
    return whole.startsWith('//', at + 1) || /[a-z]/i.test(whole[at - 1] ?? '') ? '&#58;' : char;
  return `\\${char}`;
}
