// One firm of the network: its largest suppliers before it, its largest customers after it, and who could stand in.
import { Button, Spin, Typography } from 'antd';
import type { KeyboardEvent } from 'react';
import type { FirmDossier } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { PlainTable } from '../../parts/chart.js';
import { Failed } from '../../parts/failed.js';
import { followed } from '../../router.js';
import { money, percent } from './amounts.js';

type Partner = FirmDossier['suppliersLargest'][number];

/** Partners of a side that are drawn. */
const SHOWN = 10;
const BOX = 200;
const MIDDLE = 180;
const GAP = 64;
const NODE = 40;
const STEP = 48;
const TOP = 28;
const LETTERS = 13;

export function FirmEgo({ id, pick }: { id: string; pick: (id: string) => void }) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const { data, error, refetch } = useAnswer<FirmDossier>(`/chains/firm?id=${encodeURIComponent(id)}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const sides = [data.suppliersLargest.slice(0, SHOWN), data.customersLargest.slice(0, SHOWN)] as const;
  const rows = Math.max(sides[0].length, sides[1].length, 1);
  const height = TOP + rows * STEP + 8;
  const middle = TOP + ((rows - 1) * STEP) / 2;
  const width = BOX * 2 + MIDDLE + GAP * 2 + 8;
  const most = Math.max(...sides.flat().map(({ value }) => value), 0);
  const cut = (name: string) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);
  const table = (partners: readonly Partner[], title: string) =>
    partners.length > 0 && (
      <>
        <Typography.Text strong>{title}</Typography.Text>
        <PlainTable
          label={title}
          table={{
            head: [say.firm, say.sector, say.amount, say.share],
            rows: partners.map(({ name, sectorName, value, share }) => [
              name,
              sectorName,
              money(value, data.unit, language),
              percent(share, 1),
            ]),
          }}
        />
      </>
    );
  return (
    <div className="stack">
      <div className="page-head-row">
        <Typography.Title level={3} className="section-title">
          {data.name}
        </Typography.Title>
        <span>
          <Button size="small" href={`/chains/close?firms=${encodeURIComponent(id)}`} onClick={followed}>
            {say.tryClose}
          </Button>{' '}
          <Button size="small" href={`/firms/${encodeURIComponent(id)}`} onClick={followed}>
            {say.firmPage}
          </Button>
        </span>
      </div>
      <p>
        {data.sectorName}
        {data.area && ` · ${data.area}`} · {say.output} {money(data.output, data.unit, language)} ·{' '}
        {say.suppliers} {data.suppliers} · {say.customers} {data.customers}
        {data.esri !== null && ` · ${say.esri} ${percent(data.esri)}（${say.rank} ${data.rank}）`}
      </p>
      <section className="chain-scroll" tabIndex={0} aria-label={say.firmDossier}>
        <svg className="chain-map" width={width} height={height} role="group" aria-label={say.firmDossier}>
          {sides.map((partners, side) => {
            const x = side === 0 ? 4 : 4 + BOX + MIDDLE + GAP * 2;
            const ends: [number, number] =
              side === 0 ? [x + BOX, 4 + BOX + GAP] : [4 + BOX + GAP + MIDDLE, x];
            return (
              <g key={side === 0 ? 'suppliers' : 'customers'}>
                <text className="stage-name" x={x} y={16}>
                  {side === 0
                    ? say.ofAll(say.suppliers, partners.length, data.suppliers)
                    : say.ofAll(say.customers, partners.length, data.customers)}
                </text>
                {partners.map((partner, row) => {
                  const y = TOP + row * STEP;
                  const [y1, y2] =
                    side === 0 ? [y + NODE / 2, middle + NODE / 2] : [middle + NODE / 2, y + NODE / 2];
                  const go = () => pick(partner.id);
                  return (
                    <g key={partner.id}>
                      <path
                        className={`chain-edge is-strong${side === 0 ? ' is-up' : ''}`}
                        style={{ strokeWidth: 1 + 6 * (most > 0 ? partner.value / most : 0) }}
                        d={`M${ends[0]} ${y1} C${ends[0] + 32} ${y1} ${ends[1] - 32} ${y2} ${ends[1]} ${y2}`}
                      />
                      <g
                        role="button"
                        tabIndex={0}
                        className="chain-node"
                        transform={`translate(${x} ${y})`}
                        aria-label={`${cut(partner.name)} ${money(partner.value, data.unit, language)} · ${percent(partner.share, 1)} ${partner.name}`}
                        onClick={go}
                        onKeyDown={(event: KeyboardEvent) => {
                          if (event.key !== 'Enter' && event.key !== ' ') return;
                          event.preventDefault();
                          go();
                        }}
                      >
                        <rect width={BOX} height={NODE} rx={4} />
                        <title>{`${partner.name} · ${partner.sectorName}`}</title>
                        <text x={8} y={16}>
                          {cut(partner.name)}
                        </text>
                        <text className="quiet" x={8} y={32}>
                          {money(partner.value, data.unit, language)} · {percent(partner.share, 1)}
                        </text>
                      </g>
                    </g>
                  );
                })}
              </g>
            );
          })}
          <g className="chain-node is-chosen" transform={`translate(${4 + BOX + GAP} ${middle})`}>
            <rect width={MIDDLE} height={NODE} rx={4} />
            <text x={8} y={24}>
              {cut(data.name)}
            </text>
          </g>
        </svg>
      </section>
      <Typography.Text type="secondary">{say.egoMethod(data.period ?? '')}</Typography.Text>
      {table(data.peers, say.peers)}
      {table(data.suppliersLargest, say.suppliers)}
      {table(data.customersLargest, say.customers)}
    </div>
  );
}
