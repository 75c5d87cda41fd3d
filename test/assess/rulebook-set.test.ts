import { describe, expect, test } from 'vitest';
import { RulebookSet, type RulebookText } from '../../src/assess/index.js';
import { UserError } from '../../src/model/index.js';
import { bent, DEMO, FILE, HEAD, ITEMS, lineOf } from './demo-rulebook.js';

const file = (name: string, content: string, from: RulebookText['from'] = 'package'): RulebookText => ({
  file: from === 'package' ? `rulebooks/${name}` : `workspace/rulebooks/${name}`,
  content,
  from,
});
const catalogue = file('items.yaml', ITEMS);
const demo = file('demo-2026.yaml', DEMO);

/** The version before: in force until 2026-04-01 for new applications, for reviews all of 2026. */
const OLD = bent(
  'inForce: {from: 2026-04-01}',
  `inForce: {from: 2022-08-01, to: 2026-04-01}
covers:
  - {application: new, from: 2022-08-01, to: 2026-04-01}
  - {application: review, from: 2022-08-01, to: 2027-01-01, note: 2026年的复核仍用旧标准}`,
  bent('示〔2026〕1号', '示〔2022〕7号', bent('id: demo-2026', 'id: demo-2022')),
).replace('status: current', 'status: superseded');
const NEW = bent(
  'status: current',
  `status: current
aliases: [示例企业, 示例单位]
supersedes: [demo-2022]
covers:
  - {application: new, from: 2026-04-01}
  - {application: review, from: 2027-01-01, confidence: DER}`,
);
const versions = [catalogue, file('demo-2022.yaml', OLD), file('demo-2026.yaml', NEW)];

const OVERLAY = `overlay: demo-gd
of: demo-2026
name: {zh: 广东省实施细则, en: Guangdong}
document: {name: 实施细则, number: 粤示〔2026〕5号, issuer: 广东省示例厅}
area: "440000"
from: 2026-06-01
status: current
confidence: V1
checked: 2026-06-01
owner: 示例处
notes: [附件由省里公布]
change:
  criteria:
    revenue: {atLeast: 1}
    staff: {clause: 细则第三条, text: 职工20人以上, item: staff, basis: lastYear, atLeast: 20, unit: 人}
  scores: {main: {entries: {energy: {manual: true}}}}
  duties: {update: {due: {yearly: 04-30}}}
`;
const overlay = file('overlays/demo-gd.yaml', OVERLAY);

const set = (...texts: RulebookText[]) => new RulebookSet(texts);
const ask = (on: string, more: Partial<Parameters<RulebookSet['choose']>[0]> = {}) =>
  ({ title: '示例', application: 'new', on, area: null, ...more }) as const;

