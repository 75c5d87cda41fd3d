// An area that a brief is about, among the others.
import { type Area, areaStem, UserError } from '../../model/index.js';
import type { HeldForBriefs } from './material.js';
import { stemOf } from './report-sums.js';

/** The area, what it lies in, what it consists of and what it is ranked among. */
export function placeOf(text: string, { areas, figures }: HeldForBriefs) {
  const nation = areaOf(areas.byCode('000000')!);
  const found = areas.resolve(text);
  const known = new Map(figures.map((f) => [f.area.name, f.area]));
  if (found.status !== 'resolved') {
    // An area outside the code system, such as one that is made up: what the tables say of it is all there is.
    const own = known.get(text);
    if (own === undefined) {
      throw new UserError({
        zh: `不认得地区“${text}”：${found.why.zh}`,
        en: `area “${text}” is not known: ${found.why.en}`,
      });
    }
    const stem = areaStem(own.code ?? '');
    const parts = [...known.values()].filter(
      (a) => a.code !== own.code && stem !== '' && a.code?.startsWith(stem) === true,
    );
    return { area: own, nation, province: null, parts, peers: [], stems: stem === '' ? [] : [stem] };
  }
  const area = { code: found.code, name: found.name };
  const within = (list: readonly { code: string; name: string }[], stem: string) =>
    list.filter((a) => a.code.startsWith(stem)).map(areaOf);
  switch (found.level) {
    case 'nation':
      return {
        area,
        nation,
        province: null,
        parts: areas.list('province').map(areaOf),
        peers: [],
        stems: [''],
      };
    case 'province':
      return {
        area,
        nation,
        province: null,
        parts: within(areas.list('prefecture'), found.code.slice(0, 2)),
        stems: [found.code.slice(0, 2)],
        // National releases rank the provinces of the mainland.
        peers: areas
          .list('province')
          .filter((a) => a.code < '710000')
          .map(areaOf),
      };
    case 'prefecture': {
      const province = areas.parent(found.code);
      return {
        area,
        nation,
        province: province === null ? null : areaOf(province),
        parts: within(areas.list('county'), found.code.slice(0, 4)),
        stems: [found.code.slice(0, 4)],
        peers: within(areas.list('prefecture'), found.code.slice(0, 2)),
      };
    }
    case 'county': {
      const province = areas.byCode(found.code.slice(0, 2));
      return {
        area,
        nation,
        province: province === null ? null : areaOf(province),
        parts: [],
        stems: [found.code],
        peers: within(areas.list('county'), found.code.slice(0, 4)),
      };
    }
    case 'group': {
      const members = areas.members(found.code).map(areaOf);
      return {
        area,
        nation,
        province: null,
        parts: members,
        peers: [],
        stems: members.flatMap((member) => stemOf(member) ?? []),
      };
    }
  }
}

function areaOf({ code, name }: { code: string; name: string }): Area {
  return { code, name };
}
