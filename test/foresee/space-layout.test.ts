import { expect, it } from 'vitest';
import { spaceLayout } from '../../src/foresee/index.js';

/** Two groups of four, close within, loosely joined by 3 and 4. */
function groups(): Float64Array {
  const n = 8;
  const phi = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const together = Math.floor(a / 4) === Math.floor(b / 4);
      phi[a * n + b] =
        a === b ? 1 : together ? 0.8 : (a === 3 && b === 4) || (a === 4 && b === 3) ? 0.3 : 0.05;
    }
  return phi;
}

it('joins all by a tree of the strongest links, and one more where it is strong', () => {
  const { links } = spaceLayout(groups(), 8);
  const tree = links.filter((link) => link.tree);
  expect(tree).toHaveLength(7);
  const between = tree.filter(({ from, to }) => Math.floor(from / 4) !== Math.floor(to / 4));
  expect(between).toEqual([{ from: 4, to: 3, tree: true }]);
  for (const { from, to } of links.filter((link) => !link.tree))
    expect(Math.floor(from / 4)).toBe(Math.floor(to / 4));
});

it('places what goes together near each other, in the frame, and always at the same place', () => {
  const one = spaceLayout(groups(), 8);
  const distance = (a: number, b: number) => Math.hypot(one.x[a]! - one.x[b]!, one.y[a]! - one.y[b]!);
  let inside = 0;
  let across = 0;
  for (let a = 0; a < 4; a++) {
    for (let b = 0; b < a; b++) inside += distance(a, b) / 6;
    for (let b = 4; b < 8; b++) across += distance(a, b) / 16;
  }
  expect(inside).toBeLessThan(across);
  for (const place of [...one.x, ...one.y]) {
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThanOrEqual(1);
  }
  expect(spaceLayout(groups(), 8)).toEqual(one);
});