function refusal(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the rulebook that counts', () => {
  const books = set(...versions);

  test('differs from one day to the next, and with the application', () => {
    const chosen = (on: string, application: 'new' | 'review') =>
      books.choose(ask(on, { application })).rulebook.id;
    expect(chosen('2026-03-31', 'new')).toBe('demo-2022');
    expect(chosen('2026-04-01', 'new')).toBe('demo-2026');
    expect(chosen('2026-12-31', 'review')).toBe('demo-2022');
    expect(chosen('2027-01-01', 'review')).toBe('demo-2026');
  });

  test('gives way to the one that supersedes it, though its own file knows no end', () => {
    const open = OLD.replace('2022-08-01, to: 2026-04-01', '2022-08-01')
      .replace('from: 2022-08-01, to: 2026-04-01', 'from: 2022-08-01')
      .replace('from: 2022-08-01, to: 2027-01-01', 'from: 2022-08-01');
    const books = set(
      catalogue,
      file('demo-2022.yaml', open),
      file('demo-2026.yaml', NEW, 'workspace'),
      file(
        'old.yaml',
        OVERLAY.replace('of: demo-2026', 'of: demo-2022').replace('from: 2026-06-01', 'from: 2022-09-01'),
      ),
    );
    const chosen = (on: string, application: 'new' | 'review') =>
      books.choose(ask(on, { application, area: '440000' })).rulebook;
    expect(chosen('2026-03-31', 'new').id).toBe('demo-2022');
    expect(chosen('2026-04-01', 'new').id).toBe('demo-2026');
    expect(chosen('2026-12-31', 'review')).toMatchObject({
      id: 'demo-2022',
      inForce: { from: '2022-08-01', to: '2026-04-01' },
      covers: [{ to: '2026-04-01' }, { to: '2027-01-01' }],
      source: { overlays: [{ id: 'demo-gd' }] },
    });
    expect(chosen('2027-01-01', 'review').id).toBe('demo-2026');
    const draft = file('demo-2026.yaml', NEW.replace('status: current', 'status: draft'));
    const waiting = set(catalogue, file('demo-2022.yaml', open), draft);
    expect(waiting.choose(ask('2027-05-01')).rulebook).toMatchObject({
      id: 'demo-2022',
      inForce: { to: null },
    });
  });

  test('is explained: document, days, other versions, what is inferred', () => {
    const { why } = books.choose(ask('2026-05-01'));
    expect(why.zh).toContain(
      '2026-05-01 新申请“示例”适用《示例办法》（示〔2026〕1号）：2026-04-01 起用于新申请',
    );
    expect(why.zh).toContain(
      '其他规则：示〔2022〕7号：新申请 2022-08-01 至 2026-03-31，复核 2022-08-01 至 2026-12-31',
    );
    expect(why.en).toContain('from 2026-04-01 on');
    const review = (on: string) => books.choose(ask(on, { application: 'review' })).why.zh;
    expect(review('2026-05-01')).toContain('2026年的复核仍用旧标准');
    expect(review('2027-05-01')).toContain('推断');
  });

  test('is found by its other names, whatever their quotation marks', () => {
    for (const title of ['示例企业', '“示例”单位', ' 示 例 ', '示例企业认定标准']) {
      expect(books.choose(ask('2026-05-01', { title })).rulebook.id).toBe('demo-2026');
    }
  });

  test('is not guessed for a day before any, nor for a title that is not there', () => {
    const early = refusal(() => books.choose(ask('2020-01-01')));
    expect(early.zh).toMatch(/没有适用的规则：2020-01-01 新申请“示例”.*示〔2022〕7号：新申请 2022-08-01/);
    expect(early.en).toMatch(/No rulebook .*2020-01-01/);
    expect(refusal(() => books.choose(ask('2026-05-01', { title: '示范' }))).zh).toMatch(
      /没有“示范”的规则，是否指 示例。现有：示例/,
    );
  });

  test('a word for two titles must be made clear', () => {
    const other = bent('title: 示例', 'title: 样板\naliases: [示例企业]', bent('id: demo-2026', 'id: other'));
    const both = set(...versions, file('other.yaml', other));
    expect(refusal(() => both.choose(ask('2026-05-01', { title: '示例企业' }))).zh).toContain(
      '可以指 示例、样板',
    );
    expect(both.choose(ask('2026-05-01')).rulebook.id).toBe('demo-2026');
  });

  test('a draft is not judged by unless asked for, and never goes before a current one', () => {
    const draft = file('demo-2026.yaml', bent('confidence: V2\nchecked', 'confidence: MEM\nchecked'));
    const drafted = set(catalogue, draft);
    const told = refusal(() => drafted.choose(ask('2026-05-01')));
    expect(told.zh).toMatch(/示〔2026〕1号.*草案.*--drafts/);
    expect(drafted.choose(ask('2026-05-01', { drafts: true }))).toMatchObject({ draft: true });
    const beside = file(
      'next.yaml',
      bent('status: current', 'status: draft', bent('id: demo-2026', 'id: next')),
    );
    const both = set(catalogue, beside, demo);
    expect(both.choose(ask('2026-05-01', { drafts: true }))).toMatchObject({
      rulebook: { id: 'demo-2026' },
      draft: false,
    });
  });

  test('one of the area goes before that of the country; the nearest area wins', () => {
    const local = (id: string, area: string) =>
      file(
        `${id}.yaml`,
        bent('status: current', `status: current\narea: "${area}"`, bent('id: demo-2026', `id: ${id}`)),
      );
    const books = set(catalogue, demo, local('gd', '440000'), local('sz', '440300'));
    const chosen = (area: string | null) => books.choose(ask('2026-05-01', { area })).rulebook.id;
    expect([null, '330100', '440100', '440300', '440305'].map(chosen)).toEqual([
      'demo-2026',
      'demo-2026',
      'gd',
      'sz',
      'sz',
    ]);
    expect(books.choose(ask('2026-05-01', { area: '440305' })).why.zh).toContain(
      '只在 440300 范围内适用，先于范围更大的规则',
    );
  });
});

