/** Codes, names, titles, years and units as tables write them. */
import type { IoGrid } from './grid.js';
import {
  type ColumnRole,
  columnRole,
  KIND_NAMES,
  originOf,
  plainLabel,
  type RowRole,
  rowRole,
} from './labels.js';

const HAN = /\p{Script=Han}/u;

/** `001`, `FU101`, `01T02`, `TII`: with a digit in it, or in capitals. */
export function isCode(text: string): boolean {
  return /^(?=.*\d)[\w.-]{1,14}$|^[A-Z][A-Z_]{0,11}$/.test(text.trim());
}

export function isNumeral(text: string): boolean {
  return /^\d+$/.test(text.trim());
}

/** Codes compare without leading zeros, so that 001, 01 and 1 are one industry. */
export function pairingLabel(text: string): string {
  const plain = plainLabel(text);
  return /^0+\d/.test(plain) ? plain.replace(/^0+/, '') : plain;
}

/** Without the blanks that only set Chinese words apart: `固定资本形成\n总额`, `劳动者报酬   `. */
export function spaceless(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return HAN.test(words)
    ? words.replace(/(?<=[\p{Script=Han}（）、，]) | (?=[\p{Script=Han}（）、，])/gu, '')
    : words;
}

/** Code and names among the words about an industry, the most telling first; `written` is what pairs row and column. */
export function industryNames(
  written: string,
  texts: readonly string[],
): { code: string; name: string; nameEn: string | null } {
  const code = isCode(written) ? written : (texts.find(isCode) ?? written);
  const names = texts.filter((text) => pairingLabel(text) !== pairingLabel(code) && !isNumeral(text));
  const chinese = names.find((text) => HAN.test(text));
  const english = names.find((text) => !HAN.test(text)) ?? null;
  return {
    code: spaceless(code),
    name: spaceless(chinese ?? english ?? code),
    nameEn: chinese === undefined ? null : english,
  };
}

/** Code and name among the heads of a column or the labels of a row, the innermost first. */
export function edgeNames(
  texts: readonly string[],
  role: ColumnRole | RowRole | null,
): { code: string; name: string } {
  const words = [...new Set(texts.map((text) => text.trim()))].filter(
    (text) => text !== '' && originOf(text) === null && text !== 'TOT',
  );
  const codes = words.filter(isCode);
  const code = codes.findLast((text) => columnRole([text]) ?? rowRole([text])) ?? codes.at(-1);
  const chinese = words.findLast((text) => HAN.test(text) && (role === null || !SPANS.has(plainLabel(text))));
  const english = words.findLast((text) => !HAN.test(text) && text !== code && !isNumeral(text));
  const known = role && 'kind' in role ? KIND_NAMES[role.kind] : undefined;
  const name = spaceless(chinese ?? english ?? known ?? code ?? words.at(-1) ?? '');
  return { code: code ?? name, name };
}

const SPANS = new Set(['最终使用', '中间使用', '增加值', '小计', '合计']);

/** Titles stand above the heads. */
export function titleOf(grid: IoGrid, head: number): string | null {
  for (let row = 0; row < head; row++) {
    for (let column = 0; column < Math.min(grid.width, 40); column++) {
      const text = spaceless(grid.text(row, column));
      if (/投入产出|input.?output|流量表/i.test(text)) return text.replace(/[(（]按.*$/, '').trim();
    }
  }
  return null;
}

export function yearOf(grid: IoGrid, head: number): number | null {
  for (let row = 0; row < head; row++) {
    for (let column = 0; column < Math.min(grid.width, 40); column++) {
      const year = yearIn(grid.text(row, column));
      if (year !== null) return year;
    }
  }
  return yearIn(grid.name);
}

export function yearIn(name: string): number | null {
  const year = /(?:^|\D)((?:19|20)\d\d)(?:\D|$)/.exec(name)?.[1];
  return year === undefined ? null : Number(year);
}

/** 单位：万元, not 制表单位：统计局. */
export function unitOf(grid: IoGrid, lastRow: number): string | null {
  for (let row = 0; row <= lastRow; row++) {
    for (let column = 0; column < grid.width; column++) {
      const text = grid.text(row, column);
      const unit =
        /(?:^|[^表报填位])(?:计量)?单位\s*[:：]\s*([^()（）]{1,24})/.exec(text)?.[1] ??
        /(?:^|\W)units?\s*[:：]\s*([^()（）]{1,24})/i.exec(text)?.[1] ??
        /^\(((?:in )?(?:millions?|thousands?|billions?) (?:of )?[^()]{1,20})\)$/i.exec(text)?.[1];
      if (unit !== undefined) return unit.replace(/[)）]\s*$/, '').trim();
    }
  }
  return null;
}
