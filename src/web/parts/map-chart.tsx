// A map of the provinces in the official presentation: 34 units, the dash line, the South China Sea as an inset.
import { Button, Spin, Typography } from 'antd';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { MapShapes } from '../../server/contract/map.js';
import { useAnswer } from '../api.js';
import { useLanguage } from '../language.js';
import { useShade } from '../theme.js';
import { type ChartColours, DARK, LIGHT } from './chart-colours.js';
import { csvOf, save, savePicture } from './download.js';
import { Failed } from './failed.js';
import { written } from './figure.js';

export interface MapValue {
  /** GB/T 2260 of a province. */
  code: string;
  value: number;
  marked?: boolean;
}

export interface MapChartProps {
  title: string;
  unit: string;
  values: readonly MapValue[];
  onPick?(code: string): void;
  source?: ReactNode;
}

export function MapChart({ title, unit, values, onPick, source }: MapChartProps) {
  const { words, language, colon, aside } = useLanguage();
  const { dark } = useShade();
  const id = useId();
  const picture = useRef<SVGSVGElement>(null);
  const [over, setOver] = useState<string | null>(null);
  const { data: shapes, error, refetch } = useAnswer<MapShapes>('/maps/china');
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!shapes) return <Spin />;
  const colours = dark ? DARK : LIGHT;
  const classes = mapClasses(
    values.map(({ value }) => value),
    colours,
  );
  const byCode = new Map(values.map((value) => [value.code, value]));
  const fill = (code: string) => classes.colour(byCode.get(code)?.value ?? null);
  const told = (unitOf: MapShapes['units'][number]) => {
    const value = byCode.get(unitOf.code);
    return `${unitOf.name}${colon}${value === undefined ? words.parts.map.noData : `${written(value.value, language)} ${unit}`}`;
  };
  const named = shapes.units.find(({ code }) => code === over);
  const lastKey = (code: string) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPick?.(code);
  };
  const legend = [...classes.ranges].reverse();
  return (
    <figure className="chart map-chart" aria-labelledby={id}>
      <div className="chart-head">
        <Typography.Text strong id={id}>
          {title}
          {aside(unit)}
        </Typography.Text>
        <div className="chart-tools">
          <Button
            size="small"
            onClick={() => picture.current && savePicture(`${title}.png`, picture.current, colours.paper)}
          >
            {words.parts.chart.png}
          </Button>
          <Button
            size="small"
            onClick={() =>
              save(
                `${title}.csv`,
                csvOf({
                  head: ['code', 'area', unit],
                  rows: shapes.units.map(({ code, name }) => [code, name, byCode.get(code)?.value ?? null]),
                }),
                'text/csv;charset=utf-8',
              )
            }
          >
            {words.parts.chart.csv}
          </Button>
        </div>
      </div>
      <p className="map-over" aria-live="polite">
        {named ? told(named) : ' '}
      </p>
      <svg
        ref={picture}
        viewBox={`0 0 ${shapes.width} ${shapes.height}`}
        role="group"
        aria-labelledby={id}
        className="map-picture"
      >
        {shapes.units.map((unitOf) => (
          <path
            key={unitOf.code}
            d={unitOf.d}
            fill={fill(unitOf.code)}
            fillRule="evenodd"
            stroke={over === unitOf.code ? colours.ink : colours.paper}
            strokeWidth={over === unitOf.code ? 1.4 : 0.7}
            {...(onPick
              ? {
                  role: 'button',
                  tabIndex: byCode.has(unitOf.code) ? 0 : -1,
                  onClick: () => onPick(unitOf.code),
                  onKeyDown: lastKey(unitOf.code),
                }
              : { role: 'img' })}
            aria-label={told(unitOf)}
            onMouseEnter={() => setOver(unitOf.code)}
            onMouseLeave={() => setOver(null)}
            onFocus={() => setOver(unitOf.code)}
            onBlur={() => setOver(null)}
            className={onPick ? 'map-unit is-pickable' : 'map-unit'}
          />
        ))}
        {shapes.units
          .filter(({ code }) => byCode.get(code)?.marked)
          .map(({ code, d }) => (
            <path key={code} d={d} fill="none" stroke={colours.warn} strokeWidth={1.8} pointerEvents="none" />
          ))}
        <Boundary shapes={shapes} colours={colours} />
        {shapes.units
          .filter(({ y }) => y < shapes.height)
          .map(({ code, short, x, y }) => (
            <text
              key={code}
              x={x}
              y={y + 3}
              fontSize={9.5}
              textAnchor="middle"
              pointerEvents="none"
              // Names of small units stand beside their ground.
              paintOrder="stroke"
              stroke={classes.isStrong(byCode.get(code)?.value ?? null) ? fill(code) : colours.paper}
              strokeOpacity={0.75}
              strokeWidth={2}
              strokeLinejoin="round"
              fill={
                classes.isStrong(byCode.get(code)?.value ?? null) ? (dark ? '#0d1418' : '#fff') : colours.ink
              }
            >
              {short}
            </text>
          ))}
        <Inset shapes={shapes} colours={colours} fill={fill} />
        <g aria-label={words.parts.map.legend}>
          {[...legend, null].map((range, i) => {
            const y = shapes.height - (legend.length + 1 - i) * 17 - 4;
            return (
              <g key={range?.colour ?? 'none'}>
                <rect x={8} y={y} width={20} height={12} fill={range?.colour ?? colours.map.none} />
                <text x={35} y={y + 10} fontSize={11} fill={colours.ink}>
                  {range === null
                    ? words.parts.map.noData
                    : range.from === range.to
                      ? written(range.from, language)
                      : `${written(range.from, language)} — ${written(range.to, language)}`}
                </text>
              </g>
            );
          })}
        </g>
      </svg>
      <figcaption>
        {source}
        <Typography.Paragraph className="source-line" type="secondary">
          {shapes.source[language]}
        </Typography.Paragraph>
      </figcaption>
    </figure>
  );
}

