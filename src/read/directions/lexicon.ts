// The words by which lines of work are read, validated and compiled once.
import { z } from 'zod';

const words = z.array(z.string().min(1));

export const DirectionsLexiconSchema = z.object({
  verbs: words,
  nounHeads: words,
  sloganVerbs: words,
  causatives: words,
  adverbs: words,
  modals: words,
  connectives: words,
  actors: words,
  actorEnds: words,
  leadIns: words,
  focusVerbs: words,
  focusMeasures: words,
  leadInEnds: words,
  companions: words,
  framed: z.object({ for: words, act: words, take: words, into: words }),
  pastMarks: words,
  perfectiveExceptions: words,
  pastFrames: words,
  futureFrames: words,
  copulas: words,
  judgements: words,
  states: z.object({ degrees: words, changes: words }),
  achievementEnds: words,
  formulas: words,
  achievementCues: words,
  planCues: words,
  backgroundTitles: words,
  cognitive: words,
  sectionTitles: words,
  sectionEnds: words,
  countedThings: words,
  nominalTitles: words,
  announced: z.object({ classifiers: words, nouns: words, openers: words }),
  anaphora: words,
  speech: z.object({ verbs: words, titles: words, pronouns: words, bodies: words }),
  cited: words,
  eventWords: words,
  closings: words,
  responsibility: words,
  milestones: z.object({ verbs: words, dated: words, adverbs: words, modals: words, events: words }),
});

export type DirectionsLexicon = z.infer<typeof DirectionsLexiconSchema>;

