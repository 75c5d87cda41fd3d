// What a clause does: an action that is committed to or reported, or something else; and the measures of a range.
import type { Span } from '../../model/index.js';
import { type CutClause, core, cutSentences } from './clauses.js';
import { endOf, type Grammar } from './lexicon.js';

export interface ClauseReading extends Span {
  kind: 'action' | 'focus' | 'leadIn' | 'copula' | 'other';
  /** A modal of the speaker's commitment (将, 要 …) stands before it. */
  committed: boolean;
  /** 了, 已, a growth rate: it is reported, not intended. */
  past: boolean;
  /** What stands before the action names a party or a speaker. */
  attributed: boolean;
}

const FOCUS_LIMIT = 60;
/** What is to be reached in numbers is a target; what is to be built in numbers is a measure too. */
const NUMERIC_TARGET =
  /^(?:力争|确保|争取|实现|达到|保持|完成|建成|形成)[^，。]{0,30}\d|^(?![将把]).*(?:达到?|超过?|突破|增长|下降|提高到|提高至|降至|降到)[^，。]{0,12}\d[^的]*$|^(?:增加|减少|提高|降低|缩短|扩大)了?\d/u;
const MANNER = /^以.{2,40}(?:为|作为).{1,8}$/u;
/** 年底前…, 到2025年…: dated, so a milestone or a target. */
const DATED =
  /^(?:力争|确保|争取)?(?:到|在|于)?(?:(?:今年|明年|\d{4}年)(?:底|末)?(?:之?前|，|,)?|年?底前|年内|\d{1,2}月(?:底|末)前)/u;
/** Behind an action this narrows what the action funds: 实施攻关计划，聚焦…等方向. */
const NARROWING = /(?:等|重点)方向$/u;
/** What a budget sets aside by year is an act, not a state to be reached. */
const SET_ASIDE = /安排|拨付|下达|设立|筹集/u;
const RECAPITULATION = /上述|以上各?项|这[些几]个?方面/u;
const COPULA_INSIDE = /(?<![就而还但不于凡只总若或正特其别])是(?!否|非)/u;

