import { describe, expect, test } from 'vitest';
import { gb18030, interleaved, slipped, traditional, withPinyin, withSlips } from '../../scripts/mess.mjs';

describe('damage done to clean text', () => {
  test('GB18030 bytes decode to the same text, four-byte characters included', () => {
    const text = '编辑：陈㛃，增长3.6%，“六稳”—€';
    expect(new TextDecoder('gb18030').decode(gb18030(text))).toBe(text);
    expect(gb18030('㛃')).toHaveLength(4);
  });

  test('a run read one byte late looks as it does on real pages', () => {
    expect(slipped('保”任務(')).toBe('?！比蝿?');
    expect(slipped('企業(')).toBe('?髽I(');
  });

  test('a run is slipped only where it is unmistakable', () => {
    expect(withSlips('落實“六保”任務(wù)', ['保”任務('])).toBe('落實“六?！比蝿?wù)');
    expect(() => withSlips('任務(wù)任務(wù)', ['任務('])).toThrow('exactly once');
  });

  test('traditional script keeps every character in its place', () => {
    expect(traditional('着力优化产业')).toHaveLength(6);
    expect(withPinyin('产业', 1)).toBe('產(chǎn)業(yè)');
  });

  test('title fragments come back out in the order in which they went in', () => {
    const text = '第一,第二,第三个,第四。';
    const messed = interleaved(text, ['甲', '乙', '丙'], 4);
    expect(messed).toBe('第一,甲第二,乙第三个,第四。丙甲');
    expect(messed.replace(/[甲乙丙]/g, '')).toBe(text);
  });
});
