/** Which rulebook counts: by title, kind of application, day and area, with the reason. */
import { type Bilingual, nearestNames, UserError, writtenName } from '../model/index.js';
import type { Overlay } from './overlay.js';
import type { Application, Confidence, Rulebook } from './rulebook.js';

export interface RulebookQuestion {
  /** Title or another word for it, as users write it: 小巨人, 专精特新“小巨人”企业. */
  title: string;
  application: Application;
  /** ISO day of judging. */
  on: string;
  /** GB/T 2260 code of six digits; null where it is not known: only rules for the whole country then count. */
  area: string | null;
  /** Whether drafts may be judged by. */
  drafts?: boolean;
}

export interface RulebookChoice {
  rulebook: Rulebook;
  /** From the widest area to the nearest, as they are to be laid on. */
  overlays: Overlay[];
  /** A draft, or with a draft laid on: whatever is said by it must say so. */
  draft: boolean;
  why: Bilingual;
}

const NATION = '100000';

const KINDS: Record<Application, Bilingual> = {
  new: { zh: '新申请', en: 'new applications' },
  review: { zh: '复核', en: 'reviews' },
};

/** Unverified rules are shown, never judged by unless asked for. */
export function isDraft({ status, confidence }: { status: string; confidence: Confidence }): boolean {
  return status === 'draft' || confidence === 'MEM' || confidence === 'CONFLICT';
}

/** Areas by GB/T 2260 that an area lies in, itself first: 440305, 440300, 440000, 100000. */
export function areasAround(area: string | null): string[] {
  if (area === null) return [NATION];
  return [...new Set([area, `${area.slice(0, 4)}00`, `${area.slice(0, 2)}0000`, NATION])];
}

export const holdsOn = (span: { from: string; to: string | null }, on: string): boolean =>
  span.from <= on && (span.to === null || on < span.to);

