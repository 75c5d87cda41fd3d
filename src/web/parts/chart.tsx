// A chart with its table a switch away, a source line, and the picture and the numbers to take home.

import { Button, Segmented, Typography } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, type ReactNode, Suspense, useId, useRef } from 'react';
import { useLanguage } from '../language.js';
import { useQueryValue } from '../router.js';
import { useShade } from '../theme.js';
import type { Canvas } from './chart-canvas.js';
import { type ChartColours, DARK, LIGHT } from './chart-colours.js';
import { csvOf, type Sheet, save } from './download.js';
import { Empty } from './empty.js';

const ChartCanvas = lazy(() => import('./chart-canvas.js'));

export interface ChartProps {
  title: string;
  /** What ECharts is to draw, in the colours of the ground it stands on. */
  option(colours: ChartColours): EChartsCoreOption;
  /** The same numbers as a table: for reading, for those who cannot see the picture, and for the download. */
  table: Sheet;
  /** A richer table than the plain one: with numbers that open their origin. */
  tableView?: ReactNode;
  source?: ReactNode;
  height?: number;
  /** What was clicked: name of the series and index in it. */
  onPick?(pick: { series: string; index: number; name: string; data: unknown }): void;
  /** Under this name in the address: chart or table. Two charts of a page need two names. */
  name?: string;
}

export function Chart(props: ChartProps) {
  const { title, option, table, tableView, source, height = 300, onPick, name = 'view' } = props;
  const { words } = useLanguage();
  const { dark } = useShade();
  const id = useId();
  const [view, setView] = useQueryValue(name, 'chart');
  const canvas = useRef<Canvas>(null);
  const say = words.parts.chart;
  return (
    <figure className="chart" aria-labelledby={id}>
      <div className="chart-head">
        <Typography.Text strong id={id}>
          {title}
        </Typography.Text>
        <div className="chart-tools">
          <Segmented
            size="small"
            aria-label={say.show}
            value={view}
            options={[
              { value: 'chart', label: say.chart },
              { value: 'table', label: say.table },
            ]}
            onChange={setView}
          />
          {view === 'chart' && (
            <Button size="small" onClick={() => canvas.current?.download(`${title}.png`)}>
              {say.png}
            </Button>
          )}
          <Button size="small" onClick={() => save(`${title}.csv`, csvOf(table), 'text/csv;charset=utf-8')}>
            {say.csv}
          </Button>
        </div>
      </div>
      {table.rows.length === 0 ? (
        <Empty>{say.noValue}</Empty>
      ) : view === 'table' ? (
        (tableView ?? <PlainTable table={table} label={title} />)
      ) : (
        <Suspense fallback={<div style={{ height }} />}>
          <ChartCanvas
            ref={canvas}
            option={option(dark ? DARK : LIGHT)}
            colours={dark ? DARK : LIGHT}
            label={title}
            height={height}
            {...(onPick && { onPick })}
          />
        </Suspense>
      )}
      {source && <figcaption>{source}</figcaption>}
    </figure>
  );
}

export function PlainTable({ table, label }: { table: Sheet; label: string }) {
  const { language } = useLanguage();
  const numbers = table.head.map((_, i) =>
    table.rows.every((row) => row[i] === null || typeof row[i] === 'number'),
  );
  return (
    // It may be wider than the page, and is then scrolled by keyboard too.
    <section className="plain-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.head.map((head, i) => (
              <th key={head} scope="col" className={numbers[i] ? 'is-number' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name and are never moved
            <tr key={index}>
              {row.map((cell, i) => (
                <td key={table.head[i]} className={numbers[i] ? 'is-number' : undefined}>
                  {cell === null
                    ? ''
                    : typeof cell === 'number'
                      ? cell.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')
                      : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
