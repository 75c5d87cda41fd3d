/** Tiers one upon the other, the base below: bars about one axis, their length the number of firms. */
import type { TierPicture } from './brief-document.js';
import { type Drawing, label, line, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, PICTURE, RUNG_CLASSES } from './theme.js';

const TOP = 24;
const STEP = 46;
const BAR = 38;
const LEAST = 4;
/** On a phone the name stands above its bar. */
const HEADING = 20;

export function tierPicture(picture: TierPicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.medium;
  const { tiers } = picture;
  const most = Math.max(1, ...tiers.map(({ value }) => value));
  const names = narrow
    ? 0
    : Math.max(...tiers.map(({ name }) => textWidth(name, drawing.lang, PICTURE.text))) + 14;
  const counts = narrow
    ? 0
    : Math.max(...tiers.map(({ detail }) => textWidth(detail ?? '', drawing.lang, PICTURE.small)), 60) + 16;
  const room = width - names - counts;
  const middle = names + room / 2;
  const step = narrow ? STEP + HEADING + 6 : STEP;
  const drawn = [...tiers.keys()].reverse().map((t, row) => {
    const { name, value, figure, detail } = tiers[t]!;
    const y = TOP + row * step;
    const top = narrow ? y + HEADING : y;
    const length = Math.max(LEAST, (value / most) * room);
    const inside = length > textWidth(String(value), 'zh', 15) + 12;
    const colour = RUNG_CLASSES[Math.min(t, RUNG_CLASSES.length - 1)]!;
    const dark = t >= 2;
    return linked(
      figure,
      drawing,
      markup`${label(name, { x: narrow ? 2 : names - 14, y: narrow ? y + 13 : y + BAR / 2 + 4, anchor: narrow ? 'start' : 'end', fill: COLOURS.ink }, drawing.lang)}<rect x="${round(middle - length / 2)}" y="${top}" width="${round(length)}" height="${BAR}" fill="${colour}"/>${label(
        value.toLocaleString('en-US'),
        {
          x: inside ? middle : middle + length / 2 + 6,
          y: top + BAR / 2 + 5,
          size: 15,
          bold: true,
          fill: inside && dark ? '#fff' : COLOURS.ink,
          anchor: inside ? 'middle' : 'start',
        },
        drawing.lang,
      )}${
        detail === null
          ? null
          : label(
              detail,
              {
                x: narrow ? width - 2 : width - counts + 12,
                y: narrow ? y + 13 : y + BAR / 2 + 4,
                size: PICTURE.small,
                anchor: narrow ? 'end' : 'start',
              },
              drawing.lang,
            )
      }`,
    );
  });
  const bottom = TOP + (tiers.length - 1) * step + (narrow ? HEADING : 0) + BAR + 2;
  return {
    width,
    height: bottom + 8,
    content: markup`${label(picture.unit, { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${drawn}${line(names, bottom, names + room, bottom, COLOURS.faint)}`,
  };
}