/** Words for one title are alike whatever their width, spaces and quotation marks. */
export const titleKey = (word: string): string => writtenName(word.replace(/["'“”‘’「」『』〈〉《》]/g, ''));

/** Titles that a word stands for, each once. */
export function titlesOf(word: string, rulebooks: readonly Rulebook[]): string[] {
  const asked = titleKey(word);
  const named = (words: (rulebook: Rulebook) => readonly string[]) => [
    ...new Set(
      rulebooks
        .filter((rulebook) => words(rulebook).some((name) => titleKey(name) === asked))
        .map(({ title }) => title),
    ),
  ];
  const exact = named(({ title }) => [title]);
  return exact.length > 0 ? exact : named(({ aliases, name }) => [...aliases, name.zh, name.en]);
}

/**
 * The rulebook that counts, of those given, and the overlays to lay on it.
 *
 * @throws UserError where no title is named so, none counts on that day, only a draft does, or an overlay is needed and
 *   there is none; each says what there is.
 */
export function chooseRulebook(
  question: RulebookQuestion,
  rulebooks: readonly Rulebook[],
  overlays: readonly Overlay[],
): RulebookChoice {
  const { application, on, drafts = false } = question;
  const kind = KINDS[application];
  const title = oneTitle(question.title, rulebooks);
  const around = areasAround(question.area);
  const versions = rulebooks.filter((rulebook) => rulebook.title === title);
  const counting = versions.filter(
    ({ area, covers }) =>
      around.includes(area) &&
      covers.some((cover) => cover.application === application && holdsOn(cover, on)),
  );
  if (counting.length === 0) {
    throw new UserError({
      zh: `没有适用的规则：${on} ${kind.zh}“${title}”${placeZh(question.area)}。现有规则：${versions.map(coverageZh).join('；')}`,
      en: `No rulebook for ${kind.en} for ${title} on ${on}${placeEn(question.area)}. There are: ${versions.map(coverageEn).join('; ')}`,
    });
  }
  const [rulebook] = counting
    .filter((candidate) => drafts || !isDraft(candidate))
    .sort(
      (a, b) => around.indexOf(a.area) - around.indexOf(b.area) || Number(isDraft(a)) - Number(isDraft(b)),
    );
  if (!rulebook) {
    const [draft] = counting;
    throw new UserError({
      zh: `${on} ${kind.zh}“${title}”适用的规则${citedZh(draft!)}尚未核实（${draft!.confidence}），是草案，不据以判断；要看草案的结果，请加 --drafts`,
      en: `The rulebook for ${kind.en} for ${title} on ${on}, ${citedEn(draft!)}, is an unverified draft (${draft!.confidence}) and not judged by; add --drafts to see what it would give`,
    });
  }
  const fitting = overlays.filter(
    (overlay) =>
      overlay.of === rulebook.id &&
      around.includes(overlay.area) &&
      (overlay.application === null || overlay.application === application) &&
      holdsOn(overlay, on),
  );
  const laid = fitting
    .filter((overlay) => drafts || !isDraft(overlay))
    .sort(
      (a, b) =>
        around.indexOf(b.area) - around.indexOf(a.area) ||
        (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1),
    );
  if (rulebook.needsOverlay && laid.length === 0) {
    const there = overlays.filter(({ of }) => of === rulebook.id);
    throw new UserError({
      zh: `${citedZh(rulebook)}要由地方定标准才能判断，${on} 没有${question.area === null ? '（未给出地区）' : `适用于 ${question.area} `}的地方修订。${there.length > 0 ? `现有：${there.map(overlaySpanZh).join('；')}` : '现在一份也没有'}；写法见 docs/rulebooks.md`,
      en: `${citedEn(rulebook)} can be judged by only with the standard of a province or city; on ${on} there is no overlay${placeEn(question.area)}. ${there.length > 0 ? `There are: ${there.map(overlaySpanEn).join('; ')}` : 'There is none so far'}; docs/rulebooks.md tells how to write one`,
    });
  }
  return {
    rulebook,
    overlays: laid,
    draft: isDraft(rulebook) || laid.some(isDraft),
    why: whyChosen(question, rulebook, laid, versions, fitting),
  };
}

function oneTitle(word: string, rulebooks: readonly Rulebook[]): string {
  const titles = titlesOf(word, rulebooks);
  if (titles.length === 1) return titles[0]!;
  if (titles.length > 1) {
    throw new UserError({
      zh: `“${word}”可以指 ${titles.join('、')}，请写明是哪一个`,
      en: `"${word}" can mean ${titles.join(', ')}: say which`,
    });
  }
  const known = [...new Set(rulebooks.map(({ title }) => title))];
  const names = rulebooks.flatMap(({ title, aliases }) =>
    [title, ...aliases].map((name) => ({ name: titleKey(name), title })),
  );
  const near = [...new Set(nearestNames(titleKey(word), names).map(({ title }) => title))];
  throw new UserError({
    zh: `没有“${word}”的规则${near.length > 0 ? `，是否指 ${near.join('、')}` : ''}。现有：${known.join('、') || '无'}`,
    en: `There is no rulebook for "${word}"${near.length > 0 ? `; did you mean ${near.join(', ')}` : ''}. There are: ${known.join(', ') || 'none'}`,
  });
}

function whyChosen(
  { application, on, area }: RulebookQuestion,
  rulebook: Rulebook,
  laid: readonly Overlay[],
  versions: readonly Rulebook[],
  fitting: readonly Overlay[],
): Bilingual {
  const kind = KINDS[application];
  const cover = rulebook.covers.find((entry) => entry.application === application && holdsOn(entry, on))!;
  const zh = [`${on} ${kind.zh}“${rulebook.title}”适用${citedZh(rulebook)}：${spanZh(cover)}用于${kind.zh}`];
  const en = [
    `${citedEn(rulebook)} counts for ${kind.en} for ${rulebook.title} on ${on}: it does ${spanEn(cover)}`,
  ];
  if (cover.note) {
    zh.push(cover.note.zh.replace(/。$/, ''));
    en.push(cover.note.en.replace(/[.。]$/, ''));
  }
  const doubt = DOUBTS[cover.confidence];
  if (doubt) {
    zh.push(doubt.zh);
    en.push(doubt.en);
  }
  if (rulebook.area !== NATION) {
    const wider = versions.some((other) => other.area !== rulebook.area && !isDraft(other));
    zh.push(`本规则只在 ${rulebook.area} 范围内适用${wider ? '，先于范围更大的规则' : ''}`);
    en.push(
      `it is that of ${rulebook.area}${wider ? ', which goes before those of a wider area' : ' alone'}`,
    );
  }
  if (laid.length > 0) {
    zh.push(`按地区和日期叠加：${laid.map(({ name, area: place }) => `${name.zh}（${place}）`).join('、')}`);
    en.push(
      `laid on by area and day: ${laid.map(({ name, area: place }) => `${name.en} (${place})`).join(', ')}`,
    );
  } else if (area === null) {
    zh.push('未给出地区，未叠加任何地方修订');
    en.push('no area was given, so no overlay of a province was laid on');
  }
  const left = fitting.filter((overlay) => !laid.includes(overlay));
  if (left.length > 0) {
    zh.push(`未叠加尚未核实的 ${left.map(({ name }) => name.zh).join('、')}`);
    en.push(`unverified and not laid on: ${left.map(({ name }) => name.en).join(', ')}`);
  }
  const others = versions.filter(({ id }) => id !== rulebook.id);
  if (others.length > 0) {
    zh.push(`同一称号的其他规则：${others.map(coverageZh).join('；')}`);
    en.push(`other rulebooks of the title: ${others.map(coverageEn).join('; ')}`);
  }
  return { zh: `${zh.join('。')}。`, en: `${en.map(capitalised).join('. ')}.` };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const DOUBTS: Partial<Record<Confidence, Bilingual>> = {
  DER: { zh: '这一适用范围是推断的，请核对', en: 'that it counts is inferred: check it' },
  MEM: { zh: '这一适用范围未经核实，请核对', en: 'that it counts is unverified: check it' },
  CONFLICT: {
    zh: '这一适用范围各来源说法不一，请核对',
    en: 'sources disagree on whether it counts: check it',
  },
};

const placeZh = (area: string | null): string => (area === null ? '（未给出地区）' : `（地区 ${area}）`);
const placeEn = (area: string | null): string => (area === null ? ' (no area given)' : ` in ${area}`);

const citedZh = ({ document }: Rulebook): string =>
  `《${document.name.replace(/^《|》$/g, '')}》（${document.number}）${document.part ?? ''}`;
const citedEn = ({ name, document }: Rulebook): string => `${name.en} (${document.number})`;

function spanZh({ from, to }: { from: string; to: string | null }): string {
  return to === null ? `${from} 起` : `${from} 至 ${dayBefore(to)}`;
}
function spanEn({ from, to }: { from: string; to: string | null }): string {
  return to === null ? `from ${from} on` : `from ${from} to ${dayBefore(to)}`;
}

const draftZh = (entry: { status: string; confidence: Confidence }) =>
  isDraft(entry) ? '（草案，未核实）' : '';
const draftEn = (entry: { status: string; confidence: Confidence }) =>
  isDraft(entry) ? ' (draft, unverified)' : '';

function coverageZh(rulebook: Rulebook): string {
  const spans = rulebook.covers.map((cover) => `${KINDS[cover.application].zh} ${spanZh(cover)}`);
  const place = rulebook.area === NATION ? '' : `，地区 ${rulebook.area}`;
  return `${rulebook.document.number}${draftZh(rulebook)}：${spans.join('，')}${place}`;
}
function coverageEn(rulebook: Rulebook): string {
  const spans = rulebook.covers.map((cover) => `${KINDS[cover.application].en} ${spanEn(cover)}`);
  const place = rulebook.area === NATION ? '' : `, area ${rulebook.area}`;
  return `${rulebook.document.number}${draftEn(rulebook)}: ${spans.join(', ')}${place}`;
}

const overlaySpanZh = (overlay: Overlay): string =>
  `${overlay.name.zh}${draftZh(overlay)}：地区 ${overlay.area}，${spanZh(overlay)}`;
const overlaySpanEn = (overlay: Overlay): string =>
  `${overlay.name.en}${draftEn(overlay)}: area ${overlay.area}, ${spanEn(overlay)}`;

/** `to` is the first day no longer: people write the last one. */
function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
