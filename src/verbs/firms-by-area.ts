// How firms of an industry are spread over areas: counts, shares, location quotients, and how concentrated they are.
import { concentrationRatio, herfindahl, locationQuotients } from '../measure/index.js';
import { type Bilingual, compareText } from '../model/index.js';
import type { Codes, Workspace } from '../store/index.js';
import type { NumberOrigin } from './origins.js';

export interface FirmsByAreaAsked {
  /** A division of GB/T 4754 (C36 or 36), or the words that a list without codes uses; null for all firms. */
  industry: string | null;
  /** Provinces, or the places that the list names; null for provinces where it names more than one. */
  level: 'province' | 'place' | null;
}

export interface FirmsByArea {
  level: 'province' | 'place';
  industry: string | null;
  industries: (Bilingual & { key: string; firms: number })[];
  /** Firms in all, and those of the industry. */
  all: number;
  firms: number;
  areas: {
    area: string;
    /** Of a province; null where the list names a place that no code is known for. */
    code: string | null;
    /** Of all industries. */
    all: number;
    firms: number;
    share: number;
    /** Null where no industry is asked for. */
    quotient: number | null;
    clusters: string[];
    origins: { firms: NumberOrigin; share: NumberOrigin; quotient: NumberOrigin | null };
  }[];
  /** Null where there are no firms of the industry. */
  concentration: { hhi: number; cr3: number; origins: { hhi: NumberOrigin; cr3: NumberOrigin } } | null;
  /** Firms that name no area. */
  nowhere: number;
  synthetic: boolean;
  recordedAt: string | null;
}

/** The division of a code, else the words. */
const INDUSTRY = `coalesce(nullif(regexp_extract(industry_code, '^(?:GB/T 4754-\\d{4}:)?[A-T]?(\\d{2})', 1), ''), industry)`;
const PROVINCE = `CASE WHEN regexp_matches(coalesce(area_code, ''), '^[1-8]\\d{5}$') THEN left(area_code, 2) || '0000' END`;

