/** Where names stand beside their dots: none over another or over a dot; those without room are left out. No I/O, no drawing. */

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface NamedDot {
  x: number;
  y: number;
  radius: number;
  /** Of the name, in pixels. */
  width: number;
  /** What the dot itself takes of the ground; its name may touch it. */
  own?: Box | undefined;
}

/**
 * The left end and the baseline of each name, in the order given, which is the order of preference; null where there is no
 * room. `taken` are dots that no name may cover.
 */
export function labelPlaces(
  dots: readonly NamedDot[],
  taken: readonly Box[],
  frame: Box,
  size: number,
): ({ left: number; y: number } | null)[] {
  const full: Box[] = [...taken];
  return dots.map(({ x, y, radius: r, width, own }) => {
    const places = [
      { left: x + r + 3, y: y + 4 },
      { left: x - r - 3 - width, y: y + 4 },
      { left: x - width / 2, y: y - r - 4 },
      { left: x - width / 2, y: y + r + 12 },
      { left: x + r - 2, y: y - r + 1 },
      { left: x + r, y: y + r + 9 },
      { left: x - r + 2 - width, y: y + r + 8 },
    ];
    for (const place of places) {
      const box = {
        left: place.left,
        right: place.left + width,
        top: place.y - size + 1,
        bottom: place.y + 2,
      };
      if (
        box.left >= frame.left &&
        box.right <= frame.right &&
        box.top >= frame.top &&
        box.bottom <= frame.bottom &&
        full.every((other) => other === own || !overlap(other, box))
      ) {
        full.push(box);
        return place;
      }
    }
    return null;
  });
}

/** The square around a dot. */
export function boxOf(x: number, y: number, radius: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function overlap(a: Box, b: Box): boolean {
  return a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;
}
