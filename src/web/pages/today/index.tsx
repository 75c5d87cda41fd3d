// What wants attention today.
import { Statistic } from 'antd';
import type { WorkspaceSummary } from '../../../server/contract/workspace.js';
import { useAnswer } from '../../api.js';

export default function Today() {
  const { data } = useAnswer<WorkspaceSummary>('/workspace');
  return (
    <>
      {data &&
        Object.entries(data.counts).map(([name, count]) => (
          <Statistic key={name} title={name} value={count} />
        ))}
    </>
  );
}
