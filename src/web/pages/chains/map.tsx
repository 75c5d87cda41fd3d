// The layered map: stages from upstream to downstream, nodes in them, edges of what is chosen; a node opens its dossier.
import { Button, Drawer, Input, Select, Spin, Tag, Typography } from 'antd';
import { type KeyboardEvent, useMemo, useState } from 'react';
import type { ChainMapAnswer, ChainsSummary } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart, PlainTable } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { money } from './amounts.js';
import { Dossier } from './dossier.js';

const NETWORK = '~network';
const COLUMN = 176;
const GAP = 56;
const NODE = 26;
const STEP = 34;
const HEAD = 44;
/** Nodes of a column that are drawn unless it is opened, and edges that are drawn when nothing is chosen. */
const SHOWN = 14;
const EDGES = 180;
const LETTERS = 11;

export default function MapView({ summary }: { summary: ChainsSummary }) {
  const { words } = useLanguage();
  const say = words.chains;
  const first = summary.chains[0]?.name ?? (summary.network ? NETWORK : '');
  const [chain, setChain] = useQueryValue('chain', first);
  const [home, setHome] = useQueryValue('home');
  const path =
    chain === ''
      ? null
      : `/chains/map?chain=${encodeURIComponent(chain)}${home ? `&home=${encodeURIComponent(home)}` : ''}`;
  const { data, error, refetch } = useAnswer<ChainMapAnswer>(path);
  if (first === '') return <Empty>{say.none}</Empty>;
  return (
    <div className="stack">
      <div className="filters">
        <label className="filter">
          <span className="filter-label">{say.chain}</span>
          <Select
            size="small"
            aria-label={say.chain}
            style={{ minWidth: 220 }}
            value={chain}
            options={[
              ...summary.chains.map(({ name }) => ({ value: name, label: name })),
              ...(summary.network ? [{ value: NETWORK, label: say.network }] : []),
            ]}
            onChange={setChain}
          />
        </label>
        <label className="filter">
          <span className="filter-label">{say.home}</span>
          <Select
            size="small"
            aria-label={say.home}
            style={{ minWidth: 130 }}
            value={home === '' ? null : home}
            placeholder={say.noHome}
            allowClear
            options={(data?.areas ?? []).map((area) => ({ value: area, label: area }))}
            onChange={(next) => setHome(next ?? null)}
          />
        </label>
        {data && (
          <>
            <Tag>{say.nodesEdges(data.nodes.length, data.edges.length)}</Tag>
            <Tag color="red">
              {say.gapsFound(
                data.nodes.reduce(
                  (sum, { gaps }) => sum + gaps.filter(({ state }) => state === 'met').length,
                  0,
                ),
              )}
            </Tag>
          </>
        )}
      </div>
      {error && <Failed failure={error} again={() => refetch()} />}
      {data ? <Layers map={data} /> : !error && <Spin />}
    </div>
  );
}

