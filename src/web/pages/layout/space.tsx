// The product space: what the area has, what is recommended to it, and the rest, joined where they go together.
import { Button, Segmented, Select } from 'antd';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { boxOf, labelPlaces } from '../../../brief/label-places.js';
import { useLanguage } from '../../language.js';
import { PlainTable } from '../../parts/chart.js';
import { DARK, LIGHT } from '../../parts/chart-colours.js';
import { csvOf, type Sheet, save, savePicture } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { useShade } from '../../theme.js';
import type { Chosen } from './list.js';
import type { Seen } from './origin.js';

const PAD = 18;
const SIZE = 11;
/** Largest of what the area has that are named beside those recommended. */
const NAMED = 14;

type Mark = 'has' | 'listed' | 'other';

export function SpaceView({ seen, chosen }: { seen: Seen; chosen: Chosen }) {
  const { words, language } = useLanguage();
  const { dark } = useShade();
  const say = words.layout;
  const id = useId();
  const { space, area } = seen;
  const [view, setView] = useQueryValue('space', 'chart');
  const [links, setLinks] = useQueryValue('links', 'strong');
  const [zoom, setZoom] = useQueryValue('zoom', '1');
  const place = useRef<HTMLDivElement>(null);
  const picture = useRef<SVGSVGElement>(null);
  const [room, setRoom] = useState(0);
  useEffect(() => {
    if (!place.current) return;
    const follower = new ResizeObserver(([entry]) => entry && setRoom(Math.floor(entry.contentRect.width)));
    follower.observe(place.current);
    return () => follower.disconnect();
  }, []);
  const drawable = space.nodes.every(({ x }) => x !== null);
  const times = Number(zoom) || 1;
  const narrow = room < 500 && times === 1;
  const width = Math.max(280, room) * times;
  const height = Math.max(360, Math.min(620, room * 0.62)) * times;
  const colours = dark ? DARK : LIGHT;
  const fill: Record<Mark, string> = {
    has: colours.self,
    listed: colours.fall,
    other: dark ? '#56636f' : '#b4c3cd',
  };
  const drawn = useMemo(() => {
    const rank = new Map(area.recommended.map((one) => [one.activity, one.rank]));
    const most = Math.max(...area.activities.map(({ value, has }) => (has ? value : 0)), 1e-300);
    const scale = Math.min(1, 9 / Math.sqrt(space.nodes.length));
    return space.nodes.map((node, p) => {
      const own = area.activities[p]!;
      const number = rank.get(node.activity) ?? null;
      const mark: Mark = number !== null ? 'listed' : own.has ? 'has' : 'other';
      return {
        activity: node.activity,
        p,
        x: node.x ?? 0,
        y: node.y ?? 0,
        mark,
        number,
        value: own.has ? own.value : 0,
        radius:
          mark === 'listed'
            ? 9
            : 3.2 + (narrow ? 6 : 9) * scale * Math.sqrt((own.has ? own.value : 0) / most),
      };
    });
  }, [space, area, narrow]);
  const at = useMemo(
    () =>
      drawn.map((node) => ({
        ...node,
        x: PAD + node.x * (width - 2 * PAD),
        y: PAD + node.y * (height - 2 * PAD),
      })),
    [drawn, width, height],
  );
  const chosenAt = seen.at.get(chosen.activity) ?? -1;
  const shownLinks = space.links.filter(
    ({ tree, from, to }) => tree || links === 'strong' || from === chosenAt || to === chosenAt,
  );
  const near = useMemo(() => {
    const found = new Set<number>();
    for (const { from, to } of space.links) {
      if (from === chosenAt) found.add(to);
      if (to === chosenAt) found.add(from);
    }
    return found;
  }, [space, chosenAt]);
  const names = useMemo(() => {
    const large = new Set(
      [...at]
        .filter(({ mark }) => mark === 'has')
        .sort((a, b) => b.value - a.value)
        .slice(0, NAMED * times)
        .map(({ p }) => p),
    );
    const boxes = new Map(
      at.filter(({ mark }) => mark !== 'other').map((node) => [node.p, boxOf(node.x, node.y, node.radius)]),
    );
    const wanted = at
      .filter(
        ({ p, mark }) => p === chosenAt || mark === 'listed' || large.has(p) || (times > 1 && near.has(p)),
      )
      .sort(
        (a, b) =>
          Number(b.p === chosenAt) - Number(a.p === chosenAt) ||
          Number(b.mark === 'listed') - Number(a.mark === 'listed') ||
          (a.number ?? 0) - (b.number ?? 0) ||
          b.value - a.value,
      )
      .map((node) => ({ node, words: cut(node.activity) }));
    const places = labelPlaces(
      wanted.map(({ node, words: name }) => ({
        x: node.x,
        y: node.y,
        radius: node.radius,
        width: widthOf(name),
        own: boxes.get(node.p),
      })),
      [...boxes.values()],
      { left: 0, right: width, top: 0, bottom: height },
      SIZE,
    );
    return wanted.flatMap(({ node, words: name }, i) => {
      const found = places[i];
      return found == null ? [] : [{ node, name, ...found }];
    });
  }, [at, width, height, chosenAt, times, near]);
  const table: Sheet = {
    head: [
      say.activity,
      say.state,
      say.rank,
      say.value,
      say.advantage,
      say.densityOf,
      say.gainOf,
      say.complexity,
      say.ubiquity,
    ],
    rows: space.nodes.map((node, p) => {
      const own = area.activities[p]!;
      return [
        node.activity,
        own.has ? say.states.has : own.candidate ? say.states.candidate : say.states.none,
        own.rank,
        own.value,
        own.advantage,
        own.density,
        own.gain,
        node.complexity,
        node.ubiquity,
      ];
    }),
  };
  const shownTable: Sheet = {
    head: table.head,
    rows: table.rows.map((row) =>
      row.map((cell) => (typeof cell === 'number' ? Number(cell.toPrecision(5)) : cell)),
    ),
  };
  const order: Mark[] = ['other', 'has', 'listed'];
  return (
    <figure className="chart" aria-labelledby={id}>
      <div className="chart-head">
        <strong id={id}>{say.spaceTitle}</strong>
        <div className="chart-tools">
          <Select
            size="small"
            aria-label={say.find}
            style={{ width: 190 }}
            popupMatchSelectWidth={false}
            showSearch
            allowClear
            placeholder={say.find}
            value={chosen.activity === '' ? null : chosen.activity}
            options={space.nodes.map(({ activity }) => ({ value: activity, label: activity }))}
            onChange={(next: string | null | undefined) => chosen.choose(next ?? null)}
          />
          <Segmented
            size="small"
            aria-label={say.links}
            value={links}
            options={Object.entries(say.linksOf).map(([value, label]) => ({ value, label }))}
            onChange={setLinks}
          />
          <Segmented
            size="small"
            aria-label={say.zoom}
            value={zoom}
            options={['1', '2', '4'].map((value) => ({ value, label: `${value}×` }))}
            onChange={setZoom}
          />
          <Segmented
            size="small"
            aria-label={words.parts.chart.show}
            value={view}
            options={[
              { value: 'chart', label: words.parts.chart.chart },
              { value: 'table', label: words.parts.chart.table },
            ]}
            onChange={setView}
          />
          {view === 'chart' && drawable && (
            <Button
              size="small"
              onClick={() =>
                picture.current &&
                void savePicture(`${area.area} ${say.spaceTitle}.png`, picture.current, colours.paper)
              }
            >
              {words.parts.chart.png}
            </Button>
          )}
          <Button
            size="small"
            onClick={() => save(`${area.area} ${say.spaceTitle}.csv`, csvOf(table), 'text/csv;charset=utf-8')}
          >
            {words.parts.chart.csv}
          </Button>
        </div>
      </div>
      <div ref={place}>
        {view === 'table' ? (
          <PlainTable table={shownTable} label={say.spaceTitle} />
        ) : !drawable ? (
          <Empty>{say.tooMany}</Empty>
        ) : (
          <>
            <div className="layout-legend">
              {(['has', 'listed', 'other'] as const).map((mark) => (
                <span key={mark}>
                  <i style={{ background: fill[mark] }} /> {say.spaceKey[mark]}
                </span>
              ))}
              <span>{say.size(space.source.value)}</span>
            </div>
            <section className="layout-scroll layout-space" tabIndex={0} aria-label={say.spaceTitle}>
              {room > 0 && (
                <svg
                  ref={picture}
                  width={width}
                  height={height}
                  role="group"
                  aria-label={`${area.area} ${say.spaceTitle}`}
                >
                  {shownLinks.map(({ from, to, tree }) => {
                    const own = from === chosenAt || to === chosenAt;
                    return (
                      <line
                        key={`${from}-${to}`}
                        x1={at[from]!.x}
                        y1={at[from]!.y}
                        x2={at[to]!.x}
                        y2={at[to]!.y}
                        stroke={own ? colours.self : colours.rule}
                        strokeWidth={own ? 2 : tree ? 1.3 : 0.7}
                      />
                    );
                  })}
                  {order.flatMap((mark) =>
                    at
                      .filter((node) => node.mark === mark)
                      .map((node) => (
                        <Dot
                          key={node.p}
                          node={node}
                          fill={fill[mark]}
                          rim={node.p === chosenAt ? colours.ink : colours.paper}
                          thick={node.p === chosenAt || near.has(node.p)}
                          label={`${node.activity}，${say.advantage} ${area.activities[node.p]!.advantage.toFixed(2)}`}
                          choose={() => chosen.choose(node.activity)}
                          pressed={node.p === chosenAt}
                        />
                      )),
                  )}
                  {names.map(({ node, name, left, y }) => (
                    <text
                      key={node.p}
                      x={left}
                      y={y}
                      fontSize={SIZE}
                      fill={node.mark === 'listed' || node.p === chosenAt ? colours.ink : colours.soft}
                      fontWeight={node.mark === 'listed' || node.p === chosenAt ? 600 : 400}
                      stroke={colours.paper}
                      strokeWidth={3}
                      strokeLinejoin="round"
                      paintOrder="stroke"
                      pointerEvents="none"
                    >
                      {name}
                    </text>
                  ))}
                </svg>
              )}
            </section>
          </>
        )}
      </div>
      <figcaption>
        <p className="panel-note">{say.spaceAbout}</p>
        <SourceLine
          source={`${say.source(space.source.name)}${language === 'zh' ? '；' : '; '}${space.definitions.proximity?.formula ?? ''}`}
          unit={space.source.unit}
          period={space.year === null ? null : String(space.year)}
          released={space.source.released}
          synthetic={space.source.synthetic}
        />
      </figcaption>
    </figure>
  );
}

