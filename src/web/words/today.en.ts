import type { todayZh } from './today.zh.js';

export const todayEn: typeof todayZh = {};