function Layers({ map }: { map: ChainMapAnswer }) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const [chosenId, setChosen] = useQueryValue('node');
  const [text, setText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const chosen = map.nodes.findIndex(({ id }) => id === chosenId);
  const stageName = (stage: number) => {
    const name = map.stages[stage]?.name ?? null;
    const third = ['~upstream', '~midstream', '~downstream'].indexOf(name ?? '');
    return third >= 0 ? say.tiers[third]! : (name ?? say.stage(stage + 1));
  };
  const drawn = useMemo(() => layout(map, chosen, text.trim(), open), [map, chosen, text, open]);
  const near = useMemo(() => {
    const found = new Set<number>();
    if (chosen >= 0)
      for (const { from, to } of map.edges) {
        if (from === chosen) found.add(to);
        if (to === chosen) found.add(from);
      }
    return found;
  }, [map, chosen]);
  const edges = map.edges.filter(
    ({ from, to, way }) =>
      (way !== 'level' || from === chosen || to === chosen) &&
      drawn.at.has(from) &&
      drawn.at.has(to) &&
      (chosen >= 0
        ? from === chosen || to === chosen || map.edges.length <= EDGES
        : map.edges.length <= EDGES),
  );
  const width = map.columns * (COLUMN + GAP) - GAP + 24;
  const source = (
    <SourceLine source={map.files.join('、')} unit={map.unit} period={map.period} synthetic={map.synthetic} />
  );
  return (
    <>
      <div className="tools">
        <Input
          size="small"
          type="search"
          allowClear
          style={{ width: 200 }}
          aria-label={say.find}
          placeholder={say.find}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Typography.Text type="secondary">{say.pickNode}</Typography.Text>
      </div>
      <section className="chain-scroll" tabIndex={0} aria-label={say.views.map}>
        <svg
          className="chain-map"
          width={width}
          height={drawn.height}
          role="group"
          aria-label={say.views.map}
        >
          {map.stages.map((stage, at) => {
            const from = stage.column;
            const to = (map.stages[at + 1]?.column ?? map.columns) - 1;
            const x = 12 + from * (COLUMN + GAP);
            return (
              <g key={stageName(at)}>
                <rect
                  x={x - 8}
                  y={4}
                  width={(to - from) * (COLUMN + GAP) + COLUMN + 16}
                  height={drawn.height - 8}
                  fill="none"
                  stroke="var(--rule)"
                  strokeDasharray="2 4"
                />
                <text className="stage-name" x={x} y={22}>
                  {stageName(at)}
                </text>
                <text className="quiet" x={x} y={37}>
                  {say.upstreamness} {stage.upstreamness.toFixed(2)} · {stage.nodes}
                </text>
              </g>
            );
          })}
          {edges.map(({ from, to, way }) => {
            const own = chosen >= 0 && (from === chosen || to === chosen);
            return (
              <path
                key={`${from}-${to}-${way}`}
                className={[
                  'chain-edge',
                  way === 'feedback' && 'is-feedback',
                  own && 'is-strong',
                  chosen >= 0 && !own && 'is-faint',
                ]
                  .filter(Boolean)
                  .join(' ')}
                d={curve(drawn.at.get(from)!, drawn.at.get(to)!)}
              />
            );
          })}
          {[...drawn.at].map(([i, { x, y }]) => {
            const node = map.nodes[i]!;
            const met = node.gaps.some(({ state }) => state === 'met');
            const pick = () => setChosen(i === chosen ? null : node.id);
            const faint = chosen >= 0 && i !== chosen && !near.has(i);
            const shown = node.name.length > LETTERS ? `${node.name.slice(0, LETTERS - 1)}…` : node.name;
            // What is seen begins what is said, also where the name is cut.
            const seen = shown === node.name ? '' : `${shown} ${node.makers} `;
            return (
              <g
                key={node.id}
                role="button"
                tabIndex={0}
                aria-pressed={i === chosen}
                aria-label={`${seen}${node.name}，${say.makersOf(node.makers)}${met ? `，${say.legend.gap}` : ''}`}
                className={`chain-node${i === chosen ? ' is-chosen' : ''}${faint ? ' is-faint' : ''}`}
                transform={`translate(${x} ${y})`}
                onClick={pick}
                onKeyDown={(event: KeyboardEvent) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  pick();
                }}
              >
                <rect width={COLUMN} height={NODE} rx={4} />
                <title>{`${node.name} · ${say.upstreamness} ${node.upstreamness.toFixed(2)}`}</title>
                <text x={8} y={17}>
                  {shown}
                </text>
                <text x={COLUMN - (met ? 20 : 8)} y={17} textAnchor="end">
                  {node.makers}
                </text>
                {met && <circle cx={COLUMN - 10} cy={NODE / 2} r={4} fill="#a4262c" />}
              </g>
            );
          })}
          {drawn.rest.map(({ column, left, x, y }) => (
            <g
              key={column}
              role="button"
              tabIndex={0}
              className="chain-node"
              transform={`translate(${x} ${y})`}
              onClick={() => setOpen(toggled(open, column))}
              onKeyDown={(event: KeyboardEvent) => {
                if (event.key === 'Enter') setOpen(toggled(open, column));
              }}
            >
              <rect width={COLUMN} height={NODE} rx={4} strokeDasharray="3 3" />
              <text x={8} y={17}>
                {left > 0 ? say.more(left) : say.fewer}
              </text>
            </g>
          ))}
        </svg>
      </section>
      <div className="chain-legend">
        <span>
          <i />
          {say.legend.forward}
        </span>
        <span>
          <i className="feedback" />
          {say.legend.feedback}
        </span>
        <span>
          <i className="gap" />
          {say.legend.gap}
        </span>
        <span>
          {map.definition.name[language]}：{map.definition.definition[language]}（{map.definition.source}）
        </span>
      </div>
      {source}
      {map.flows.forward.length > 0 && (
        <Chart
          name="flows"
          title={`${say.flows} · ${say.flowsBy[map.flows.by]}`}
          height={320}
          source={source}
          option={(colours) => ({
            tooltip: { trigger: 'item' },
            series: [
              {
                type: 'sankey',
                left: 8,
                right: 110,
                nodeAlign: 'left',
                data: map.stages.map((_, at) => ({ name: stageName(at) })),
                links: map.flows.forward.map(({ from, to, value }) => ({
                  source: stageName(from),
                  target: stageName(to),
                  value,
                })),
                label: { color: colours.ink },
                lineStyle: { color: 'source', opacity: 0.35 },
              },
            ],
          })}
          table={{
            head: [say.from, say.to, say.value, say.edges],
            rows: map.flows.forward.map(({ from, to, value, edges: n }) => [
              stageName(from),
              stageName(to),
              value,
              n,
            ]),
          }}
        />
      )}
      {map.flows.feedback.length > 0 && (
        <>
          <Typography.Text strong>{say.feedback}</Typography.Text>
          <PlainTable
            label={say.feedback}
            table={{
              head: [say.from, say.to, say.value, say.edges],
              rows: map.flows.feedback.map(({ from, to, value, edges: n }) => [
                stageName(from),
                stageName(to),
                map.flows.by === 'weight' ? money(value, map.unit, language) : value,
                n,
              ]),
            }}
          />
        </>
      )}
      <Drawer
        open={chosen >= 0}
        onClose={() => setChosen(null)}
        mask={false}
        size={520}
        title={chosen >= 0 ? `${say.dossier}：${map.nodes[chosen]!.name}` : ''}
        extra={
          <Button size="small" onClick={() => setChosen(null)}>
            {say.close}
          </Button>
        }
        closable={false}
      >
        {chosen >= 0 && (
          <Dossier chain={map.chain} node={map.nodes[chosen]!.id} home={map.home} pick={setChosen} />
        )}
      </Drawer>
    </>
  );
}

