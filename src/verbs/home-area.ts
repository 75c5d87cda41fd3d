// The home area of a chain map: a country, a province, a city; and which of the areas that data write lie in it.
import { UserError } from '../model/index.js';
import { loadCodes } from '../store/index.js';

const CHINA = /^(?:CHN|CN|中国|中华人民共和国|China|PRC|China, mainland)$/i;

export interface HomeArea {
  name: string;
  isHome: (area: string) => boolean;
}

/**
 * The area as written, or by its code: `CHN`, `北京`, `440300`. An area lies in it by the same words or, for areas of
 * GB/T 2260, by its code. Any province of the list lies in China. Words that no list knows stand for themselves where they
 * are among `written`, the areas as the map writes them; else `UserError`.
 */
export async function homeArea(words: string, written: Iterable<string | null> = []): Promise<HomeArea> {
  const { areas } = await loadCodes();
  const codeOf = (area: string) => {
    const found = areas.resolve(area);
    return found.status === 'resolved' ? found.code : null;
  };
  const known = new Map<string, boolean>();
  const within = (test: (area: string) => boolean) => (area: string) => {
    const before = known.get(area);
    if (before !== undefined) return before;
    const is = area.trim() === words.trim() || test(area.trim());
    known.set(area, is);
    return is;
  };
  if (CHINA.test(words.trim()))
    return { name: words, isHome: within((area) => CHINA.test(area) || codeOf(area) !== null) };
  const home = codeOf(words);
  if (home === null) {
    if (/^[A-Za-z][A-Za-z .,'-]*$/.test(words)) return { name: words, isHome: within(() => false) };
    for (const area of written)
      if (area?.trim() === words.trim()) return { name: words, isHome: within(() => false) };
    throw new UserError({
      zh: `--home：没有认出“${words}”。可写国家代码（CHN）、省市名称（北京、江苏）或行政区划代码（440300）。`,
      en: `--home: “${words}” is not known. Give a country code (CHN), a province or city (北京), or an area code (440300).`,
    });
  }
  const prefix = home.endsWith('0000') ? home.slice(0, 2) : home.endsWith('00') ? home.slice(0, 4) : home;
  return { name: words, isHome: within((area) => codeOf(area)?.startsWith(prefix) ?? false) };
}

/** As `homeArea`; a place that no list knows, such as one that is made up, is known by its own words alone. */
export async function anyHomeArea(words: string, written: Iterable<string | null> = []): Promise<HomeArea> {
  try {
    return await homeArea(words, written);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name: words, isHome: (area) => area.trim() === words.trim() };
  }
}
