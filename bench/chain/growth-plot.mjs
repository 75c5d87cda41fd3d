/**
 * How cost grows: series of points on two logarithmic axes, as SVG.
 *
 * `series`: { name, colour, points: [[x, y], …] }; both axes run over whole powers of ten that hold the points.
 */
export function growthPlot({ series, xTitle, yTitle }) {
  const [width, height, left, top, right, bottom] = [720, 440, 80, 24, 150, 56];
  const points = series.flatMap((of) => of.points);
  const decades = (at) => [
    Math.floor(Math.log10(Math.min(...points.map((point) => point[at])))),
    Math.ceil(Math.log10(Math.max(...points.map((point) => point[at])))),
  ];
  const [xFrom, xTo] = decades(0);
  const [yFrom, yTo] = decades(1);
  const x = (value) => left + ((width - left - right) * (Math.log10(value) - xFrom)) / (xTo - xFrom);
  const y = (value) =>
    height - bottom - ((height - top - bottom) * (Math.log10(value) - yFrom)) / (yTo - yFrom);
  const round = (value) => Math.round(value * 10) / 10;
  const grid = [];
  for (let power = xFrom; power <= xTo; power++)
    grid.push(
      `<path d="M${round(x(10 ** power))} ${top}V${height - bottom}" stroke="#ddd"/>` +
        `<text x="${round(x(10 ** power))}" y="${height - bottom + 18}" text-anchor="middle">${(10 ** power).toLocaleString('en')}</text>`,
    );
  for (let power = yFrom; power <= yTo; power++)
    grid.push(
      `<path d="M${left} ${round(y(10 ** power))}H${width - right}" stroke="#ddd"/>` +
        `<text x="${left - 8}" y="${round(y(10 ** power)) + 4}" text-anchor="end">${Number((10 ** power).toPrecision(1))}</text>`,
    );
  const lines = series.map(({ name, colour, points: own }) => {
    const path = own.map(([px, py]) => `${round(x(px))},${round(y(py))}`);
    const [lastX, lastY] = own.at(-1);
    return (
      `<polyline points="${path.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      own
        .map(([px, py]) => `<circle cx="${round(x(px))}" cy="${round(y(py))}" r="3" fill="${colour}"/>`)
        .join('') +
      `<text x="${round(x(lastX)) + 8}" y="${round(y(lastY)) + 4}" fill="${colour}">${name}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${yTitle} over ${xTitle}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${[...grid, ...lines].join('\n')}
<text x="${(left + width - right) / 2}" y="${height - 12}" text-anchor="middle">${xTitle}</text>
<text transform="translate(20 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${yTitle}</text>
</svg>
`;
}
