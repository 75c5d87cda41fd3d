// Shares and money as they are read.
import type { Language } from '../../language.js';
import { readable } from '../../parts/figure.js';

export const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)}%`;

/** Money of the links as money is read; as it is where it is in another unit. */
export function money(value: number, unit: string | null, language: Language): string {
  const shown = readable(value, unit, language);
  const digits = Math.abs(shown.value) >= 100 ? 0 : 2;
  const number = shown.value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en', {
    maximumFractionDigits: digits,
  });
  return `${number} ${shown.unit ?? ''}`.trim();
}
