// Numerals as policy pages write them: 1,234.5, full-width digits, 十三, 两千零一十二, 三点五.

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const SMALL_SCALES: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const LARGE_SCALES: Record<string, number> = { 万: 1e4, 亿: 1e8 };

/** Value of a Chinese numeral, or null where the characters do not form one (十四五 is no number). */
export function chineseNumeral(text: string): number | null {
  const [whole = '', fraction] = text.split('点');
  const integer = chineseInteger(whole);
  if (integer === null || fraction === undefined) return integer;
  let value = integer;
  let unit = 0.1;
  for (const char of fraction) {
    const digit = DIGITS[char];
    if (digit === undefined) return null;
    value += digit * unit;
    unit /= 10;
  }
  return Number(value.toFixed(fraction.length));
}

function chineseInteger(text: string): number | null {
  if (text === '') return null;
  if ([...text].every((char) => char in DIGITS)) {
    if (text.length === 1) return DIGITS[text]!;
    // 二〇二一: digits read one by one. 三四 or 七八 are approximations, no numerals.
    return text.length >= 3 || /[零〇]/.test(text) ? Number([...text].map((c) => DIGITS[c]).join('')) : null;
  }
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let lastSmall = Number.POSITIVE_INFINITY;
  for (const char of text) {
    if (char in DIGITS) {
      const value = DIGITS[char]!;
      if (digit !== null && digit !== 0) return null;
      digit = value;
    } else if (char in SMALL_SCALES) {
      const scale = SMALL_SCALES[char]!;
      if (scale >= lastSmall) return null;
      section += (digit ?? 1) * scale;
      digit = null;
      lastSmall = scale;
    } else if (char in LARGE_SCALES) {
      const scale = LARGE_SCALES[char]!;
      section += digit ?? 0;
      if (section === 0 && total === 0) section = 1;
      total = scale === 1e8 ? (total + section) * scale : total + section * scale;
      section = 0;
      digit = null;
      lastSmall = Number.POSITIVE_INFINITY;
    } else return null;
  }
  if (
    digit !== null &&
    digit !== 0 &&
    lastSmall !== Number.POSITIVE_INFINITY &&
    lastSmall > 10 &&
    !/[零〇]/.test(text)
  ) {
    return null; // 百五 and the like: 一百五 means 150 in speech; not written in this genre
  }
  return total + section + (digit ?? 0);
}

/** Value of an Arabic numeral with thousands commas or full-width digits. */
export function arabicNumeral(text: string): number {
  return Number(toHalfWidth(text).replaceAll(',', ''));
}

export function toHalfWidth(text: string): string {
  return text.replace(/[０-９．，％]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0));
}
