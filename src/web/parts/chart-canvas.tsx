// Where ECharts draws: follows the width of the page and the shade.
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useShade } from '../theme.js';
import type { ChartColours } from './chart-colours.js';
import { init } from './chart-engine.js';
import { savePicture } from './download.js';

export interface Canvas {
  download(file: string): void;
}

interface CanvasProps {
  ref: Ref<Canvas>;
  option: EChartsCoreOption;
  colours: ChartColours;
  label: string;
  height: number;
  onPick?(pick: { series: string; index: number; name: string; data: unknown }): void;
}

export default function ChartCanvas({ ref, option, colours, label, height, onPick }: CanvasProps) {
  const { printing } = useShade();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const drawn = init(place.current!, null, { renderer: 'svg' });
    chart.current = drawn;
    drawn.on('click', (event) =>
      pick.current?.({
        series: event.seriesName ?? '',
        index: event.dataIndex,
        name: event.name,
        data: event.data,
      }),
    );
    const follower = new ResizeObserver(() => drawn.resize());
    follower.observe(place.current!);
    return () => {
      follower.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(
      {
        color: [...colours.series],
        backgroundColor: 'transparent',
        // By name: widths are measured on a canvas, which cannot inherit.
        textStyle: { color: colours.ink, fontFamily: getComputedStyle(place.current!).fontFamily },
        // A number is read where it stands; and a page that is printed or photographed has no second moment.
        animation: false,
        ...option,
      },
      { notMerge: true },
    );
  }, [option, colours]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: paper is not as wide as the screen
  useEffect(() => chart.current?.resize(), [printing]);
  useImperativeHandle(ref, () => ({
    download: (file) => {
      const svg = place.current?.querySelector('svg');
      if (svg) void savePicture(file, svg, colours.paper);
    },
  }));
  return <div ref={place} role="img" aria-label={label} style={{ height, contain: 'inline-size' }} />;
}