export async function firmsByArea(
  workspace: Workspace,
  { areas: areaCodes, industries: industryCodes }: Codes,
  english: Readonly<Record<string, string>>,
  asked: FirmsByAreaAsked,
): Promise<FirmsByArea> {
  const rows = await workspace.query<{
    province: string | null;
    area: string | null;
    industry: string | null;
    firms: number;
  }>(
    `SELECT ${PROVINCE} AS province, area, ${INDUSTRY} AS industry, count(*)::INTEGER AS firms
     FROM enterprises WHERE revised_by IS NULL GROUP BY ALL`,
  );
  const files = await workspace.query<{ file: string; values: number; synthetic: boolean; recorded: string }>(
    `SELECT parse_filename(any_value(s.file)) AS file, count(*)::INTEGER AS values, coalesce(bool_or(s.synthetic), false) AS synthetic,
       max(e.recorded_at) AS recorded
     FROM enterprises AS e LEFT JOIN (SELECT import_id, any_value(file) AS file, bool_or(synthetic) AS synthetic FROM sources GROUP BY import_id) AS s
       ON s.import_id = e.import_id
     WHERE e.revised_by IS NULL GROUP BY e.import_id ORDER BY values DESC LIMIT 5`,
  );
  const provinces = new Map(areaCodes.list('province').map(({ code, name }) => [code, name]));
  const counts = new Map<string, number>();
  for (const { industry, firms } of rows)
    if (industry !== null) counts.set(industry, (counts.get(industry) ?? 0) + firms);
  const level =
    asked.level ?? (new Set(rows.flatMap(({ province }) => province ?? [])).size > 1 ? 'province' : 'place');
  const division =
    asked.industry === null ? null : (/^[A-T]?(\d{2})$/.exec(asked.industry)?.[1] ?? asked.industry);
  const industry = division !== null && counts.has(division) ? division : null;
  const placeOf = ({ province, area }: (typeof rows)[number]) =>
    level === 'province' && province !== null ? (provinces.get(province) ?? area) : area;
  const places = new Map<string, { code: string | null; all: number; own: number }>();
  let nowhere = 0;
  for (const row of rows) {
    const own = industry === null || row.industry === industry ? row.firms : 0;
    const place = placeOf(row);
    if (place === null) {
      nowhere += own;
      continue;
    }
    const known = places.get(place) ?? { code: row.province, all: 0, own: 0 };
    known.all += row.firms;
    known.own += own;
    places.set(place, known);
  }
  const list = [...places].sort((a, b) => b[1].own - a[1].own || compareText(a[0], b[0]));
  const sum = (of: (place: (typeof list)[number][1]) => number) =>
    list.reduce((total, [, place]) => total + of(place), 0);
  const [all, firms] = [sum((place) => place.all), sum((place) => place.own)];
  const quotients =
    industry === null || firms === 0
      ? null
      : locationQuotients({
          areas: list.map(([area]) => area),
          industries: ['own', 'rest'],
          values: Float64Array.from(list.flatMap(([, place]) => [place.own, place.all - place.own])),
        });
  const nameOf = (key: string): Bilingual => {
    const found = /^\d{2}$/.test(key) ? industryCodes.resolve(key) : null;
    const name = found?.status === 'resolved' ? found.name : key;
    return { zh: name, en: english[name] ?? name };
  };
  const label = industry === null ? '' : nameOf(industry).zh;
  const about = (
    area: string | null,
    value: number,
    unit: string,
    what: string,
  ): Omit<NumberOrigin, 'place'> => ({
    id: '',
    label: what,
    value,
    unit,
    period: null,
    area,
    industry: label || null,
    group: null,
    priceBasis: null,
    scope: null,
    released: null,
    title: null,
    publisher: null,
    synthetic: files.some(({ synthetic }) => synthetic),
    vintages: [],
  });
  const counted = (area: string | null, value: number): NumberOrigin => ({
    ...about(area, value, '家', '企业数'),
    place: {
      kind: 'reports',
      item: '企业名录',
      firms: value,
      values: value,
      files: files.map(({ file, values }) => ({ file, values })),
      counted: true,
    },
  });
  const computed = (
    area: string | null,
    value: number,
    { what, unit, formula, method }: { what: string; unit: string; formula: string; method: string },
    inputs: readonly (readonly [label: string, value: number])[],
  ): NumberOrigin => ({
    ...about(area, value, unit, what),
    place: {
      kind: 'formula',
      formula,
      method,
      inputs: inputs.map(([name, count]) => ({ id: '', label: name, value: count, unit: '家' })),
    },
  });
  const shares = firms === 0 ? [] : list.map(([, place]) => place.own / firms);
  const clusters = await workspace.clusters();
  const clusterPlace = (area: string | null) => {
    const found = area === null ? null : areaCodes.resolve(area);
    return found?.status === 'resolved' && found.code !== null && level === 'province'
      ? (provinces.get(`${found.code.slice(0, 2)}0000`) ?? area)
      : area;
  };
  return {
    level,
    industry,
    industries: [...counts]
      .map(([key, count]) => ({ key, ...nameOf(key), firms: count }))
      .sort((a, b) => b.firms - a.firms || compareText(a.key, b.key)),
    all,
    firms,
    areas: list.map(([area, place], at) => {
      const share = firms === 0 ? 0 : (100 * place.own) / firms;
      const quotient = quotients === null ? null : quotients[2 * at]!;
      return {
        area,
        code: level === 'province' ? place.code : null,
        all: place.all,
        firms: place.own,
        share,
        quotient,
        clusters: clusters.filter((cluster) => clusterPlace(cluster.area) === area).map(({ name }) => name),
        origins: {
          firms: counted(area, place.own),
          share: computed(area, share, SHARE, [
            [`${area} ${label}`, place.own],
            [`全部地区 ${label}`, firms],
          ]),
          quotient:
            quotient === null
              ? null
              : computed(area, quotient, QUOTIENT, [
                  [`e_ri ${area} ${label}`, place.own],
                  [`e_r ${area}`, place.all],
                  [`e_i 全部地区 ${label}`, firms],
                  ['e 全部地区', all],
                ]),
        },
      };
    }),
    concentration:
      shares.length === 0
        ? null
        : {
            hhi: herfindahl(shares),
            cr3: 100 * concentrationRatio(shares, 3),
            origins: {
              hhi: computed(
                null,
                herfindahl(shares),
                HHI,
                list.slice(0, 5).map(([area, place]) => [area, place.own]),
              ),
              cr3: computed(
                null,
                100 * concentrationRatio(shares, 3),
                CR3,
                list.slice(0, 3).map(([area, place]) => [area, place.own]),
              ),
            },
          },
    nowhere,
    synthetic: files.some(({ synthetic }) => synthetic),
    recordedAt:
      files
        .map(({ recorded }) => recorded)
        .sort()
        .at(-1) ?? null,
  };
}

const SHARE = { what: '占比', unit: '%', formula: '100 × e_ri / e_i', method: '企业数占比 share of firms' };
const QUOTIENT = {
  what: '区位商',
  unit: '',
  formula: 'LQ = (e_ri / e_r) / (e_i / e)',
  method: '区位商 location quotient',
};
const HHI = { what: 'HHI', unit: '', formula: 'Σ s²', method: '赫芬达尔指数 Herfindahl–Hirschman index' };
const CR3 = {
  what: '前三占比',
  unit: '%',
  formula: 's₁ + s₂ + s₃',
  method: '前三地区占比 share of the three largest areas',
};
