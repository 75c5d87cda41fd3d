// From what is looked at to a brief of it.
import type { BriefKind } from '../../server/contract/briefs.js';
import { useLanguage } from '../language.js';
import { followed } from '../router.js';

/** `choices`: what else the brief is to be written by, under the names of the address of a new brief. */
export function WriteBrief({
  kind,
  subject,
  choices = {},
}: {
  kind: BriefKind;
  subject: string;
  choices?: Record<string, string>;
}) {
  const { words } = useLanguage();
  const query = new URLSearchParams({ kind, subject, ...choices });
  return (
    <a href={`/briefs/new?${query}`} onClick={followed}>
      {words.briefs.writeOf[kind]}
    </a>
  );
}
