import { expect, it } from 'vitest';
import { type Box, boxOf, labelPlaces } from '../../src/brief/label-places.js';

const SIZE = 11;
const FRAME: Box = { left: 0, right: 400, top: 0, bottom: 300 };

function ground(place: { left: number; y: number }, width: number): Box {
  return { left: place.left, right: place.left + width, top: place.y - SIZE + 1, bottom: place.y + 2 };
}

const apart = (a: Box, b: Box) =>
  a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;

it('no name covers another, or a dot that is not its own, or leaves the frame', () => {
  const dots = Array.from({ length: 60 }, (_, i) => ({
    x: 10 + ((i * 67) % 380),
    y: 10 + ((i * 41) % 280),
    radius: 3 + (i % 5),
    width: 30 + ((i * 13) % 70),
  })).map((dot) => ({ ...dot, own: boxOf(dot.x, dot.y, dot.radius) }));
  const taken = dots.map(({ own }) => own);
  const places = labelPlaces(dots, taken, FRAME, SIZE);
  const shown = places.flatMap((place, i) =>
    place === null ? [] : [{ i, box: ground(place, dots[i]!.width) }],
  );
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.length).toBeLessThan(60);
  for (const { i, box } of shown) {
    expect(box.left >= 0 && box.right <= 400 && box.top >= 0 && box.bottom <= 300).toBe(true);
    taken.forEach((dot, j) => {
      if (j !== i) expect(apart(dot, box)).toBe(true);
    });
    for (const other of shown) if (other.i !== i) expect(apart(other.box, box)).toBe(true);
  }
});

it('the first of two that want one place has it', () => {
  const dot = { x: 200, y: 150, radius: 4, width: 40 };
  const [alone] = labelPlaces([dot], [], FRAME, SIZE);
  const [first, second] = labelPlaces([dot, dot], [], FRAME, SIZE);
  expect(first).toEqual(alone);
  expect(second).not.toEqual(alone);
});
