// Shares and money as they are read.
import type { Language } from '../../language.js';

export const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)}%`;

/** Money of the links in 万元 or 亿元 where it is in 元; as it is otherwise. */
export function money(value: number, unit: string | null, language: Language): string {
  const [scaled, word] =
    unit !== '元'
      ? [value, unit ?? '']
      : Math.abs(value) >= 1e8
        ? [value / 1e8, language === 'zh' ? '亿元' : '100m yuan']
        : [value / 1e4, language === 'zh' ? '万元' : '10k yuan'];
  const digits = Math.abs(scaled) >= 100 ? 0 : 2;
  return `${scaled.toLocaleString('zh-CN', { maximumFractionDigits: digits })} ${word}`.trim();
}
