// Two scenarios side by side, day by day.
import { Button, Card, Descriptions, Input, InputNumber, Select, Slider } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { ChainsSummary, ShockAsked, ShockResult } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { percent } from './amounts.js';

interface Draft {
  name: string;
  kind: 'capacity' | 'demand';
  industry: string;
  low: number;
  high: number;
  start: number;
  duration: number;
  recoveryDays: number;
  days: number;
  inventoryDays: number;
}

const SHARE = 10_000;
const TICK_MS = 120;

export default function ShockView({ summary }: { summary: ChainsSummary }) {
  const { words } = useLanguage();
  const say = words.chains;
  const [table, setTable] = useQueryValue('table', summary.ioTables[0]?.name ?? '');
  const { data: known } = useAnswer<{ industries: { code: string; name: string }[] }>(
    table === '' ? null : `/chains/industries?table=${encodeURIComponent(table)}`,
  );
  const job = useWork<ShockResult>();
  const [a, setA] = useQueryValue('a');
  const [b, setB] = useQueryValue('b');
  const drafts = useMemo((): [Draft, Draft] | null => {
    if (known === undefined || known.industries.length === 0) return null;
    const pick = (code: string, at: number) =>
      known.industries.find((one) => one.code === code)?.code ??
      known.industries[at % known.industries.length]!.code;
    const base = { kind: 'capacity' as const, start: 5, days: 365, inventoryDays: 30 };
    return [
      readDraft(a, known.industries) ?? {
        ...base,
        name: say.defaults.a,
        industry: pick('C32', 0),
        low: 30,
        high: 50,
        duration: 30,
        recoveryDays: 15,
      },
      readDraft(b, known.industries) ?? {
        ...base,
        name: say.defaults.b,
        industry: pick('D44', 1),
        low: 20,
        high: 40,
        duration: 14,
        recoveryDays: 5,
      },
    ];
  }, [known, say, a, b]);
  if (summary.ioTables.length === 0) return <Empty>{say.noTable}</Empty>;
  const set = (at: 0 | 1, change: Partial<Draft>) =>
    drafts && [setA, setB][at]!(writeDraft({ ...drafts[at], ...change }));
  return (
    <div className="stack">
      <div className="tools">
        <span>{say.ioTable}</span>
        <Select
          size="small"
          aria-label={say.ioTable}
          style={{ minWidth: 240 }}
          value={table}
          onChange={setTable}
          options={summary.ioTables.map(({ name }) => ({ value: name, label: name }))}
        />
        <Button
          size="small"
          type="primary"
          loading={job.running}
          disabled={drafts === null}
          onClick={() =>
            drafts && job.start('/chains/shock', { table, scenarios: drafts.map(asked) } satisfies ShockAsked)
          }
        >
          {say.run}
        </Button>
      </div>
      {drafts && (
        <div className="scenario-grid">
          {([0, 1] as const).map((at) => (
            <Card key={at} size="small" title={`${say.scenario} ${'AB'[at]}`}>
              <Fields
                draft={drafts[at]}
                industries={known?.industries ?? []}
                set={(change) => set(at, change)}
              />
            </Card>
          ))}
        </div>
      )}
      {job.job && job.job.state !== 'done' && <JobProgress job={job.job} />}
      {job.failure && <Failed failure={job.failure} />}
      {job.result && <Player result={job.result} />}
    </div>
  );
}

/** A scenario as the address has it; the name comes last, for it may hold anything. */
const FIELDS = ['low', 'high', 'start', 'duration', 'recoveryDays', 'days', 'inventoryDays'] as const;

function writeDraft(draft: Draft): string {
  return [draft.kind, draft.industry, ...FIELDS.map((key) => draft[key]), draft.name].join('~');
}

/** Null where it is no scenario of this table. */
function readDraft(text: string, industries: readonly { code: string }[]): Draft | null {
  const [kind, industry = '', ...rest] = text.split('~');
  const numbers = FIELDS.map((_, i) => Number(rest[i]));
  if (
    (kind !== 'capacity' && kind !== 'demand') ||
    !industries.some(({ code }) => code === industry) ||
    rest.length <= FIELDS.length ||
    !numbers.every((number) => Number.isInteger(number) && number >= 0)
  )
    return null;
  const [low, high, start, duration, recoveryDays, days, inventoryDays] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    kind,
    industry,
    low,
    high,
    start,
    duration,
    recoveryDays,
    days,
    inventoryDays,
    name: rest.slice(FIELDS.length).join('~'),
  };
}

