// ballast assess --list: every rulebook with its status, confidence, days in force and age.
import type { RulebookEntry } from '../../assess/index.js';
import type { Bilingual, Lang } from '../../model/index.js';
import { textTable } from '../text-table.js';
import { plain } from './assess-json.js';
import { APPLICATION_WORDS, CONFIDENCE_WORDS } from './state-words.js';

const STATUS_WORDS: Readonly<Record<RulebookEntry['status'], Bilingual>> = {
  current: { zh: '现行', en: 'current' },
  draft: { zh: '草稿（停用）', en: 'draft (off)' },
  superseded: { zh: '已被取代', en: 'superseded' },
};

export function listJson(entries: readonly RulebookEntry[], today: string, lang: Lang): object {
  return { schema: 'ballast.assess/1', today, rulebooks: entries.map((entry) => plain(entry, lang)) };
}

export function listText(entries: readonly RulebookEntry[], today: string, lang: Lang): string {
  const zh = lang === 'zh';
  const span = ({ from, to }: { from: string; to: string | null }) =>
    zh ? `${from} 起${to === null ? '' : `，${to} 前`}` : `from ${from}${to === null ? '' : ` before ${to}`}`;
  const table = textTable(
    zh
      ? ['称号', '规则', '状态', '可信度', '施行', '适用', '核对于', '距今']
      : ['title', 'rulebook', 'status', 'confidence', 'in force', 'for', 'checked', 'age'],
    entries.map((entry) => [
      entry.title,
      entry.id,
      `${entry.draft && entry.status === 'current' ? STATUS_WORDS.draft[lang] : STATUS_WORDS[entry.status][lang]}`,
      `${entry.confidence} ${CONFIDENCE_WORDS[entry.confidence][lang]}`,
      span(entry.inForce),
      [...new Set(entry.covers.map(({ application }) => APPLICATION_WORDS[application][lang]))].join(
        zh ? '、' : ', ',
      ) || '—',
      entry.checked,
      `${entry.ageDays} ${zh ? '天' : 'days'}${entry.stale ? (zh ? '（已旧）' : ' (stale)') : ''}`,
    ]),
  );
  const overlays = entries.flatMap(({ id, overlays: own }) =>
    own.map(
      (overlay) =>
        `  ${id} ← ${overlay.id}  ${overlay.name[lang]}（${overlay.area}，${span(overlay.inForce)}${overlay.draft ? `，${STATUS_WORDS.draft[lang]}` : ''}）`,
    ),
  );
  return [
    zh ? `规则 ${entries.length} 部（${today}）` : `${entries.length} rulebooks (${today})`,
    table,
    ...(overlays.length > 0 ? ['', zh ? '地方和年度补充' : 'Overlays', ...overlays] : []),
    '',
    zh
      ? '草稿未经核对，不据以判断，--drafts 才用；怎样增改见 docs/rulebooks.md。'
      : 'Drafts are unchecked and not judged by unless --drafts asks for them; docs/rulebooks.md tells how to add or mend one.',
  ].join('\n');
}
