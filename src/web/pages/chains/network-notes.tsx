// What the supply network rests on, and what was assumed.
import { Typography } from 'antd';
import type { NetworkSummary } from '../../../server/contract/chains.js';
import { useLanguage } from '../../language.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { percent } from './amounts.js';

export function NetworkNotes({ network }: { network: NetworkSummary }) {
  const { words, say: told } = useLanguage();
  const say = words.chains;
  const { firms, links, period, basis, notes, synthetic } = network;
  return (
    <Typography.Paragraph type="secondary" style={{ margin: 0, fontSize: 13 }}>
      {say.networkIs(firms, links, period ?? '—')} ·{' '}
      {basis.kind === 'items' ? say.basis.items(basis.year) : say.basis.leak(percent(basis.share, 0))}
      {notes.slice(1).map((note) => ` · ${told(note)}`)} {synthetic && <SyntheticMark />}
    </Typography.Paragraph>
  );
}
