/** The words that surround articles, as lexicons/cleaning.yaml lists them, made ready to match. */
import { z } from 'zod';

const words = z.array(z.string().min(1));

/** What the key `cleaning` of the lexicons holds. */
export const CleaningLexiconSchema = z.object({
  chromeLines: words,
  chromeStarts: words,
  breadcrumbStarts: words,
  advertStarts: words,
  advertWords: words,
  relatedHeads: words,
  publisherLabels: words,
  commentHeads: words,
  teaserEnds: words,
  paragraphTails: words,
  disclaimerStarts: words,
  disclaimerWords: words,
  captionStarts: words,
  captionEnds: words,
  captionCredits: words,
  leadIns: words,
  originalTitle: words,
  titleLabels: words,
  deckLabels: words,
  editorLabels: words,
  creditLabels: words,
  authorLabels: words,
  reporterWords: words,
  sourceLabels: words,
  originLabels: words,
  dateLabels: words,
  outletSuffixes: words,
  outlets: words,
  asideHints: words,
  articleHints: words,
  captionHints: words,
  titleHints: words,
  deckHints: words,
  particularLabels: words,
  documentDateLabels: words,
  documentTypes: words,
  updateDateLabels: words,
  publicationDateLabels: words,
  todayStarts: words,
  titlePrefixes: words,
  noNames: words,
  platforms: words,
  editionSuffixes: words,
  channelSuffixes: words,
  askerWords: words,
  hostWords: words,
  answerWords: words,
});

export type CleaningLexicon = z.infer<typeof CleaningLexiconSchema>;

/** A cleaning lexicon made ready to match. All patterns are made for folded text: see `fold`. */
export interface Vocabulary {
  chromeLines: ReadonlySet<string>;
  chromeStart: RegExp;
  breadcrumbStart: RegExp;
  advertStart: RegExp;
  advertWord: RegExp;
  relatedHeads: ReadonlySet<string>;
  commentHeads: ReadonlySet<string>;
  teaserEnd: RegExp;
  paragraphTail: RegExp;
  disclaimerStart: RegExp;
  disclaimerWord: RegExp;
  captionStart: RegExp;
  captionEnd: RegExp;
  captionCredit: RegExp;
  leadIn: RegExp;
  originalTitle: RegExp;
  titleLabel: RegExp;
  deckLabel: RegExp;
  /** Any label of an editor, another hand, an author, a source or a date, with its colon. */
  label: RegExp;
  editorLine: RegExp;
  labels: {
    editor: ReadonlySet<string>;
    author: ReadonlySet<string>;
    source: ReadonlySet<string>;
    origin: ReadonlySet<string>;
    date: ReadonlySet<string>;
  };
  /** Particulars of an official document, spaces taken out: 索引号, 文号, 有效性. */
  particulars: ReadonlySet<string>;
  documentType: RegExp;
  /** What the words before a date say of it. */
  dateOf: { document: RegExp; update: RegExp; publication: RegExp; today: RegExp };
  titlePrefix: RegExp;
  noNames: ReadonlySet<string>;
  platforms: ReadonlySet<string>;
  editionEnd: RegExp;
  channelEnd: RegExp;
  reporter: RegExp;
  publisher: RegExp;
  outletEnd: RegExp;
  outlets: ReadonlySet<string>;
  outletStart: RegExp;
  asideHint: RegExp;
  articleHint: RegExp;
  captionHint: RegExp;
  titleHint: RegExp;
  deckHint: RegExp;
  asker: RegExp;
  host: RegExp;
  answer: RegExp;
}

const compiled = new WeakMap<CleaningLexicon, Vocabulary>();

/** The patterns of a lexicon, compiled once. */
export function vocabularyOf(lexicon: CleaningLexicon): Vocabulary {
  let vocabulary = compiled.get(lexicon);
  if (vocabulary === undefined) {
    vocabulary = compile(lexicon);
    compiled.set(lexicon, vocabulary);
  }
  return vocabulary;
}

