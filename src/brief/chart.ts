/** A small line chart as SVG: every point links to its sentence; the values stand beside it as text. */
import type { Bilingual } from '../model/index.js';
import type { Chart, Cited } from './brief-document.js';
import { type Markup, markup } from './markup.js';
import { CHART } from './theme.js';

/** Values over time; first, last, highest and lowest are labelled. */
export function lineChart(chart: Chart): Markup {
  const { width, height, padX, top, bottom } = CHART;
  const values = chart.points.map((p) => p.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const range = high - low || Math.abs(high) || 1;
  const x = (i: number) => round(padX + chart.positions[i]! * (width - 2 * padX));
  const y = (value: number) => round(top + (1 - (value - low) / range) * (height - top - bottom));
  const last = chart.points.length - 1;
  const labelled = new Set([0, last, values.indexOf(high), values.indexOf(low)]);
  const path = chart.points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(p.value)}`).join('');
  const anchor = (i: number) => (i === 0 ? 'start' : i === last ? 'end' : 'middle');
  /** On the side of the point where the line is not. */
  const labelY = (i: number) => {
    const next = values[i === 0 ? 1 : i === last ? last - 1 : i]!;
    const below = i === 0 || i === last ? next > values[i]! : values[i] === low;
    return round(y(values[i]!) + (below ? 19 : -10));
  };
  const zero =
    low < 0 && high > 0 ? markup`<line class="axis" x1="0" x2="${width}" y1="${y(0)}" y2="${y(0)}"/>` : null;
  const base = height - 20;
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${chart.title}">
<line class="axis" x1="0" x2="${width}" y1="${base}" y2="${base}"/>${zero}<path class="line" d="${path}"/>${chart.points.map(
    (p, i) =>
      markup`<a href="${target(p.figure)}"><circle class="dot${p.contested ? ' contested' : null}" cx="${x(i)}" cy="${y(p.value)}" r="3.5"/>${
        labelled.has(i)
          ? markup`<text class="v" x="${x(i)}" y="${labelY(i)}" text-anchor="${anchor(i)}">${plain(p.figure)}</text>`
          : null
      }</a>`,
  )}${[0, last].map((i) => timeLabel(chart.points[i]!.label, x(i), height - 4, anchor(i)))}</svg>`;
}

/** Between two values, from zero up, so that the slope is as steep as the change; the ends stand beside it. */
export function slope(chart: Chart): Markup {
  const [from, to] = chart.points.map((p) => p.value) as [number, number];
  const high = Math.max(from, to, 0);
  const low = Math.min(from, to, 0);
  const y = (value: number) => round(4 + ((high - value) / (high - low || 1)) * 56);
  return markup`<svg viewBox="0 0 140 64" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="M2 ${y(0)}V${y(from)}L138 ${y(to)}V${y(0)}Z"/><path class="line" vector-effect="non-scaling-stroke" d="M2 ${y(from)}L138 ${y(to)}"/></svg>`;
}

function timeLabel(label: Bilingual, x: number, y: number, anchor: string): Markup {
  return markup`<text class="zh" x="${x}" y="${y}" text-anchor="${anchor}">${label.zh}</text><text class="en" x="${x}" y="${y}" text-anchor="${anchor}">${label.en}</text>`;
}

function target(figure: Cited): string {
  return `#n${figure.references[0]?.note ?? ''}`;
}

function plain(figure: Cited): string {
  return typeof figure.words === 'string' ? figure.words : figure.words.zh;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
