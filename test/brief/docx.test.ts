import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { clusterBrief, ledgerBrief, monthlyBrief, renderDocx } from '../../src/brief/index.js';
import { ranges } from '../../src/brief/word-notes.js';
import { lexicon as words } from '../read/across/pages.js';
import { across, china, lexicon, rules } from './brief-data.js';
import { ledgerPages, THEMES } from './ledger.js';
import { CITIES, CLUSTER, clusterFigures, LINJIANG, NATION, OTHER_CLUSTER, province } from './province.js';

/** The smallest PNG there is: what it shows is not the matter here. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
);
const rasterise = () => PNG;
const options = { lang: 'zh', today: '2024-09-21' } as const;
const figures = [
  ...province(),
  ...china()
    .units.slice(0, 12)
    .map((unit, i) => ({
      ...province()[0]!,
      id: `p${i}`,
      area: { code: unit.code, name: unit.name },
      period: '2024-01/2024-08',
    })),
];
const brief = monthlyBrief(
  {
    figures,
    area: LINJIANG,
    period: '2024-08',
    nation: NATION,
    province: null,
    parts: CITIES,
    peers: [],
    outline: china(),
    lexicon,
    across,
    rules,
  },
  options,
);

async function parts(of = brief) {
  const files = unzipSync(await renderDocx(of, { rasterise }));
  const part = (name: string) => strFromU8(files[name]!);
  return { files, part };
}

describe('the Word file', () => {
  it('has real footnotes, each called once, in order', async () => {
    const { part } = await parts();
    const called = [...part('word/document.xml').matchAll(/<w:footnoteReference w:id="(\d+)"/g)].map((m) =>
      Number(m[1]),
    );
    const defined = [
      ...part('word/footnotes.xml').matchAll(/<w:footnote(?: w:type="\w+")? w:id="(\d+)"/g),
    ].map((m) => Number(m[1]));
    expect(called.length).toBeGreaterThan(40);
    expect(called).toEqual(called.map((_, i) => i + 1));
    expect(defined).toEqual(expect.arrayContaining(called));
    expect(part('word/footnotes.xml')).toContain(
      '[1] 临江省月报（合成数据）.xlsx 指标 第68行 D “6.3”，2024-09-20 发布',
    );
    expect(part('word/footnotes.xml')).toContain('算得 6.3 − 5.8');
  });

  it('says of every row of a table which rows of the source it was written from', async () => {
    const { part } = await parts();
    expect(part('word/document.xml')).toContain('来源行');
    expect(part('word/document.xml')).toContain('138—140');
    expect(ranges([9, 3, 4, 5, 3, 12])).toBe('3—5、9、12');
  });

  it('repeats the head of a table, on A4, with page numbers and named Chinese faces', async () => {
    const { part } = await parts();
    const document = part('word/document.xml');
    expect(document.match(/<w:tblHeader\/>/g)!.length).toBe(document.match(/<w:tbl>/g)!.length);
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(part('word/footer1.xml')).toContain('PAGE');
    for (const face of ['FangSong', 'SimHei', 'SimSun'])
      expect(part('word/styles.xml') + document).toContain(`w:eastAsia="${face}"`);
  });

  it('holds each picture as SVG with a PNG for old programs', async () => {
    const { files, part } = await parts();
    const media = Object.keys(files).filter((name) => name.startsWith('word/media/'));
    const svg = media.filter((name) => name.endsWith('.svg'));
    expect(svg.length).toBeGreaterThanOrEqual(6);
    expect(part('word/document.xml').match(/<asvg:svgBlip/g)!.length).toBe(svg.length);
    expect(media.some((name) => name.endsWith('.png'))).toBe(true);
    expect(svg.every((name) => part(name).includes('合成数据'))).toBe(true);
  });

  it('marks made-up data in the head of every page and in the properties of the file', async () => {
    const { part } = await parts();
    expect(part('word/header1.xml')).toContain('合成数据');
    expect(part('docProps/core.xml')).toContain('<cp:keywords>synthetic</cp:keywords>');
    expect(part('docProps/core.xml')).toContain('2024-09-21T00:00:00Z');
  });

  it('is the same bytes for the same brief', async () => {
    const first = await renderDocx(brief, { rasterise });
    expect(Buffer.from(await renderDocx(brief, { rasterise })).equals(Buffer.from(first))).toBe(true);
  });

  it('also writes the cluster report and the ledger', async () => {
    const report = clusterBrief(
      {
        figures: clusterFigures(),
        cluster: CLUSTER,
        period: '2023',
        others: [OTHER_CLUSTER],
        lexicon,
        across,
        rules,
      },
      options,
    );
    expect((await parts(report)).part('word/document.xml')).toContain('三、主体梯度');
    const ledger = ledgerBrief(
      { documents: ledgerPages(), themes: THEMES, lexicon: words },
      { ...options, title: '台账' },
    );
    expect((await parts(ledger)).part('word/footnotes.xml')).toContain('工业运行情况');
  });
});
