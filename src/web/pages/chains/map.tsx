// The layered map: stages from upstream to downstream, nodes in them, edges of what is chosen; a node opens its dossier.
import { Button, Checkbox, Drawer, Input, Select, Spin, Tag, Typography } from 'antd';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ChainMapAnswer, ChainsSummary } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart, PlainTable } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { money, percent } from './amounts.js';
import { Dossier } from './dossier.js';
import { FirmEgo } from './firm-ego.js';
import { curve, cut, EDGES, layout, lightOf, mainEdges, NODE, reachOf } from './map-layout.js';

const NETWORK = '~network';
/** Of a node: its margins and the light, and a digit of the number of makers. */
const BESIDE_NAME = 32;
const DIGIT = 7;

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
  const [firm, setFirm] = useQueryValue('firm');
  const [stageList, setStages] = useQueryValue('stages');
  const [only, setOnly] = useQueryValue('only');
  const [text, setText] = useState('');
  const [hovered, setHovered] = useState(-1);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [room, setRoom] = useState(0);
  const scroller = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const follow = () => setRoom(scroller.current!.clientWidth);
    follow();
    const follower = new ResizeObserver(follow);
    follower.observe(scroller.current!);
    return () => follower.disconnect();
  }, []);
  const chosen = map.nodes.findIndex(({ id }) => id === chosenId);
  const stages = useMemo(
    () => new Set(stageList.split(',').flatMap((at) => (/^\d+$/.test(at) ? [Number(at)] : []))),
    [stageList],
  );
  const stageName = (stage: number) => {
    const name = map.stages[stage]?.name ?? null;
    const third = ['~upstream', '~midstream', '~downstream'].indexOf(name ?? '');
    return third >= 0 ? say.tiers[third]! : (name ?? say.stage(stage + 1));
  };
  const main = useMemo(() => mainEdges(map.edges), [map]);
  const active = hovered >= 0 ? hovered : chosen;
  // What stands next to a node is known by all edges, what lies beyond by those that are drawn.
  const around = useMemo(() => {
    const touching = active < 0 ? [] : map.edges.filter(({ from, to }) => from === active || to === active);
    return {
      touching,
      reach: active < 0 ? null : reachOf([...new Set([...main, ...touching])], active),
    };
  }, [map, main, active]);
  const near = useMemo(
    () =>
      new Set(
        chosen < 0
          ? []
          : map.edges.flatMap(({ from, to }) => (from === chosen ? [to] : to === chosen ? [from] : [])),
      ),
    [map, chosen],
  );
  const drawn = useMemo(
    () => layout(map, { chosen, near, text: text.trim(), open, stages, onlyGaps: only === 'gaps', room }),
    [map, chosen, near, text, open, stages, only, room],
  );
  const { reach, touching } = around;
  const isIn = (i: number) => i === active || reach === null || reach.up.has(i) || reach.down.has(i);
  /** Whether an edge lies on a way to the active node, or from it. */
  const isOnWay = (from: number, to: number) =>
    reach !== null &&
    ((reach.up.has(from) && (to === active || reach.up.has(to))) ||
      (reach.down.has(to) && (from === active || reach.down.has(from))));
  const edges = [...new Set([...main, ...touching])].filter(
    ({ from, to }) => drawn.at.has(from) && drawn.at.has(to),
  );
  const mostRisk = map.nodes.reduce((most, { risk }) => Math.max(most, risk ?? 0), 0);
  const across = map.edges.filter(({ way }) => way !== 'level').length;
  const shut = () => {
    setFirm(null);
    setChosen(null);
  };
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
        <Select
          size="small"
          mode="multiple"
          allowClear
          aria-label={say.stageFilter}
          placeholder={say.allStages}
          style={{ minWidth: 150 }}
          popupMatchSelectWidth={false}
          value={[...stages]}
          options={map.stages.map((_, at) => ({ value: at, label: stageName(at) }))}
          onChange={(next: number[]) => setStages(next.sort((a, b) => a - b).join(','))}
        />
        <Checkbox
          checked={only === 'gaps'}
          onChange={(event) => setOnly(event.target.checked ? 'gaps' : null)}
        >
          {say.onlyGaps}
        </Checkbox>
        <Typography.Text type="secondary">
          {say.pickNode}
          {across > EDGES && ` ${say.largestDrawn(EDGES, across)}`}
        </Typography.Text>
      </div>
      <section ref={scroller} className="chain-scroll" tabIndex={0} aria-label={say.views.map}>
        <svg
          className="chain-map"
          width={drawn.width}
          height={drawn.height}
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          onPointerLeave={() => setHovered(-1)}
          role="group"
          aria-label={say.views.map}
        >
          {drawn.stages.map(({ stage, x, width }) => (
            <g key={stage}>
              <rect
                x={x - 8}
                y={4}
                width={width + 16}
                height={drawn.height - 8}
                fill="none"
                stroke="var(--rule)"
                strokeDasharray="2 4"
              />
              <text className="stage-name" x={x} y={22}>
                {stageName(stage)}
              </text>
              <text className="quiet" x={x} y={37}>
                {say.upstreamness} {map.stages[stage]!.upstreamness.toFixed(2)} · {map.stages[stage]!.nodes}
              </text>
            </g>
          ))}
          {edges.map(({ from, to, way }) => {
            const own = isOnWay(from, to);
            return (
              <path
                key={`${from}-${to}-${way}`}
                className={[
                  'chain-edge',
                  way === 'feedback' && 'is-feedback',
                  own && 'is-strong',
                  own && reach!.up.has(from) && 'is-up',
                  active >= 0 && !own && 'is-faint',
                ]
                  .filter(Boolean)
                  .join(' ')}
                d={curve(drawn.at.get(from)!, drawn.at.get(to)!, drawn.column)}
              />
            );
          })}
          {[...drawn.at].map(([i, { x, y }]) => {
            const node = map.nodes[i]!;
            const light = lightOf(node);
            const pick = () => setChosen(i === chosen ? null : node.id);
            const faint = active >= 0 && !isIn(i);
            const risk = node.risk === null ? '' : `，${say.riskOf(percent(node.risk, 1))}`;
            const shown = cut(node.name, drawn.column - BESIDE_NAME - DIGIT * String(node.makers).length);
            // What is seen begins what is said, also where the name is cut.
            const seen = shown === node.name ? '' : `${shown} ${node.makers} `;
            return (
              <g
                key={node.id}
                role="button"
                tabIndex={0}
                aria-pressed={i === chosen}
                aria-label={`${seen}${node.name}，${say.makersOf(node.makers)}${light === 'none' ? '' : `，${say.lights[light]}`}${risk}`}
                className={`chain-node${i === chosen ? ' is-chosen' : ''}${faint ? ' is-faint' : ''}`}
                transform={`translate(${x} ${y})`}
                onClick={pick}
                onPointerEnter={() => setHovered(i)}
                onPointerLeave={() => setHovered(-1)}
                onKeyDown={(event: KeyboardEvent) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  pick();
                }}
              >
                <rect width={drawn.column} height={NODE} rx={4} />
                <title>{`${node.name} · ${say.upstreamness} ${node.upstreamness.toFixed(2)} · ${say.makersOf(node.makers)}${light === 'none' ? '' : ` · ${say.lights[light]}`}${risk.replace('，', ' · ')}`}</title>
                <text x={8} y={19}>
                  {shown}
                </text>
                <text x={drawn.column - 20} y={19} textAnchor="end">
                  {node.makers}
                </text>
                <circle className={`light is-${light}`} cx={drawn.column - 10} cy={NODE / 2} r={4} />
                {node.risk !== null && mostRisk > 0 && (
                  <rect
                    className="risk-bar"
                    x={1}
                    y={NODE - 4}
                    width={Math.max(1, (drawn.column - 2) * (node.risk / mostRisk))}
                    height={3}
                  />
                )}
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
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                setOpen(toggled(open, column));
              }}
            >
              <rect width={drawn.column} height={NODE} rx={4} strokeDasharray="3 3" />
              <text x={8} y={19}>
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
          <i className="up" />
          {say.legend.up}
        </span>
        <span>
          <i className="down" />
          {say.legend.down}
        </span>
        <span>
          <i className="gap" />
          {say.lights.gap}
        </span>
        <span>
          <i className="gap is-doubt" />
          {say.lights.doubt}
        </span>
        {mostRisk > 0 && (
          <span>
            <i className="risk" />
            {say.legend.risk(percent(mostRisk, 1))}
          </span>
        )}
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
        open={chosen >= 0 || firm !== ''}
        onClose={shut}
        mask={false}
        size={firm === '' ? 600 : 760}
        title={
          firm !== '' ? say.firmDossier : chosen >= 0 ? `${say.dossier}：${map.nodes[chosen]!.name}` : ''
        }
        extra={
          <>
            {firm !== '' && chosen >= 0 && (
              <Button size="small" onClick={() => setFirm(null)}>
                {say.backToNode(map.nodes[chosen]!.name)}
              </Button>
            )}{' '}
            <Button size="small" onClick={shut}>
              {say.close}
            </Button>
          </>
        }
        closable={false}
      >
        {firm !== '' ? (
          <FirmEgo id={firm} pick={setFirm} />
        ) : (
          chosen >= 0 && (
            <Dossier
              chain={map.chain}
              node={map.nodes[chosen]!.id}
              home={map.home}
              pick={setChosen}
              pickFirm={setFirm}
            />
          )
        )}
      </Drawer>
    </>
  );
}

function toggled(open: ReadonlySet<number>, column: number): ReadonlySet<number> {
  const next = new Set(open);
  if (!next.delete(column)) next.add(column);
  return next;
}