interface Drawn {
  p: number;
  activity: string;
  x: number;
  y: number;
  radius: number;
  number: number | null;
  mark: Mark;
}

/** What is recommended can be reached by keyboard; the rest by the search above the picture. */
function Dot(props: {
  node: Drawn;
  fill: string;
  rim: string;
  thick: boolean;
  label: string;
  pressed: boolean;
  choose(): void;
}) {
  const { node, fill, rim, thick, label, pressed, choose } = props;
  const dot = (
    <>
      <title>{label}</title>
      <circle
        cx={node.x}
        cy={node.y}
        r={node.radius}
        fill={fill}
        stroke={rim}
        strokeWidth={pressed ? 2.5 : thick ? 1.6 : 0.8}
      />
    </>
  );
  if (node.number === null)
    return (
      <g className="layout-dot" onClick={choose}>
        {dot}
      </g>
    );
  return (
    <g
      className="layout-dot"
      role="button"
      tabIndex={0}
      aria-label={`${node.number}. ${label}`}
      aria-pressed={pressed}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      {dot}
      <text
        x={node.x}
        y={node.y + 4}
        fontSize={SIZE}
        fontWeight={600}
        fill="#fff"
        textAnchor="middle"
        pointerEvents="none"
      >
        {node.number}
      </text>
    </g>
  );
}

const LETTERS = 12;

function cut(name: string): string {
  const letters = [...name];
  return letters.length > LETTERS && /[\u2e80-\uffef]/.test(name)
    ? `${letters.slice(0, LETTERS - 1).join('')}…`
    : letters.length > 2 * LETTERS
      ? `${letters.slice(0, 2 * LETTERS - 1).join('')}…`
      : name;
}

/** Chinese characters are square, others a little over half as wide. */
function widthOf(name: string): number {
  let width = 0;
  for (const char of name) width += char > '\u2e80' || char === '…' ? 1 : 0.56;
  return width * SIZE;
}
