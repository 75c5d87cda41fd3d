// Pages that are one piece of grammar over and over: reading them ends, and says no more than there is.
import { beforeAll, expect, it } from 'vitest';
import { createReader, type Reader } from '../../src/read/index.js';
import { loadLexicons } from '../../src/store/index.js';

const HEAD = '工信部：加快发展先进制造业\n2023-03-02 10:00 来源：新华社\n\n';
const PIECES = [
  '2022年1月1日',
  '2022年3月4日发布',
  '5%、',
  '2022年',
  '广东、',
  '一是',
  '（',
  '“',
  '增长5%，',
  '市长王伟、',
  '第一条',
  '到2025年',
  '全省',
  '占',
  'A1、',
  '由5%提高到',
  '分别',
  '工程',
  '。',
];

let reader: Reader;
beforeAll(async () => {
  reader = createReader(await loadLexicons());
});

it.each(PIECES)('reads 8,000 characters of %s', async (piece) => {
  const text = HEAD + piece.repeat(Math.floor(8000 / piece.length));
  const read = await reader.read({ name: 'page.txt', bytes: Buffer.from(text) });
  // an observation takes about 600 characters of JSON; there cannot be more of them than numbers
  const numbers = text.match(/\d+/g)!.length;
  expect(read.observations.length).toBeLessThanOrEqual(numbers);
  expect(JSON.stringify(read).length).toBeLessThan(20 * text.length + 1500 * numbers);
});