/** An alternation of words, longest first, for use inside a larger expression. */
export function anyOf(list: readonly string[]): string {
  return [...new Set(list)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
}

/** The lexicon as expressions. Those named `…At` are sticky: set `lastIndex`, or use `endOf`. */
// 要素, 应用, 将来 begin like a modal; 重要, 供需, 相应, 模拟 end like one.
const NOT_MODAL = '[素点求闻害件用急对来领士军]';
const NOT_BEFORE_MODAL = '[重主必需只首紧简次摘纪提概供急所内军特响适相效对反顺即模虚扼]';

export type Grammar = ReturnType<typeof compile>;

const compiled = new WeakMap<DirectionsLexicon, Grammar>();

export function grammarOf(lexicon: DirectionsLexicon): Grammar {
  let grammar = compiled.get(lexicon);
  if (grammar === undefined) {
    grammar = compile(lexicon);
    compiled.set(lexicon, grammar);
  }
  return grammar;
}

function compile(lexicon: DirectionsLexicon) {
  // At most five adverbs: a longer run is no Chinese, and unbounded repetition of overlapping words backtracks.
  const adverbs = `(?:(?:${anyOf(lexicon.adverbs)})地?、?){0,5}`;
  const action = `${adverbs}(?!${anyOf(lexicon.nounHeads)})(?:${anyOf(lexicon.verbs)})`;
  const sticky = (source: string) => new RegExp(source, 'uy');
  const find = (list: readonly string[]) => new RegExp(anyOf(list), 'u');
  return {
    lexicon,
    actionAt: sticky(action),
    adverbsAt: sticky(`要?${adverbs}`),
    causativeAt: sticky(`${adverbs}(?:${anyOf(lexicon.causatives)})`),
    modalAt: sticky(`(?:${anyOf(lexicon.modals)})(?!${NOT_MODAL})`),
    connectiveAt: sticky(`(?:${anyOf(lexicon.connectives)})[，,]?`),
    actorAt: sticky(`(?:${anyOf(lexicon.actors)})`),
    namedActorAt: sticky(`[\\p{Script=Han}、]{1,14}?(?:${anyOf(lexicon.actorEnds)})`),
    leadInAt: sticky(`(?:${anyOf(lexicon.leadIns)})`),
    slogan: new RegExp(`^(?:${anyOf(lexicon.sloganVerbs)})[\\p{Script=Han}、“”"]{2,10}$`, 'u'),
    focusAt: sticky(`${adverbs}(?:${anyOf(lexicon.focusVerbs)})`),
    focusMeasureAt: sticky(`${adverbs}(?:${anyOf(lexicon.focusMeasures)})`),
    joined: new RegExp(`(?:${anyOf(lexicon.leadInEnds)})${action}`, 'u'),
    companion: new RegExp(`(?:${anyOf(lexicon.companions)})[，,]?$`, 'u'),
    framed: sticky(
      `${adverbs}(?:(?:${anyOf(lexicon.framed.for)}).{2,30}?(?:${anyOf(lexicon.framed.act)})|` +
        `(?:${anyOf(lexicon.framed.take)}).{2,40}?(?:${anyOf(lexicon.framed.into)}))`,
    ),
    modalThenAction: new RegExp(
      `(?<!${NOT_BEFORE_MODAL})(?:${anyOf(lexicon.modals.filter((modal) => !/^(?:计划|准备|打算|争取|主要是|致力于)/u.test(modal)))})(?=${action}|(?:${adverbs})(?:${anyOf(lexicon.focusMeasures)}))`,
      'u',
    ),
    past: find(lexicon.pastMarks),
    exceptions: new RegExp(anyOf(lexicon.perfectiveExceptions), 'gu'),
    underWay: /正在|目前|已经?/u,
    pastFrameAt: sticky(`(?:${anyOf(lexicon.pastFrames)})`),
    futureFrameAt: sticky(`(?:${anyOf(lexicon.futureFrames)})`),
    copulaAt: sticky(`(?:${anyOf(lexicon.copulas)})`),
    judgement: find(lexicon.judgements),
    state: new RegExp(
      `(?:${anyOf(lexicon.states.degrees)})(?:${anyOf(lexicon.states.changes)})$|(?:${anyOf(lexicon.achievementEnds)})(?:${anyOf(lexicon.states.changes)})?$`,
      'u',
    ),
    formula: new RegExp(`(?:${anyOf(lexicon.formulas)})$`, 'u'),
    achievement: find(lexicon.achievementCues),
    plan: find(lexicon.planCues),
    cognitiveAt: sticky(`(?:${anyOf(lexicon.cognitive)})`),
    background: new RegExp(`^(?:${anyOf(lexicon.backgroundTitles)})`, 'u'),
    sectionTitle: new RegExp(`^(?:${anyOf(lexicon.sectionTitles)})$|(?:${anyOf(lexicon.sectionEnds)})$`, 'u'),
    nominalTitle: new RegExp(`(?:${anyOf(lexicon.nominalTitles)})$`, 'u'),
    announced: new RegExp(
      `(?<![第\\d〇零一二三四五六七八九十百])(\\d{1,2}|[一二两三四五六七八九十]{1,3})` +
        `(?:(?:${anyOf(lexicon.announced.classifiers)})(?:${anyOf(lexicon.announced.nouns)})|(?=方面)(?:${anyOf(lexicon.announced.nouns)}))(?:工作|任务)?(?!${anyOf(lexicon.countedThings)})`,
      'gu',
    ),
    topic:
      /(?:^|[。，,：:\s])(?:在|关于|就)([^，,。：:\n]{2,30}?)(?:工作)?(?:方面|上|工作)?[，,][^。\n]{0,24}$/u,
    opener: new RegExp(anyOf(lexicon.announced.openers), 'gu'),
    anaphoraAt: sticky(`(?:${anyOf(lexicon.anaphora)})`),
    speech: new RegExp(`(?:${anyOf(lexicon.speech.verbs)})`, 'u'),
    speechEnd: new RegExp(`(?:${anyOf(lexicon.speech.verbs)})$`, 'u'),
    speechTitle: new RegExp(`^.*(?:${anyOf(lexicon.speech.titles)})`, 'u'),
    pronoun: new RegExp(`^(?:${anyOf(lexicon.speech.pronouns)})$`, 'u'),
    speakingBody: new RegExp(`(?:${anyOf(lexicon.speech.bodies)})$`, 'u'),
    cited: find(lexicon.cited),
    closingAt: sticky(`(?:${anyOf(lexicon.closings)})`),
    responsibility: find(lexicon.responsibility),
    milestoneVerb: find(lexicon.milestones.verbs),
    datedDeed: new RegExp(
      `(?:${anyOf(lexicon.milestones.modals)})(?:${anyOf(lexicon.milestones.adverbs)}){0,4}(?:${anyOf(lexicon.milestones.dated)})`,
      'u',
    ),
    event: find(lexicon.eventWords),
    milestoneEvent: find(lexicon.milestones.events),
  };
}

/** Where a sticky expression ends when it starts at `position`; -1 where it does not match there. */
export function endOf(sticky: RegExp, text: string, position: number): number {
  sticky.lastIndex = position;
  return sticky.test(text) ? sticky.lastIndex : -1;
}

const DIGITS = '零一二三四五六七八九';

/** 三, 十二, 二十, 两, 7 as a number; 0 where it is none. */
export function countOf(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  const plain = numeral.replace('两', '二');
  const ten = plain.indexOf('十');
  const digit = (text: string) => (text.length === 1 ? DIGITS.indexOf(text) : -1);
  if (ten < 0) return Math.max(0, digit(plain));
  const tens = ten === 0 ? 1 : digit(plain.slice(0, ten));
  const ones = ten === plain.length - 1 ? 0 : digit(plain.slice(ten + 1));
  return tens < 1 || ones < 0 ? 0 : tens * 10 + ones;
}