function Boundary({
  shapes,
  colours,
}: {
  shapes: Pick<MapShapes, 'lines' | 'islands'>;
  colours: ChartColours;
}) {
  const { say } = useLanguage();
  return (
    <g pointerEvents="none">
      {shapes.lines.map((d) => (
        <path
          key={d}
          d={d}
          className="boundary"
          fill="none"
          stroke={colours.ink}
          strokeWidth={1.1}
          strokeLinecap="round"
        />
      ))}
      {shapes.islands.map(({ name, x, y, side }) => (
        <g key={name.zh}>
          <circle cx={x} cy={y} r={1} fill={colours.ink} />
          <text
            x={side === 'right' ? x + 3 : x}
            y={y + { above: -2.5, below: 8, right: 3 }[side]}
            fontSize={6.5}
            textAnchor={side === 'right' ? 'start' : 'middle'}
            fill={colours.soft}
          >
            {say(name)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Inset({
  shapes: { inset },
  colours,
  fill,
}: {
  shapes: MapShapes;
  colours: ChartColours;
  fill: (code: string) => string;
}) {
  const { words, say } = useLanguage();
  if (inset === null) return null;
  const { x, y, width, height } = inset;
  return (
    <g className="inset" role="img" aria-label={words.parts.map.inset}>
      <rect x={x} y={y} width={width} height={height} fill={colours.paper} />
      {inset.units.map(({ code, d }) => (
        <path
          key={code}
          d={d}
          fill={fill(code)}
          fillRule="evenodd"
          stroke={colours.paper}
          strokeWidth={0.4}
        />
      ))}
      <Boundary shapes={inset} colours={colours} />
      <text x={inset.sea.x} y={inset.sea.y} fontSize={8} textAnchor="middle" fill={colours.soft}>
        {say(inset.sea.name)}
      </text>
      <rect x={x} y={y} width={width} height={height} fill="none" stroke={colours.faint} strokeWidth={0.8} />
    </g>
  );
}

interface MapClasses {
  ranges: { from: number; to: number; colour: string }[];
  colour(value: number | null): string;
  /** One of the two classes that stand out most. */
  isStrong(value: number | null): boolean;
}

/** Below zero is a class of its own; the rest is cut into classes of about equal size, one value never over two. */
export function mapClasses(values: readonly number[], { map }: ChartColours): MapClasses {
  const sorted = [...values].sort((a, b) => a - b);
  const falls = sorted.filter((value) => value < 0);
  const rises = sorted.filter((value) => value >= 0);
  const count = Math.min(map.rise.length - (falls.length > 0 ? 1 : 0), new Set(rises).size);
  const groups: number[][] = [];
  for (const [i, value] of rises.entries()) {
    const group = groups.at(-1);
    const due = Math.ceil((rises.length / count) * groups.length);
    if (group === undefined || (i >= due && group.at(-1) !== value && groups.length < count))
      groups.push([value]);
    else group.push(value);
  }
  const ranges = groups.map((group, i) => ({
    from: group[0]!,
    to: group.at(-1)!,
    colour: map.rise[i + map.rise.length - groups.length]!,
  }));
  if (falls.length > 0) ranges.unshift({ from: falls[0]!, to: falls.at(-1)!, colour: map.fall });
  const colour = (value: number | null) =>
    (value === null ? undefined : ranges.find(({ from, to }) => value >= from && value <= to)?.colour) ??
    map.none;
  return { ranges, colour, isStrong: (value) => map.rise.slice(3).includes(colour(value)) };
}
