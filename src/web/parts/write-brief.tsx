// From what is looked at to a brief of it.
import type { BriefKind } from '../../server/contract/briefs.js';
import { useLanguage } from '../language.js';
import { followed } from '../router.js';

export function WriteBrief({ kind, subject }: { kind: BriefKind; subject: string }) {
  const { words } = useLanguage();
  return (
    <a href={`/briefs/new?kind=${kind}&subject=${encodeURIComponent(subject)}`} onClick={followed}>
      {words.briefs.write}
    </a>
  );
}