describe('an overlay', () => {
  const books = set(catalogue, demo, overlay);
  const chosen = (on: string, area: string | null) => books.choose(ask(on, { area }));

  test('changes what it names, adds, and leaves the rest', () => {
    const { rulebook, why } = chosen('2026-07-01', '440300');
    const plain = chosen('2026-07-01', '330100').rulebook;
    const condition = (id: string) => rulebook.criteria.find((criterion) => criterion.id === id)!.condition;
    expect(condition('revenue')).toMatchObject({ atLeast: 10_000, unit: '万元' });
    expect(condition('staff')).toMatchObject({ item: 'staff', atLeast: 20 });
    expect(condition('rd')).toEqual(plain.criteria.find(({ id }) => id === 'rd')!.condition);
    expect(rulebook.pass).toEqual({
      all: ['revenue', 'rd', 'points', 'staff'].map((criterion) => ({ criterion })),
    });
    expect(rulebook.scores[0]!.entries[1]).toMatchObject({ part: 'all', most: 4, scoring: { manual: true } });
    expect(rulebook.duties[0]).toMatchObject({ text: { zh: '每年更新信息' }, due: { yearly: '04-30' } });
    expect(rulebook.source.overlays).toEqual([
      {
        id: 'demo-gd',
        file: 'rulebooks/overlays/demo-gd.yaml',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(rulebook.notes.map(({ zh }) => zh)).toEqual(['附件由省里公布']);
    expect(why.zh).toContain('叠加：广东省实施细则（440000）');
    expect(plain.criteria.map(({ id }) => id)).not.toContain('staff');
    expect(plain.source.overlays).toEqual([]);
  });

  test('a criterion it touches is no surer than the overlay', () => {
    const confidence = new Map(
      chosen('2026-07-01', '440300').rulebook.criteria.map((criterion) => [
        criterion.id,
        criterion.confidence,
      ]),
    );
    expect(Object.fromEntries(confidence)).toEqual({
      honest: 'V2',
      revenue: 'V1',
      rd: 'V2',
      points: 'V2',
      staff: 'V1',
    });
  });

  test('counts from its day on and in its area only', () => {
    const laid = (on: string, area: string | null) => chosen(on, area).rulebook.source.overlays.length;
    expect(laid('2026-05-31', '440300')).toBe(0);
    expect(laid('2026-06-01', '440300')).toBe(1);
    expect(laid('2026-06-01', '450100')).toBe(0);
    expect(laid('2026-06-01', null)).toBe(0);
    expect(chosen('2026-06-01', null).why.zh).toContain('未给出地区');
  });

  test('a nearer one is laid over a wider one', () => {
    const city = OVERLAY.replace('demo-gd', 'demo-sz')
      .replace('440000', '440300')
      .replace('atLeast: 1}', 'atLeast: 2}');
    const nearer = set(catalogue, demo, file('overlays/a-sz.yaml', city), overlay);
    const threshold = (area: string) =>
      nearer.choose(ask('2026-07-01', { area })).rulebook.criteria.find(({ id }) => id === 'revenue')!
        .condition;
    expect(threshold('440305')).toMatchObject({ atLeast: 20_000 });
    expect(threshold('440100')).toMatchObject({ atLeast: 10_000 });
  });

  test('of a year counts in that year', () => {
    const yearly = OVERLAY.replace('from: 2026-06-01', 'years: [2026, 2027]');
    const books = set(catalogue, demo, file('overlays/y.yaml', yearly));
    const laid = (on: string) => books.choose(ask(on, { area: '440000' })).rulebook.source.overlays.length;
    expect(['2026-04-01', '2027-12-31', '2028-01-01'].map(laid)).toEqual([1, 1, 0]);
  });

  test('replaces a condition of another kind, a bound of its side, and takes away what is null', () => {
    const change = `change:
  criteria:
    revenue: {over: 2}
    rd: {declared: keyField, is: true}
    points: null
`;
    const books = set(catalogue, demo, file('overlays/x.yaml', OVERLAY.replace(/change:[\s\S]*/, change)));
    const { criteria } = books.choose(ask('2026-07-01', { area: '440000' })).rulebook;
    expect(criteria.map(({ id, condition }) => [id, condition])).toEqual([
      ['honest', { flag: 'flags.dishonest', is: false }],
      ['revenue', { item: 'revenue', basis: 'lastYear', over: 20_000, unit: '万元' }],
      ['rd', { declared: 'keyField', is: true }],
    ]);
  });

  test('a draft of it is laid on only where drafts are asked for', () => {
    const draft = file('overlays/d.yaml', OVERLAY.replace('status: current', 'status: draft'));
    const books = set(catalogue, demo, draft);
    const without = books.choose(ask('2026-07-01', { area: '440000' }));
    expect(without.rulebook.source.overlays).toEqual([]);
    expect(without.why.zh).toContain('未叠加尚未核实的 广东省实施细则');
    expect(books.choose(ask('2026-07-01', { area: '440000', drafts: true }))).toMatchObject({ draft: true });
  });

  test('that is needed and not there is said, not guessed', () => {
    const wanting = file('demo-2026.yaml', bent('status: current', 'status: current\nneedsOverlay: true'));
    const books = set(catalogue, wanting, overlay);
    expect(books.choose(ask('2026-07-01', { area: '440300' })).rulebook.id).toBe('demo-2026');
    const told = refusal(() => books.choose(ask('2026-07-01', { area: '330100' })));
    expect(told.zh).toMatch(/没有适用于 330100 的地方修订。现有：广东省实施细则：地区 440000，2026-06-01 起/);
    expect(refusal(() => set(catalogue, wanting).choose(ask('2026-07-01'))).zh).toMatch(
      /未给出地区.*一份也没有/,
    );
  });

  const faults: [what: string, piece: string, by: string, at: string, reason: RegExp][] = [
    ['of no rulebook', 'of: demo-2026', 'of: demo-2027', 'of:', /没有编号为“demo-2027”的规则/],
    ['with an unknown field', 'owner', 'ovner', 'ovner', /没有“ovner”这个字段/],
    ['that changes the title', 'change:\n', 'change:\n  title: 别的\n', '  title', /修订不能改“title”/],
    [
      'with a unit that does not fit',
      'atLeast: 20, unit: 人',
      'atLeast: 20, unit: 万元',
      '    staff',
      /对不上/,
    ],
    ['with neither days nor years', 'from: 2026-06-01\n', '', 'overlay:', /应写 years.*或 from/],
    ['with years that leave a gap', 'from: 2026-06-01', 'years: [2026, 2028]', 'years', /年份应连续/],
    ['with points over the most', '{manual: true}', '{most: 5, manual: true}', '  scores', /合计 11/],
  ];
  test.each(faults)('%s is refused by the line', (_, piece, by, at, reason) => {
    const text = bent(piece, by, OVERLAY);
    const { zh, en } = refusal(() => set(catalogue, demo, file('overlays/demo-gd.yaml', text)));
    expect(zh).toMatch(reason);
    expect(zh).toContain(`rulebooks/overlays/demo-gd.yaml 第 ${lineOf(at, text)} 行`);
    expect(en).toContain('rulebooks/overlays/demo-gd.yaml, line ');
  });

  test('that adds a criterion which pass does not ask for is refused', () => {
    const explicit = file(
      'demo-2026.yaml',
      bent('pass: all', 'pass: {all: [{criterion: revenue}, {criterion: rd}]}'),
    );
    expect(refusal(() => set(catalogue, explicit, overlay)).zh).toMatch(
      /change.criteria.staff：新增的这一条不起作用/,
    );
  });

  test('that changes the same as another of the same area and days is refused', () => {
    const twin = file('overlays/twin.yaml', OVERLAY.replace('demo-gd', 'demo-gd-2'));
    expect(refusal(() => set(catalogue, demo, overlay, twin)).zh).toMatch(
      /twin.yaml 第 \d+ 行 change.criteria.revenue.atLeast：rulebooks\/overlays\/demo-gd.yaml 在同一地区/,
    );
  });

  test('outside the area of its rulebook is refused', () => {
    const local = file('demo-2026.yaml', bent('status: current', 'status: current\narea: "330000"'));
    expect(refusal(() => set(catalogue, local, overlay)).zh).toContain(
      '440000 不在规则适用的地区 330000 之内',
    );
  });
});

describe('rulebooks that do not go together are refused', () => {
  test('a circle of supersession, with the line of it', () => {
    const a = bent('status: current', 'status: current\nsupersedes: [demo-b]');
    const b = bent(
      'status: current',
      'status: draft\nsupersedes: [demo-c]',
      bent('id: demo-2026', 'id: demo-b'),
    );
    const c = bent(
      'status: current',
      'status: superseded\nsupersedes: [示〔2010〕1号, demo-2026]',
      bent('id: demo-2026', 'id: demo-c').replace('title: 示例', 'title: 旧示例'),
    );
    const { zh, en } = refusal(() => set(catalogue, file('a.yaml', a), file('b.yaml', b), file('c.yaml', c)));
    expect(zh).toBe(
      `规则文件有误：rulebooks/a.yaml 第 ${lineOf('supersedes', a)} 行 supersedes.0：取代关系成了循环：demo-2026 → demo-b → demo-c → demo-2026`,
    );
    expect(en).toContain('demo-2026 → demo-b → demo-c → demo-2026');
  });

  test('an id that is superseded must be there; a document in words need not', () => {
    const text = bent('status: current', 'status: current\nsupersedes: [工信部企业〔2018〕9号, demo-2019]');
    expect(refusal(() => set(catalogue, file('demo-2026.yaml', text))).zh).toMatch(
      /supersedes.1：没有编号为“demo-2019”的规则/,
    );
  });

  test('two that count for the same title, application, day and area', () => {
    const twin = bent('id: demo-2026', 'id: demo-twin');
    const { zh } = refusal(() => set(catalogue, demo, file('twin.yaml', twin)));
    expect(zh).toMatch(
      /rulebooks\/twin.yaml 第 \d+ 行.*2026-04-01 起与 rulebooks\/demo-2026.yaml（demo-2026）同时适用于“示例”/,
    );
    expect(() =>
      set(catalogue, demo, file('twin.yaml', twin.replace('title: 示例', 'title: 另一个'))),
    ).not.toThrow();
    expect(() =>
      set(catalogue, demo, file('twin.yaml', twin.replace('owner:', 'area: "440000"\nowner:'))),
    ).not.toThrow();
  });

  test('a level of a title that grades nothing, or has no such level', () => {
    const asking = (level: string) =>
      file(
        'demo-2026.yaml',
        bent('flag: flags.dishonest, is: false', `level: {title: 规模, oneOf: [${level}]}`),
      );
    const grading = file(
      'size.yaml',
      `${HEAD.replace('id: demo-2026', 'id: size').replace('title: 示例', 'title: 规模')}levels:
  large: {name: 大型, item: staff, basis: lastYear, atLeast: 300, unit: 人}
  small: {name: 小型, item: staff, basis: lastYear, atLeast: 20, unit: 人}
`,
    );
    expect(() => set(catalogue, asking('大型, small'), grading)).not.toThrow();
    expect(refusal(() => set(catalogue, asking('中型'), grading)).zh).toMatch(
      /gates.honest.level.oneOf.0：“规模”没有“中型”这一等级，只有：大型、小型/,
    );
    expect(refusal(() => set(catalogue, asking('大型'))).zh).toContain('没有给“规模”定级的规则');
  });

  test('one id in two files of a folder', () => {
    const again = file('again.yaml', bent('title: 示例', 'title: 再例'));
    expect(refusal(() => set(catalogue, demo, again)).zh).toContain(
      '编号“demo-2026”已用于 rulebooks/demo-2026.yaml',
    );
  });
});

describe('rulebooks of the workspace', () => {
  test('take the place of those of the package, items too, and add to them', () => {
    const own = file('mine.yaml', bent('atLeast: 0.5', 'atLeast: 3'), 'workspace');
    const more = file(
      'own.yaml',
      bent('title: 示例', 'title: 自有', bent('id: demo-2026', 'id: own')),
      'workspace',
    );
    const item = file('items.yaml', 'staff: {name: 职工, shape: yearly, unit: 人}\n', 'workspace');
    const books = set(catalogue, demo, own, more, item);
    expect(books.choose(ask('2026-05-01')).rulebook.criteria[1]!.condition).toMatchObject({
      atLeast: 30_000,
    });
    expect(books.list('2026-11-21').map(({ title, from }) => [title, from])).toEqual([
      ['示例', 'workspace'],
      ['自有', 'workspace'],
    ]);
    expect(books.items.get('staff')!.name.zh).toBe('职工');
    expect(books.items.get('revenue')!.name.zh).toBe('营业收入');
  });
});

test('the list shows status and age; after 365 days it is stale', () => {
  const books = set(...versions, overlay);
  const [current, old] = books.list('2027-11-21');
  expect(current).toMatchObject({
    id: 'demo-2026',
    status: 'current',
    draft: false,
    checked: '2026-11-21',
    ageDays: 365,
    stale: false,
    file: FILE,
    overlays: [{ id: 'demo-gd', ageDays: 538, stale: true, inForce: { from: '2026-06-01', to: null } }],
  });
  expect(old).toMatchObject({ id: 'demo-2022', status: 'superseded' });
  expect(books.list('2027-11-22')[0]).toMatchObject({ ageDays: 366, stale: true });
});
