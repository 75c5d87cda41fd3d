import { describe, expect, it } from 'vitest';
import { cutSentences, lastStartingAtOrBefore } from '../../src/model/index.js';

const cut = (text: string) => cutSentences(text).map((s) => text.slice(s.start, s.end));

describe('sentences', () => {
  it('keep their closing quotation marks and brackets', () => {
    expect(cut('他说：“增长5.1%。”（见附表。）下半年更快！')).toEqual([
      '他说：“增长5.1%。”',
      '（见附表。）',
      '下半年更快！',
    ]);
  });

  it('have clauses, and numbers with commas and colons are no place to cut', () => {
    const text = '产值1,234亿元，三次产业之比为1.1:50.3:48.6；好于预期。';
    const [sentence] = cutSentences(text, 10);
    expect(sentence!.clauses.map((c) => [text.slice(c.start - 10, c.end - 10), c.mark])).toEqual([
      ['产值1,234亿元', '，'],
      ['三次产业之比为1.1:50.3:48.6', '；'],
      ['好于预期', '。'],
    ]);
  });

  it('are found by what stands in them', () => {
    const text = '一季度平稳。二季度回升。';
    const sentences = cutSentences(text);
    expect(lastStartingAtOrBefore(sentences, text.indexOf('回升'))).toBe(sentences[1]);
    expect(lastStartingAtOrBefore(sentences.slice(1), 0)).toBeUndefined();
  });
});
