// What wants attention: each kind out of a workspace made for it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importChain } from '../../src/store/index.js';
import { readChainFiles, rowsToKeep } from '../../src/verbs/index.js';
import { type Served, serve, TODAY } from './served.js';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const today = async (query = '') => {
  const answer = await served.get(`/api/v1/today${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
};

async function take(name: string, text: string, said: object) {
  const { id } = (await served.upload(name, text)).json();
  const started = await served.send('POST', `/api/v1/uploads/${id}/import`, said);
  expect((await served.ended(started.json().job.id)).state).toBe('done');
}

it('an empty workspace wants nothing', async () => {
  const told = await today();
  expect(told.today).toBe(TODAY);
  for (const kind of [
    'newFigures',
    'turns',
    'lateTargets',
    'lapsing',
    'weakLinks',
    'gaps',
    'arrivals',
    'stale',
    'rejects',
  ])
    expect(told[kind]).toEqual({ total: 0, items: [] });
});

it('turns, new and stale figures, titles that lapse, links that hang on one firm, rows to mend', async () => {
  await take(
    '增速.csv',
    '指标,时期,地区,数值,单位\n规模以上工业增加值增速,2026年1-8月,江苏省,5.6,%\n规模以上工业增加值增速,2026年1-9月,江苏省,-0.2,%\n',
    { as: 'figures', released: '2025-10-20', publisher: '省统计局' },
  );
  await take(
    '称号.csv',
    '企业名称,称号,有效期起,有效期止\n甲机械有限公司,专精特新中小企业,2023-12-31,2026-12-30\n乙机械有限公司,专精特新中小企业,2024-12-31,2027-12-30\n丙机械有限公司,,2023-01-01,2025-12-31\n',
    { as: 'titles' },
  );
  await take(
    '供应.csv',
    '供应企业,采购企业,产品,金额,单位,时期\n甲公司,乙公司,轴承,90,万元,2025年\n甲公司,丙公司,轴承,60,万元,2025年\n丁公司,丙公司,轴承,10,万元,2025年\n戊公司,丙公司,螺栓,10,万元,2025年\n',
    { as: 'links' },
  );
  const told = await today('?since=2020-01-01T00:00:00Z');
  expect(told.newFigures).toMatchObject({
    total: 2,
    items: [{ area: '江苏省', value: -0.2, industry: null }],
  });
  expect(told.arrivals).toMatchObject({
    total: 1,
    items: [{ file: '增速.csv', document: null, figures: 2, indicators: 1, latest: '2026-01/2026-09' }],
  });
  expect(told.turns).toMatchObject({
    total: 1,
    items: [{ area: '江苏省', value: -0.2, word: { zh: '由正转负' }, before: { value: 5.6 } }],
  });
  const origin = await served.get(`/api/v1/origins/${told.turns.items[0].originId}`);
  expect(origin.json()).toMatchObject({ value: -0.2, place: { kind: 'cell', file: '增速.csv', row: 3 } });
  expect(told.lapsing).toMatchObject({
    total: 1,
    items: [{ name: '甲机械有限公司', to: '2026-12-30', days: 38 }],
  });
  expect(told.weakLinks).toMatchObject({
    total: 1,
    items: [{ product: '轴承', suppliers: 2, buyers: 2, share: 150 / 160 }],
  });
  expect(told.stale.items).toMatchObject([{ file: '增速.csv', day: '2025-10-20', owner: '省统计局' }]);
  const { readings } = await readChainFiles(
    ['chain-nodes', 'chain-edges', 'chain-actors'].map((name) => `samples/chain/${name}.synthetic.csv`),
  );
  await importChain(served.workspace, rowsToKeep(readings), {
    chain: '新能源汽车',
    mapping: null,
    released: null,
    publisher: null,
    synthetic: true,
  });
  // Electric power goes into five nodes; two of its makers hold more than the threshold allows.
  expect((await today()).gaps).toMatchObject({
    total: 8,
    items: expect.arrayContaining([
      expect.objectContaining({ chain: '新能源汽车', node: '电力', id: 'N02', uses: 5 }),
    ]),
  });
  expect(told.rejects).toMatchObject({ total: 1, items: [{ file: '称号.csv', kind: 'titles', count: 1 }] });
  expect((await today('?since=2099-01-01T00:00:00Z')).newFigures.total).toBe(0);
  expect(served.defects).toEqual([]);
});

it('a target is late when its deadline has passed, a month with its last day', async () => {
  await take(
    'targets.txt',
    '会议部署重点工作\n2026-02-01\n会议强调，到2026年11月底，国家级绿色工厂达到9000家。到2026年10月底，国家级智能工厂达到500家。\n',
    { as: 'pages' },
  );
  // Today is the 22nd of November: no figure answers either, and only one of them is over.
  expect((await today()).lateTargets).toMatchObject({
    total: 1,
    items: [{ deadline: '2026-10', state: 'unknown' }],
  });
});
