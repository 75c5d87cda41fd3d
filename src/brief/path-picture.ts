/** A quantity day by day, with the band in which it lies, and a few days named. */
import type { PathPicture } from './brief-document.js';
import { type Drawing, decimals, label, line, linked, round, roundTicks, signed } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { markup } from './markup.js';
import { COLOURS, PICTURE } from './theme.js';

const TOP = 22;
const BOTTOM = 34;
const LEFT = 36;
const RIGHT = 14;
/** Points drawn along the path; more are not to be told apart. */
const POINTS = 220;

export function pathPicture({ days, marks }: PathPicture, drawing: Drawing): Drawn {
  const { width } = PICTURE;
  const height = 230;
  const last = days.length - 1;
  const values = days.flatMap(({ low, high }) => [low, high]);
  const ticks = roundTicks(Math.min(...values), Math.max(...values), 5);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const x = (day: number) => LEFT + (day / Math.max(1, last)) * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + ((high - value) / (high - low || 1)) * (height - TOP - BOTTOM);
  const step = Math.max(1, Math.ceil(days.length / POINTS));
  const shown = days
    .map((_, day) => day)
    .filter((day) => day % step === 0 || day === last || marks.some((m) => m.day === day));
  const along = (of: (day: number) => number, order: readonly number[]) =>
    order.map((day) => `${round(x(day))} ${round(y(of(day)))}`).join('L');
  const band = `M${along((day) => days[day]!.high, shown)}L${along((day) => days[day]!.low, [...shown].reverse())}Z`;
  const uncertain = days.some(({ low, high }) => high - low > 1e-9);
  const times = roundTicks(0, last, 6).filter((day) => day <= last);
  return {
    width,
    height,
    content: markup`${label('%', { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${ticks.map(
      (tick) =>
        markup`${line(LEFT, y(tick), width - RIGHT, y(tick), COLOURS.rule)}${label(
          signed(tick, decimals(ticks)),
          { x: LEFT - 6, y: y(tick) + 4, anchor: 'end', size: PICTURE.small },
          drawing.lang,
        )}`,
    )}${times.map((day) =>
      label(
        String(day),
        { x: x(day), y: height - BOTTOM + 16, anchor: 'middle', size: PICTURE.small },
        drawing.lang,
      ),
    )}${label(
      { zh: '日', en: 'day' },
      { x: width - RIGHT, y: height - 2, anchor: 'end', size: PICTURE.small },
      drawing.lang,
    )}${uncertain ? markup`<path d="${band}" fill="${COLOURS.accentSoft}"/>` : null}<path d="M${along(
      (day) => days[day]!.middle,
      shown,
    )}" fill="none" stroke="${COLOURS.accent}" stroke-width="2.2" stroke-linejoin="round"/>${marks.map(
      (mark) => {
        const right = x(mark.day) < width * 0.6;
        return linked(
          mark.figure,
          drawing,
          markup`<circle cx="${round(x(mark.day))}" cy="${round(y(mark.value))}" r="3.6" fill="#fff" stroke="${COLOURS.accent}" stroke-width="2"/>${label(
            {
              zh: `${mark.label.zh} 第${mark.day}日 ${signed(mark.value, 1)}%`,
              en: `${mark.label.en}, day ${mark.day}: ${signed(mark.value, 1)}%`,
            },
            {
              // Under the mark: the path leaves it upwards on both sides.
              x: x(mark.day) + (right ? 6 : -6),
              y: y(mark.value) + 18,
              anchor: right ? 'start' : 'end',
              fill: COLOURS.ink,
              bold: true,
              halo: true,
            },
            drawing.lang,
          )}`,
        );
      },
    )}`,
  };
}
