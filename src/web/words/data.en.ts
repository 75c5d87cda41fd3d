import type { dataZh } from './data.zh.js';

export const dataEn: typeof dataZh = {};
