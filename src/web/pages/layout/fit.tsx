// Fit against gain of every candidate; the cross is at the medians, what is recommended is dark and named.
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { SourceLine } from '../../parts/source-line.js';
import type { Chosen } from './list.js';
import type { Seen } from './origin.js';

export function FitView({ seen, chosen }: { seen: Seen; chosen: Chosen }) {
  const { words, language } = useLanguage();
  const say = words.layout;
  const { area, space } = seen;
  const points = space.nodes.flatMap((node, p) => {
    const own = area.activities[p]!;
    return own.candidate && own.density !== null && own.gain !== null
      ? [{ name: node.activity, x: own.density, y: own.gain, total: node.total, rank: own.rank }]
      : [];
  });
  if (points.length === 0) return <Empty>{say.noGain}</Empty>;
  const listed = new Map(area.recommended.map(({ activity, rank }) => [activity, rank]));
  const most = Math.max(...points.map(({ total }) => total));
  const centre = { x: median(points.map(({ x }) => x)), y: median(points.map(({ y }) => y)) };
  const high = { x: Math.max(...points.map(({ x }) => x)), y: Math.max(...points.map(({ y }) => y)) };
  const pointOf = ({ name, x, y, total }: (typeof points)[number]) => ({
    name,
    value: [x, y, total],
    symbolSize: 6 + 18 * Math.sqrt(total / most),
  });
  const inOrder = [...points].sort((a, b) => b.total - a.total);
  return (
    <Chart
      name="fit"
      title={say.fitTitle}
      height={460}
      source={
        <>
          <p className="panel-note">{say.fitAbout}</p>
          <SourceLine
            source={`${say.source(space.source.name)}${language === 'zh' ? '；' : '; '}${space.definitions.density?.formula ?? ''}`}
            period={space.year === null ? null : String(space.year)}
            released={space.source.released}
            synthetic={space.source.synthetic}
          />
        </>
      }
      onPick={({ name }) => listed.size >= 0 && seen.at.has(name) && chosen.choose(name)}
      option={(colours) => {
        const axis = {
          axisLabel: { color: colours.soft },
          splitLine: { lineStyle: { color: colours.rule, opacity: 0.5 } },
          nameTextStyle: { color: colours.soft },
          axisLine: { onZero: false },
          scale: true,
        };
        return {
          grid: { left: 56, right: 24, top: 34, bottom: 44 },
          tooltip: {
            trigger: 'item',
            formatter: ({ name, value }: { name: string; value: number[] }) =>
              `${escaped(name)}<br>${say.densityOf} ${value[0]!.toFixed(3)}<br>${say.gainOf} ${value[1]!.toFixed(3)}${
                listed.has(name) ? `<br>${say.list} ${listed.get(name)}` : ''
              }`,
          },
          xAxis: {
            ...axis,
            type: 'value',
            name: `${say.densityOf} →`,
            nameLocation: 'middle',
            nameGap: 26,
          },
          yAxis: {
            ...axis,
            type: 'value',
            name: `↑ ${say.gainOf}`,
            nameTextStyle: { ...axis.nameTextStyle, align: 'left' },
          },
          series: [
            {
              type: 'scatter',
              name: say.states.candidate,
              data: inOrder.filter(({ name }) => !listed.has(name)).map(pointOf),
              itemStyle: {
                color: colours.series[2],
                opacity: 0.55,
                borderColor: colours.paper,
                borderWidth: 1,
              },
              markLine: {
                silent: true,
                symbol: 'none',
                precision: 8,
                label: { show: false },
                lineStyle: { color: colours.faint, type: 'solid', width: 1 },
                data: [{ xAxis: centre.x }, { yAxis: centre.y }],
              },
              markArea: {
                silent: true,
                itemStyle: { color: colours.self, opacity: 0.07 },
                label: { show: true, position: 'insideBottomRight', color: colours.self, fontWeight: 600 },
                data: [[{ name: say.corner, coord: [centre.x, centre.y] }, { coord: [high.x, high.y] }]],
              },
            },
            {
              type: 'scatter',
              name: say.list,
              data: inOrder
                .filter(({ name }) => listed.has(name))
                .map((point) => ({
                  ...pointOf(point),
                  itemStyle: {
                    borderColor: point.name === chosen.activity ? colours.ink : colours.paper,
                    borderWidth: point.name === chosen.activity ? 2.5 : 1,
                  },
                })),
              itemStyle: { color: colours.self, opacity: 0.9 },
              label: {
                show: true,
                position: 'top',
                color: colours.ink,
                fontSize: 11,
                width: 130,
                overflow: 'truncate',
                formatter: ({ name }: { name: string }) => `${listed.get(name)}. ${name}`,
              },
              labelLayout: { hideOverlap: true, moveOverlap: 'shiftY' },
            },
          ],
        };
      }}
      table={{
        head: [say.activity, say.rank, say.densityOf, say.gainOf],
        rows: [...points]
          .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
          .map(({ name, rank, x, y }) => [name, rank, Number(x.toFixed(4)), Number(y.toFixed(4))]),
      }}
    />
  );
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Names come from tables of the user. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
