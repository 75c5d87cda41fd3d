/** Calculated numbers, printed in the way each language counts. Numbers of a page are never printed anew. */
import type { Bilingual } from '../model/index.js';

const ZH: [number, string][] = [
  [1e12, '万亿'],
  [1e8, '亿'],
  [1e4, '万'],
];
const EN: [number, string][] = [
  [1e12, ' trillion'],
  [1e9, ' billion'],
  [1e6, ' million'],
];
const UNITS_EN: Record<string, string> = {
  元: ' yuan',
  美元: ' US dollars',
  '%': '%',
  个百分点: ' percentage points',
  家: ' firms',
  个: '',
  年: ' years',
  位: '',
  项: '',
  件: '',
  人: ' people',
  万人: ' × 10,000 people',
  户: ' firms',
  个月: ' months',
  千瓦时: ' kWh',
  吨: ' tonnes',
  吨标准煤: ' tonnes of coal equivalent',
  亩: ' mu',
  公顷: ' hectares',
  平方米: ' m²',
  平方公里: ' km²',
  台: ' units',
  辆: ' vehicles',
  套: ' sets',
  条: ' lines',
  次: ' times',
  天: ' days',
};

export function amount(value: number, unit: string): Bilingual {
  return {
    zh: `${scaled(value, ZH)}${unit}`,
    en: `${scaled(value, EN)}${singular(value, UNITS_EN[unit] ?? ` ${unit}`)}`,
  };
}

/** 1 firm, 2 firms; 1 yuan, 2 yuan. */
function singular(value: number, unit: string): string {
  return Math.abs(value) === 1 && PLURALS.has(unit) ? unit.slice(0, -1) : unit;
}

const PLURALS = new Set([
  ' firms',
  ' years',
  ' months',
  ' days',
  ' units',
  ' sets',
  ' lines',
  ' times',
  ' vehicles',
  ' percentage points',
]);

function scaled(value: number, scales: readonly [number, string][]): string {
  const [size, word] = scales.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  const digits = Math.round((value / size) * 100) / 100;
  return `${word === '' ? digits.toLocaleString('en-US') : digits}${word}`;
}