export function readClause(text: string, clause: Span, g: Grammar): ClauseReading {
  const { end } = clause;
  let at = clause.start;
  let committed = false;
  let attributed = false;
  const reading = (kind: ClauseReading['kind'], start: number): ClauseReading => ({
    kind,
    start,
    end: trimmedEnd(text, start, end, g),
    committed,
    past: isPast(text.slice(start, end), g),
    attributed,
  });
  for (let step = 0; step < 12 && at < end; step++) {
    while (at < end && /[\s“"‘·—\-•●]/.test(text[at]!) && !quotedObject(text, at, end)) at++;
    const action = within(endOf(g.actionAt, text, at), end);
    if (action > 0 && end - at >= 4 && (end > action || end - at >= 4))
      return refuse(reading('action', at), text, g);
    if (committed && within(endOf(g.focusMeasureAt, text, at), end) > 0) return reading('focus', at);
    if (within(endOf(g.framed, text, at), end) > 0) return refuse(reading('action', at), text, g);
    if (text[at] === '对' && g.closed.test(text.slice(at, end)))
      return refuse(reading('action', at), text, g);
    const modal = within(endOf(g.modalAt, text, at), end);
    if (modal > 0) {
      committed = true;
      at = modal;
      continue;
    }
    const connective = within(Math.max(endOf(g.connectiveAt, text, at), endOf(g.yearsAt, text, at)), end);
    if (connective > 0) {
      at = connective;
      continue;
    }
    // 由省工信厅统筹推进 says who does it.
    if (!attributed && text[at] !== '由') {
      const actor = within(Math.max(endOf(g.actorAt, text, at), endOf(g.namedActorAt, text, at)), end);
      if (actor > 0 && leadsToAction(text, actor, end, g)) {
        attributed = true;
        at = actor;
        continue;
      }
    }
    const later = laterModal(text, at, end, g);
    if (later > 0) {
      attributed = true;
      at = later;
      continue;
    }
    if (endOf(g.copulaAt, text, at) > 0) {
      // 对X的贷款，给予贴息: without a judgement 对 only names whom the next clause is about.
      const words = text.slice(at, end);
      return reading(words.startsWith('对') && !g.appraisal.test(words) ? 'leadIn' : 'copula', at);
    }
    if (within(endOf(g.joinerAt, text, at), end) > 0) return refuse(reading('action', at), text, g);
    if (endOf(g.leadInAt, text, at) > 0)
      return actsInManner(text, at, end, g) ? refuse(reading('action', at), text, g) : reading('leadIn', at);
    if (within(endOf(g.plainAdverbAt, text, at), end) > 0) return refuse(reading('action', at), text, g);
    break;
  }
  return reading('other', clause.start);
}

/** 以X为抓手推进Y and 按照X分级推进 act; 以X为主线 does not. */
function actsInManner(text: string, at: number, end: number, g: Grammar): boolean {
  const words = text.slice(at, Math.min(end, at + FOCUS_LIMIT));
  if (MANNER.test(words)) return false;
  if (g.joined.test(words)) return true;
  if (end - at > FOCUS_LIMIT || g.mannerNoun.test(words)) return false;
  const verb = g.mannerVerb.exec(words);
  return g.mannerOfAct.test(words) || (verb !== null && verb.index >= 3 && words.length - verb.index >= 4);
}

/** A noun phrase that happens to begin with a verb, or that states how something is, is no action. */
function refuse(reading: ClauseReading, text: string, g: Grammar): ClauseReading {
  const words = text.slice(reading.start, reading.end);
  const states = g.state.test(words) && endOf(g.causativeAt, text, reading.start) < 0;
  const judged = g.judgement.test(words) || (!reading.committed && COPULA_INSIDE.test(words));
  return states || judged ? { ...reading, kind: judged ? 'copula' : 'other' } : reading;
}

/** After a party: at once, or behind connectives, an action or a modal. */
function leadsToAction(text: string, at: number, end: number, g: Grammar): boolean {
  for (let step = 0; step < 4; step++) {
    if (within(endOf(g.actionAt, text, at), end) > 0 || within(endOf(g.modalAt, text, at), end) > 0)
      return true;
    const connective = within(Math.max(endOf(g.connectiveAt, text, at), endOf(g.yearsAt, text, at)), end);
    if (connective < 0) return false;
    at = connective;
  }
  return false;
}

/** Where the words after a modal begin that stands further right in the clause: 金壮龙提出要|培育…. */
function laterModal(text: string, at: number, end: number, g: Grammar): number {
  const window = text.slice(at, Math.min(end, at + 40));
  const found = g.modalThenAction.exec(window);
  return found === null ? -1 : at + found.index;
}

function within(position: number, end: number): number {
  return position > 0 && position <= end ? position : -1;
}

/** A quotation mark that opens the object itself (“十四五”规划) is not skipped, one that opens speech is. */
function quotedObject(text: string, at: number, end: number): boolean {
  return text[at] === '“' && text.slice(at, Math.min(end, at + FOCUS_LIMIT)).includes('”');
}

function isPast(words: string, g: Grammar): boolean {
  const plain = words.replace(g.exceptions, '');
  return g.past.test(plain) || plain.includes('了');
}

/** Leaves out （…负责） and the like at the end of a clause. */
function trimmedEnd(text: string, start: number, end: number, g: Grammar): number {
  const words = text.slice(start, end);
  const bracket = /[（(【[][^（(【[]*[）)】\]]$/u.exec(words);
  return bracket !== null && bracket.index > 0 && g.responsibility.test(bracket[0])
    ? start + bracket.index
    : end;
}

export interface MeasureRange extends Span {
  /** Inside a list of work an action needs no modal; elsewhere it does. */
  committed: boolean;
}

/** The measures of a range, in order. */
export function measuresOf(text: string, range: MeasureRange, g: Grammar): Span[] {
  const out: Span[] = [];
  for (const sentence of cutSentences(text, range.start, range.end))
    out.push(...measuresOfSentence(text, sentence, range.committed, g));
  return out;
}

export function measuresOfSentence(
  text: string,
  sentence: readonly CutClause[],
  committedBefore: boolean,
  g: Grammar,
): Span[] {
  const out: (Span & { committed: boolean })[] = [];
  const first = sentence[0]!;
  const reports = endOf(g.pastFrameAt, text, first.start) > 0;
  let committed = committedBefore && !reports;
  let described = false;
  let open = false;
  for (const [index, clause] of sentence.entries()) {
    const reading = readClause(text, clause, g);
    const last = out.at(-1);
    if (reading.committed) {
      committed = true;
      described = false;
    }
    if (clause.mark === ':' || clause.mark === '：') {
      const words = text.slice(clause.start, clause.end);
      if (g.speech.test(words.slice(-4))) continue;
    }
    if (reading.kind === 'copula') {
      // What stood before was the subject: 加快发展…，是…的重要举措.
      while (out.length > 0 && !out.at(-1)!.committed) out.pop();
      described = true;
      open = false;
      continue;
    }
    if (
      reading.kind === 'other' &&
      open &&
      last !== undefined &&
      /^\d/.test(text.slice(clause.start, clause.end))
    ) {
      last.end = clause.end;
      continue;
    }
    const words = text.slice(reading.start, reading.end);
    const narrows: boolean =
      open &&
      endOf(g.focusMeasureAt, text, clause.start) > 0 &&
      NARROWING.test(text.slice(clause.start, clause.end));
    const action: boolean = reading.kind === 'action' || reading.kind === 'focus' || narrows;
    open =
      action &&
      committed &&
      !described &&
      !reading.past &&
      !NUMERIC_TARGET.test(words) &&
      !RECAPITULATION.test(words) &&
      (!DATED.test(text.slice(clause.start, clause.start + 16)) || SET_ASIDE.test(words));
    if (!open) {
      if (reading.kind === 'other' && COPULA_INSIDE.test(words) && !reading.committed) described = true;
      continue;
    }
    const before = sentence[index - 1];
    const joined = before !== undefined && g.companion.test(text.slice(before.start, before.end));
    out.push({
      start: joined ? before.start : narrows ? clause.start : reading.start,
      end: reading.end,
      committed: reading.committed,
    });
  }
  return out.map(({ start, end }) => ({ start, end }));
}

/** The measures without those whose wording stood there before. */
export function distinct(text: string, measures: readonly Span[]): Span[] {
  const seen = new Set<string>();
  return measures.filter((measure) => {
    const key = core(text.slice(measure.start, measure.end));
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