function compile(w: CleaningLexicon): Vocabulary {
  const any = (list: readonly string[]) =>
    [...new Set(list.map(fold))]
      .sort((a, b) => b.length - a.length)
      .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
      .join('|');
  // Old sites set 来　源 and 索 引 号 to one width.
  const spaced = (list: readonly string[]) =>
    any(list).replace(/\p{Script=Han}(?=\p{Script=Han})/gu, '$&\\s{0,3}');
  const set = (list: readonly string[]): ReadonlySet<string> => new Set(list.map((word) => bare(fold(word))));
  const editorish = any([...w.editorLabels, ...w.creditLabels]);
  return {
    chromeLines: set(w.chromeLines),
    chromeStart: new RegExp(`^(?:${any(w.chromeStarts)})`),
    breadcrumbStart: new RegExp(`^(?:${any(w.breadcrumbStarts)})`),
    advertStart: new RegExp(`^[\\[(【]?(?:${any(w.advertStarts)})`),
    advertWord: new RegExp(`(?:${any(w.advertWords)})`),
    relatedHeads: set(w.relatedHeads),
    commentHeads: set(w.commentHeads),
    teaserEnd: new RegExp(`(?:${any(w.teaserEnds)})$`),
    paragraphTail: new RegExp(`(?:${any(w.paragraphTails).replaceAll('…', '[^,。;!?]{2,8}')})$`),
    disclaimerStart: new RegExp(`^[\\[(*※]*(?:${any(w.disclaimerStarts)}|[^,.。:;]{2,8}声明:)`),
    disclaimerWord: new RegExp(`(?:${any(w.disclaimerWords)})`),
    captionStart: new RegExp(`^[\\[(]?(?:${any(w.captionStarts)})`),
    captionEnd: new RegExp(`(?:${any(w.captionEnds)})[.。\\])]?$`),
    captionCredit: new RegExp(`[。.\\s()](?:${any(w.captionCredits)})\\s?[:/丨|]\\s?[^。.,;:]{2,20}$`),
    leadIn: new RegExp(`^[^,。;]{0,16}?(?:${any(w.leadIns)})[:。]?$`),
    originalTitle: new RegExp(`^[\\[(]?(?:${any(w.originalTitle)})[\\]]?:`),
    titleLabel: new RegExp(`^\\[?(?:${spaced(w.titleLabels)})\\]?:\\s*`),
    deckLabel: new RegExp(`^[\\[(]?(?:${any(w.deckLabels)})(?:[\\])]:?|:|丨|\\|)\\s*`),
    label: new RegExp(
      `(?:${spaced([...w.editorLabels, ...w.creditLabels, ...w.authorLabels, ...w.sourceLabels, ...w.originLabels, ...w.dateLabels])})\\s{0,4}[:/丨|]`,
      'g',
    ),
    editorLine: new RegExp(`^[\\[(【丨|]*[^,。;:]{0,8}?(?:${editorish})\\s*(?:[:/丨|]|\\s)`),
    labels: {
      editor: new Set(w.editorLabels.map(fold)),
      author: new Set(w.authorLabels.map(fold)),
      source: new Set(w.sourceLabels.map(fold)),
      origin: new Set(w.originLabels.map(fold)),
      date: new Set(w.dateLabels.map(fold)),
    },
    publisher: new RegExp(`(?:${any(w.publisherLabels)})\\s?[:：]?\\s?(\\p{Script=Han}{4,24})`, 'u'),
    particulars: new Set([...w.particularLabels, ...w.documentDateLabels].map(fold)),
    documentType: new RegExp(`(?:${any(w.documentTypes)})(?:\\([^()]{1,12}\\))?$`),
    dateOf: {
      document: new RegExp(`(?:${spaced(w.documentDateLabels)})[\\s:]{0,4}$`),
      update: new RegExp(`(?:${spaced(w.updateDateLabels)})[\\s:]{0,4}$`),
      publication: new RegExp(`(?:${spaced(w.publicationDateLabels)})[\\s:]{0,4}$`),
      today: new RegExp(`(?:${any(w.todayStarts)})[\\s:]{0,4}$`),
    },
    titlePrefix: new RegExp(`^[\\[(【]\\s?(?:${any(w.titlePrefixes)})\\s?[\\])】]\\s*`),
    noNames: set(w.noNames),
    platforms: set(w.platforms),
    editionEnd: new RegExp(`(?:${any(w.editionSuffixes)})$`),
    channelEnd: new RegExp(`(?:${any(w.channelSuffixes)})$`),
    reporter: new RegExp(`(?:${any(w.reporterWords)})`),
    outletEnd: new RegExp(`(?:${any(w.outletSuffixes)})$`),
    outlets: new Set(w.outlets.map(fold)),
    outletStart: new RegExp(`^(?:${any(w.outlets)})`),
    asideHint: new RegExp(`(?:${any(w.asideHints)})`),
    articleHint: new RegExp(`(?:^|[\\s])(?:${any(w.articleHints)})(?:$|[\\s])`),
    captionHint: new RegExp(`(?:${any(w.captionHints)})`),
    titleHint: new RegExp(`(?:^|[\\s_-])(?:${any(w.titleHints)})(?:$|[\\s_-])`),
    deckHint: new RegExp(`(?:^|[\\s_-])(?:${any(w.deckHints)})(?:$|[\\s_-])`),
    asker: new RegExp(`(?:${any(w.askerWords)})$`),
    host: new RegExp(`^(?:${any(w.hostWords)})`),
    answer: new RegExp(`^(?:${any(w.answerWords)})$`),
  };
}

/**
 * One spelling for what pages write in two widths: full-width ASCII, ideographic space and lenticular brackets become
 * ASCII, ASCII letters small. Every character keeps its place.
 */
export function fold(text: string): string {
  let folded = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = foldedCode(text.charCodeAt(i));
    if (code < 0) continue;
    folded += text.slice(from, i) + String.fromCharCode(code);
    from = i + 1;
  }
  return from === 0 ? text : folded + text.slice(from);
}

/** The code that stands for `code` in folded text, -1 for itself. */
function foldedCode(code: number): number {
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? code + 0x20 : -1;
  if (code < 0x3000) return code === 0xa0 ? 0x20 : -1;
  if (code < 0x3100) return code === 0x3000 ? 0x20 : code === 0x3010 ? 0x5b : code === 0x3011 ? 0x5d : -1;
  if (code < 0xff01 || code > 0xff5e) return -1;
  const ascii = code - 0xfee0;
  return ascii >= 0x41 && ascii <= 0x5a ? ascii + 0x20 : ascii;
}

/** Letters and digits only: what two spellings of one line have in common. */
export function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}
