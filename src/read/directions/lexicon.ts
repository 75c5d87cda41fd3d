// The words by which lines of work are read, validated and compiled once.
import { z } from 'zod';
import { alternation } from '../alternation.js';

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
  plainAdverbs: words,
  joiners: words,
  mannerVerbs: words,
  mannerNouns: words,
  framed: z.object({ close: words, for: words, act: words, take: words, into: words }),
  pastMarks: words,
  perfectiveExceptions: words,
  pastFrames: words,
  futureFrames: words,
  copulas: words,
  judgements: words,
  appraisals: words,
  states: z.object({ degrees: words, changes: words }),
  achieved: words,
  achievementEnds: words,
  formulas: words,
  aims: words,
  achievementCues: words,
  planCues: words,
  backgroundTitles: words,
  reportTitles: words,
  formalities: words,
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
  const adverbs = `(?:(?:${alternation(lexicon.adverbs)})地?、?){0,5}`;
  const action = `${adverbs}(?!${alternation(lexicon.nounHeads)})(?:${alternation(lexicon.verbs)})`;
  const sticky = (source: string) => new RegExp(source, 'uy');
  const find = (list: readonly string[]) => new RegExp(alternation(list), 'u');
  return {
    lexicon,
    actionAt: sticky(action),
    adverbsAt: sticky(`要?${adverbs}`),
    causativeAt: sticky(`${adverbs}(?:${alternation(lexicon.causatives)})`),
    modalAt: sticky(`(?:${alternation(lexicon.modals)})(?!${NOT_MODAL})`),
    connectiveAt: sticky(`(?:${alternation(lexicon.connectives)})[，,]?`),
    actorAt: sticky(`(?:${alternation(lexicon.actors)})`),
    namedActorAt: sticky(`[\\p{Script=Han}、]{1,14}?(?:${alternation(lexicon.actorEnds)})`),
    yearsAt: sticky('\\d{4}年(?:[、和]\\d{4}年){0,4}(?![底末前初])'),
    leadInAt: sticky(`(?:${alternation(lexicon.leadIns)})`),
    slogan: new RegExp(`^(?:${alternation(lexicon.sloganVerbs)})[\\p{Script=Han}、“”"]{2,10}$`, 'u'),
    focusAt: sticky(`${adverbs}(?:${alternation(lexicon.focusVerbs)})`),
    focusMeasureAt: sticky(`${adverbs}(?:${alternation(lexicon.focusMeasures)})`),
    joined: new RegExp(`(?:${alternation(lexicon.leadInEnds)})${action}`, 'u'),
    plainAdverbAt: sticky(`(?:${alternation(lexicon.plainAdverbs)})地?(?=[\\p{Script=Han}、“]{4})`),
    joinerAt: sticky(`(?:${alternation(lexicon.joiners)})[\\p{Script=Han}、]{2,14}?${action}`),
    closed: new RegExp(`^对.{2,30}(?:${alternation(lexicon.framed.close)})$`, 'u'),
    mannerVerb: find(lexicon.mannerVerbs),
    mannerNoun: new RegExp(`(?:${alternation(lexicon.mannerNouns)})$`, 'u'),
    mannerOfAct: new RegExp(
      `(?:${alternation(lexicon.plainAdverbs)})(?:${alternation(lexicon.verbs)})$`,
      'u',
    ),
    companion: new RegExp(`(?:${alternation(lexicon.companions)})[，,]?$`, 'u'),
    framed: sticky(
      `${adverbs}(?:(?:${alternation(lexicon.framed.for)}).{2,30}?(?:${alternation(lexicon.framed.act)})|` +
        `(?:${alternation(lexicon.framed.take)}).{2,40}?(?:${alternation(lexicon.framed.into)}))`,
    ),
    modalThenAction: new RegExp(
      `(?<!${NOT_BEFORE_MODAL})(?:${alternation(lexicon.modals.filter((modal) => !/^(?:计划|准备|打算|争取|主要是|致力于)/u.test(modal)))})(?=${action}|(?:${adverbs})(?:${alternation(lexicon.focusMeasures)}))|(?:应当|必须)(?=[在对按通依])`,
      'u',
    ),
    past: find(lexicon.pastMarks),
    exceptions: new RegExp(alternation(lexicon.perfectiveExceptions), 'gu'),
    underWay: /正在|目前|已经?/u,
    pastFrameAt: sticky(`(?:${alternation(lexicon.pastFrames)})`),
    futureFrameAt: sticky(`(?:${alternation(lexicon.futureFrames)})`),
    copulaAt: sticky(`(?:${alternation(lexicon.copulas)})`),
    appraisal: find([...lexicon.judgements, ...lexicon.appraisals]),
    judgement: find(lexicon.judgements),
    state: new RegExp(
      `(?:${alternation(lexicon.states.degrees)})(?:${alternation(lexicon.states.changes)})$|(?:${alternation(lexicon.achieved)})的?(?:${alternation(lexicon.achievementEnds)})$`,
      'u',
    ),
    formula: new RegExp(`(?:${alternation(lexicon.formulas)})$`, 'u'),
    achievement: find(lexicon.achievementCues),
    plan: find(lexicon.planCues),
    cognitiveAt: sticky(`(?:${alternation(lexicon.cognitive)})`),
    background: new RegExp(`^(?:${alternation(lexicon.backgroundTitles)})`, 'u'),
    aim: new RegExp(`^${adverbs}(?:${alternation(lexicon.aims)})`, 'u'),
    reporting: new RegExp(`(?:${alternation(lexicon.reportTitles)})$`, 'u'),
    formality: find(lexicon.formalities),
    sectionTitle: new RegExp(
      `^(?:${alternation(lexicon.sectionTitles)})$|(?:${alternation(lexicon.sectionEnds)})$`,
      'u',
    ),
    nominalTitle: new RegExp(`(?:${alternation(lexicon.nominalTitles)})$`, 'u'),
    announced: new RegExp(
      `(?=[\\d一二两三四五六七八九十])(?<![第\\d〇零一二三四五六七八九十百])(\\d{1,2}|[一二两三四五六七八九十]{1,3})` +
        `(?:(?:${alternation(lexicon.announced.classifiers)})(?:${alternation(lexicon.announced.nouns)})|(?=方面)(?:${alternation(lexicon.announced.nouns)}))(?:工作|任务|行动|工程|举措|措施)?(?!${alternation(lexicon.countedThings)})`,
      'gu',
    ),
    counted: new RegExp(`^(?:${alternation(lexicon.countedThings)}|方面)`, 'u'),
    commits: new RegExp(
      `${alternation(lexicon.futureFrames)}|(?<!${NOT_BEFORE_MODAL})(?:将|要|拟|必须|应当)(?!${NOT_MODAL})`,
      'u',
    ),
    topic:
      /(?:^|[。，,：:\s])(?:在|关于|就)([^，,。：:\n]{2,30}?)(?:工作)?(?:方面|上|工作)?[，,][^。\n]{0,24}$/u,
    opener: new RegExp(alternation(lexicon.announced.openers), 'gu'),
    anaphoraAt: sticky(`(?:${alternation(lexicon.anaphora)})`),
    speech: new RegExp(`(?:${alternation(lexicon.speech.verbs)})`, 'u'),
    // 安全可控的要求 is a noun
    speechEnd: new RegExp(`(?<!的)(?:${alternation(lexicon.speech.verbs)})$`, 'u'),
    speechTitle: new RegExp(`^.*(?:${alternation(lexicon.speech.titles)})`, 'u'),
    pronoun: new RegExp(`^(?:${alternation(lexicon.speech.pronouns)})$`, 'u'),
    speakingBody: new RegExp(`(?:${alternation(lexicon.speech.bodies)})$`, 'u'),
    cited: find(lexicon.cited),
    closingAt: sticky(`(?:${alternation(lexicon.closings)})`),
    responsibility: find(lexicon.responsibility),
    milestoneVerb: find(lexicon.milestones.verbs),
    datedDeed: new RegExp(
      `(?:${alternation(lexicon.milestones.modals)})(?:${alternation(lexicon.milestones.adverbs)}){0,4}(?:${alternation(lexicon.milestones.dated)})`,
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
