// Briefs: those that are kept, a new one, one with its preview and remarks, files beside them.
import { useAddress } from '../../router.js';
import { BriefFilePage } from './file.js';
import { BriefsList } from './list.js';
import { NewBrief } from './new.js';
import { OneBrief } from './one.js';
import './briefs.css';

export default function Briefs() {
  const { path } = useAddress();
  const [, , first = '', second = ''] = path.split('/').map(decodeURIComponent);
  if (first === '') return <BriefsList />;
  if (first === 'new') return <NewBrief />;
  if (first === 'files') return <BriefFilePage key={second} name={second} />;
  return <OneBrief key={first} name={first} />;
}