function asked(draft: Draft): ShockAsked['scenarios'][number] {
  const { name, kind, industry, low, high, start, duration, recoveryDays, days, inventoryDays } = draft;
  const [least, most] = [Math.min(low, high) / 100, Math.max(low, high) / 100];
  return {
    name,
    days,
    inventoryDays,
    events: [{ kind, industry, start, duration, recoveryDays, loss: least === most ? least : [least, most] }],
  };
}

function Fields({
  draft,
  industries,
  set,
}: {
  draft: Draft;
  industries: readonly { code: string; name: string }[];
  set(change: Partial<Draft>): void;
}) {
  const { words } = useLanguage();
  const say = words.chains;
  const number = (
    key: keyof Draft & ('low' | 'high' | 'start' | 'duration' | 'recoveryDays' | 'days' | 'inventoryDays'),
    label: string,
    min: number,
    max: number,
  ) => (
    <label>
      {label}
      <InputNumber
        size="small"
        aria-label={label}
        min={min}
        max={max}
        value={draft[key]}
        onChange={(value) => value !== null && set({ [key]: value })}
      />
    </label>
  );
  return (
    <div className="scenario-fields">
      <label>
        {say.scenarioName}
        <Input size="small" value={draft.name} onChange={(event) => set({ name: event.target.value })} />
      </label>
      <label>
        {say.industry}
        <Select
          size="small"
          aria-label={say.industry}
          showSearch={{ optionFilterProp: 'label' }}
          value={draft.industry}
          onChange={(industry) => set({ industry })}
          options={industries.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
      </label>
      <label>
        {say.kind}
        <Select
          size="small"
          aria-label={say.kind}
          value={draft.kind}
          onChange={(kind) => set({ kind })}
          options={(['capacity', 'demand'] as const).map((value) => ({ value, label: say.kinds[value] }))}
        />
      </label>
      {number('low', say.lossLow, 0, 100)}
      {number('high', say.lossHigh, 0, 100)}
      {number('start', say.start, 1, 365)}
      {number('duration', say.duration, 1, 1095)}
      {number('recoveryDays', say.recovery, 0, 1095)}
      {number('days', say.days, 30, 1095)}
      {number('inventoryDays', say.inventory, 1, 365)}
    </div>
  );
}

function Player({ result }: { result: ShockResult }) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const days = Math.max(...result.scenarios.map((one) => one.days));
  const [day, setDay] = useState(1);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setDay((now) => (now >= days ? 1 : now + 1)), TICK_MS);
    return () => clearInterval(timer);
  }, [playing, days]);
  const { scenarios, industries, unit } = result;
  const shown = (one: { low: number; median: number; high: number }, scale = 1, digits = 0) => {
    const text = (value: number) =>
      (value * scale).toLocaleString(language === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: digits });
    return one.low === one.high
      ? text(one.median)
      : `${text(one.median)} [${text(one.low)}, ${text(one.high)}]`;
  };
  const source = (
    <SourceLine
      source={`${result.title}；${result.method.name[language]}，${result.method.source}`}
      unit={unit}
      period={result.year === null ? null : String(result.year)}
      synthetic={result.synthetic}
    />
  );
  const onDay = (at: number, industry: number) =>
    (scenarios[at]!.production[day - 1]?.[industry] ?? SHARE) / (SHARE / 100);
  // Industries that fall furthest on any day come first.
  const order = industries
    .map((_, i) => i)
    .sort(
      (a, b) =>
        Math.max(...scenarios.map((one) => one.byIndustry[b]! / (industries[b]!.output || 1))) -
        Math.max(...scenarios.map((one) => one.byIndustry[a]! / (industries[a]!.output || 1))),
    )
    .slice(0, 20);
  const names = scenarios.map(({ name }, at) => `${'AB'[at]} ${name}`);
  return (
    <>
      <div className="scenario-grid">
        {scenarios.map((one, at) => (
          <Card key={names[at]} size="small" title={names[at]}>
            <Descriptions
              size="small"
              column={1}
              items={[
                { key: 'loss', label: say.totalLoss, children: `${shown(one.loss.output)} ${unit ?? ''}` },
                { key: 'share', label: say.ofYear, children: `${shown(one.loss.outputShare, 100, 2)}%` },
                ...(one.loss.valueAdded
                  ? [
                      {
                        key: 'va',
                        label: say.valueAdded,
                        children: `${shown(one.loss.valueAdded)} ${unit ?? ''}`,
                      },
                    ]
                  : []),
                { key: 'verdict', label: say.verdict, children: say.verdicts[one.verdict ?? ''] ?? '—' },
              ]}
            />
          </Card>
        ))}
        {result.difference && (
          <Card size="small" title={say.difference}>
            {shown(result.difference)} {unit}（{say.interval(percent(result.level, 0))}）
          </Card>
        )}
      </div>
      <div className="tools">
        <Button size="small" onClick={() => setPlaying(!playing)}>
          {playing ? say.pause : say.play}
        </Button>
        <Slider
          style={{ flex: 1, minWidth: 200 }}
          min={1}
          max={days}
          value={day}
          onChange={setDay}
          ariaLabelForHandle={say.day(day)}
          tooltip={{ formatter: (value) => say.day(value ?? 1) }}
        />
        <strong>{say.day(day)}</strong>
      </div>
      <Chart
        name="path"
        title={say.pathTitle}
        source={source}
        height={260}
        option={(colours) => ({
          grid: { left: 48, right: 16, top: 32, bottom: 28 },
          legend: { top: 0, textStyle: { color: colours.ink }, data: names },
          tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${Number(value).toFixed(2)}%` },
          xAxis: { type: 'value', min: 1, max: days, axisLabel: { color: colours.soft } },
          yAxis: { type: 'value', scale: true, axisLabel: { color: colours.soft, formatter: '{value}%' } },
          series: scenarios.flatMap((one, at) => {
            const colour = [colours.self, colours.province][at]!;
            const line = (pick: 'low' | 'median' | 'high') =>
              one.path.map((interval, i) => [i + 1, 100 * interval[pick]]);
            const main = {
              type: 'line',
              name: names[at],
              showSymbol: false,
              data: line('median'),
              lineStyle: { color: colour, width: 2 },
              itemStyle: { color: colour },
              ...(at === 0 && {
                markLine: {
                  symbol: 'none',
                  silent: true,
                  label: { formatter: say.day(day), color: colours.ink },
                  lineStyle: { color: colours.warn },
                  data: [{ xAxis: day }],
                },
              }),
            };
            if (result.draws === 1) return [main];
            const edge = (pick: 'low' | 'high') => ({
              type: 'line',
              name: `${names[at]} ${pick}`,
              showSymbol: false,
              data: line(pick),
              lineStyle: { color: colour, width: 1, type: 'dotted' },
              itemStyle: { color: colour },
            });
            return [main, edge('low'), edge('high')];
          }),
        })}
        table={{
          head: [say.days, ...names.map((name) => `${name} %`)],
          rows: Array.from({ length: days }, (_, i) => [
            i + 1,
            ...scenarios.map((one) => {
              const at = one.path[i];
              return at === undefined ? null : Number((100 * at.median).toFixed(3));
            }),
          ]),
        }}
      />
      <Chart
        name="day"
        title={say.dayTitle(day)}
        source={source}
        height={24 * order.length + 60}
        option={(colours) => ({
          grid: { left: 8, right: 24, top: 28, bottom: 24, containLabel: true },
          legend: { top: 0, textStyle: { color: colours.ink } },
          tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${Number(value).toFixed(1)}%` },
          xAxis: { type: 'value', min: 0, axisLabel: { color: colours.soft, formatter: '{value}%' } },
          yAxis: {
            type: 'category',
            inverse: true,
            data: order.map((i) => industries[i]!.name),
            axisLabel: { color: colours.ink, width: 170, overflow: 'truncate' },
          },
          series: scenarios.map((_, at) => ({
            type: 'bar',
            name: names[at],
            data: order.map((i) => onDay(at, i)),
            itemStyle: { color: [colours.self, colours.province][at] },
          })),
        })}
        table={{
          head: [say.industry, ...names.map((name) => `${name} %`)],
          rows: industries.map((one, i) => [
            one.name,
            ...scenarios.map((_, at) => Number(onDay(at, i).toFixed(2))),
          ]),
        }}
      />
    </>
  );
}
