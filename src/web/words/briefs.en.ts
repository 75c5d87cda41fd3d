import type { briefsZh } from './briefs.zh.js';

export const briefsEn: typeof briefsZh = {};