interface Point {
  x: number;
  y: number;
}

/** Of each column the nodes with most edges, beside those chosen, next to it or looked for. */
function layout(map: ChainMapAnswer, chosen: number, text: string, open: ReadonlySet<number>) {
  const degree = new Uint32Array(map.nodes.length);
  const wanted = new Set<number>(chosen >= 0 ? [chosen] : []);
  for (const { from, to } of map.edges) {
    degree[from]!++;
    degree[to]!++;
    if (from === chosen) wanted.add(to);
    if (to === chosen) wanted.add(from);
  }
  const columns: number[][] = Array.from({ length: map.columns }, () => []);
  for (const [i, { column, name, id }] of map.nodes.entries()) {
    columns[column]!.push(i);
    if (text !== '' && (name.includes(text) || id.includes(text))) wanted.add(i);
  }
  const at = new Map<number, Point>();
  const rest: { column: number; left: number; x: number; y: number }[] = [];
  let height = 0;
  for (const [column, nodes] of columns.entries()) {
    const x = 12 + column * (COLUMN + GAP);
    const looked = text === '' ? nodes : nodes.filter((i) => wanted.has(i));
    let shown = looked;
    if (looked.length > SHOWN && !open.has(column)) {
      const most = new Set([...looked].sort((a, b) => degree[b]! - degree[a]! || a - b).slice(0, SHOWN));
      shown = looked.filter((i) => most.has(i) || wanted.has(i));
    }
    for (const [row, i] of shown.entries()) at.set(i, { x, y: HEAD + row * STEP });
    let rows = shown.length;
    if (looked.length > SHOWN) {
      rest.push({ column, left: looked.length - shown.length, x, y: HEAD + rows * STEP });
      rows++;
    }
    height = Math.max(height, HEAD + rows * STEP + 12);
  }
  return { at, rest, height };
}

function curve(from: Point, to: Point): string {
  const [y1, y2] = [from.y + NODE / 2, to.y + NODE / 2];
  if (to.x > from.x) {
    const [x1, x2] = [from.x + COLUMN, to.x];
    const bend = Math.min(90, (x2 - x1) / 2);
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  if (to.x === from.x) {
    const x = from.x + COLUMN;
    return `M${x} ${y1} C${x + 40} ${y1} ${x + 40} ${y2} ${x} ${y2}`;
  }
  const [x1, x2] = [from.x, to.x + COLUMN];
  const bend = Math.min(90, (x1 - x2) / 2);
  return `M${x1} ${y1} C${x1 - bend} ${y1} ${x2 + bend} ${y2} ${x2} ${y2}`;
}

function toggled(open: ReadonlySet<number>, column: number): ReadonlySet<number> {
  const next = new Set(open);
  if (!next.delete(column)) next.add(column);
  return next;
}
