// Who says what: the party named before 表示, 强调, 介绍 …, carried on until another one is named.
import type { Article } from '../article.js';
import { endOf, type Grammar } from './lexicon.js';
import { firstFrom } from './spans.js';

export interface Turn {
  start: number;
  speaker: string;
}

const REACH = 60;

/** Every place where the speaker is named or changes, in order; '' where nobody speaks any more. */
export function turnsOf(article: Article, g: Grammar): Turn[] {
  const turns: Turn[] = [];
  let last = '';
  const say = (start: number, speaker: string) => {
    if (speaker !== '') last = speaker;
    turns.push({ start, speaker });
  };
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'speaker') {
      const words = article.text.slice(paragraph.start, paragraph.end).replace(/[：:\s]+$/u, '');
      say(paragraph.start, nameIn(words, g) ?? words);
      continue;
    }
    if (paragraph.role === 'question' || paragraph.role === 'heading') {
      say(paragraph.start, paragraph.role === 'question' ? '' : last);
      continue;
    }
    if (paragraph.role === 'answer' && last !== '') continue;
    for (const sentence of paragraph.sentences) {
      for (const clause of sentence.clauses.slice(0, 6)) {
        const words = article.text.slice(clause.start, clause.end);
        const found = g.speech.exec(words.slice(0, REACH));
        if (found === null || found.index === 0 || endOf(g.connectiveAt, words, 0) >= found.index) continue;
        const behind = words.length - found.index - found[0].length;
        if (behind > 0 && endOf(g.modalAt, words, found.index + found[0].length) < 0) continue;
        if (g.cited.test(words)) continue;
        const name = nameIn(words.slice(0, found.index), g);
        if (name === null) continue;
        say(sentence.start, g.pronoun.test(name) ? last : name);
        break;
      }
    }
  }
  return turns;
}

/** 规划司司长王伟12日 → 王伟; 会议 → 会议; null where nobody is named. */
function nameIn(words: string, g: Grammar): string | null {
  const plain = words
    .replace(/[”"“]/g, '')
    .replace(/(?:\d{1,4}[年月日]){1,3}/gu, '')
    .replace(/[（(][^（）()]*[）)]/gu, '')
    .replace(/(?:在|就|对|回答|答)[^，。]*$/u, '')
    .replace(/(?:进一步|特别|还|也|同时|一再|再次|最后|并)$/u, '')
    .trim();
  const title = g.speechTitle.exec(plain);
  const rest = (title === null ? plain : plain.slice(title[0].length)).replace(/^[、：:]/, '').trim();
  if (g.pronoun.test(plain)) return plain;
  if (/^[\p{Script=Han}·]{2,4}$/u.test(rest) && (title !== null || !endsAsVerb(rest, g))) return rest;
  if (rest === '' && title !== null) return plain.length <= 20 ? plain : null;
  if (g.speakingBody.test(plain) && plain.length <= 16) return plain;
  return null;
}

function endsAsVerb(word: string, g: Grammar): boolean {
  return endOf(g.actionAt, word, 0) > 0 || endOf(g.connectiveAt, word, 0) > 0;
}

/** Who speaks at an offset of TEXT. */
export function speakerAt(turns: readonly Turn[], offset: number): string | undefined {
  const speaker = turns[firstFrom(turns, offset + 1) - 1]?.speaker;
  return speaker === undefined || speaker === '' ? undefined : speaker;
}
