/**
 * The mess generator: takes a clean page and does to it what crawlers and copy sites do. Seeded: the same page, messes
 * and seed give the same result.
 */
import { createRequire } from 'node:module';
import { pinyin } from 'pinyin-pro';

const { Converter } = createRequire(import.meta.url)('opencc-js') as typeof import('opencc-js');
const toTraditional = Converter({ from: 'cn', to: 'tw' });

export interface CleanSource {
  title: string;
  paragraphs: readonly string[];
}

export type Mess =
  | 'front-matter'
  | 'chrome'
  | 'ads'
  | 'related'
  | 'pinyin'
  | 'traditional'
  | 'slip'
  | 'interleave'
  | 'entities'
  | 'zero-width'
  | 'folded-width'
  | 're-post-date';

export const ALL_MESSES: readonly Mess[] = [
  'front-matter',
  'chrome',
  'ads',
  'related',
  'pinyin',
  'traditional',
  'slip',
  'interleave',
  'entities',
  'zero-width',
  'folded-width',
  're-post-date',
];

export interface MessOptions {
  pinyin?: { share?: number; tones?: boolean; doubled?: boolean; fullWidth?: boolean };
  slip?: { kind?: SlipKind; decoder?: 'standard' | 'swallowing' };
  interleave?: {
    pieceLength?: number;
    rate?: number;
    insideRate?: number;
    paragraphs?: number;
    scattered?: boolean;
  };
}

export type SlipKind = 'marked lead' | 'lost lead' | 'lost trail' | 'extra byte';

export interface MessedPage {
  text: string;
  /** The title as the page's metadata would give it. */
  title: string;
  /** For each paragraph of the clean page, the index of its line in `text`. */
  paragraphLines: number[];
  /** What the paragraphs would be if every repair were perfect. */
  expected: string[];
}

export type Random = () => number;

/** mulberry32: small, fast, good enough to vary test pages. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

const AD = '选股难题,交给我们,省心,省力,专家在线,二十四小时为您把握每一次行情良机!';

export function messPage(
  page: CleanSource,
  messes: readonly Mess[],
  seed: number,
  options: MessOptions = {},
): MessedPage {
  const random = seeded(seed);
  const has = (mess: Mess) => messes.includes(mess);
  const fold = (text: string) => (has('folded-width') ? text.normalize('NFKC') : text);
  const expected = page.paragraphs.map(fold);
  let title = fold(page.title);
  let ad = fold(AD);
  let paragraphs = [...expected];

  if (has('interleave')) {
    const before = has('ads') ? [ad] : [];
    const mixed = interleave([...before, ...paragraphs], title, random, options.interleave ?? {});
    if (has('ads')) ad = mixed.shift()!;
    paragraphs = mixed;
  }
  if (has('traditional')) {
    title = toTraditional(title);
    ad = toTraditional(ad);
    paragraphs = paragraphs.map(toTraditional);
  }
  if (has('pinyin')) paragraphs = injectPinyin(paragraphs, random, options.pinyin ?? {});
  if (has('slip')) {
    const at = Math.floor(random() * paragraphs.length);
    paragraphs[at] = slip(paragraphs[at]!, random, options.slip ?? {}, fold);
  }
  if (has('entities')) paragraphs = paragraphs.map((text) => escapeSome(text, random));
  if (has('zero-width')) paragraphs = paragraphs.map((text) => sprinkle(text, random));

  const lines: string[] = [];
  if (has('front-matter'))
    lines.push(
      '---',
      `title: '${title}'`,
      'categories:',
      ' - 财经',
      'comments: false',
      'date: Wed, 12 Apr 2023 09:30:00 GMT',
      '---',
      '',
    );
  if (has('chrome')) lines.push(`当前位置:首页 > 资讯 > ${title}`, '');
  lines.push(title, '');
  if (has('re-post-date'))
    lines.push(
      `2025-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)} 08:15:27 [综合] 来源:拾遗网`,
      '',
    );
  if (has('ads')) lines.push(ad, '');
  const paragraphLines: number[] = [];
  for (const text of paragraphs) {
    paragraphLines.push(lines.length);
    lines.push(text, '');
  }
  if (has('chrome')) lines.push('(责任编辑:焦点)', '');
  if (has('related')) {
    lines.push('推荐文章');
    for (const other of ['沿海港口吞吐量连续回升', '多地出台新政稳楼市', '夏粮收购进度过半'])
      lines.push(
        `  • ${other}`,
        '',
        `    ${other} 据当地媒体报道，有关部门日前公布最新情况，引发关注 ...[详细]`,
      );
  }
  return { text: lines.join('\n'), title, paragraphLines, expected };
}

/** Cuts the title's letters into pieces and puts them, round and round, behind marks and now and then into words. */
export function interleave(
  paragraphs: readonly string[],
  title: string,
  random: Random,
  options: NonNullable<MessOptions['interleave']>,
): string[] {
  const length = options.pieceLength ?? 2 + Math.floor(random() * 4);
  const rate = options.rate ?? 0.4 + random() * 0.5;
  const insideRate = options.insideRate ?? 0.01;
  const first = options.paragraphs ?? 3;
  const letters = Array.from(title).filter((char) => /[\p{L}\p{N}]/u.test(char));
  const pieces: string[] = [];
  for (let i = 0; i < letters.length; i += length) pieces.push(letters.slice(i, i + length).join(''));
  if (options.scattered === true && pieces.length > 5) {
    // As seen in the wild: later pieces are appended to earlier ones, and a left-over is dropped.
    const tail = pieces.splice(-2, 1)[0]!;
    pieces[2] += tail;
    if (pieces.at(-1)!.length < length) pieces.pop();
  }
  let next = 0;
  let sinceLast = 0;
  return paragraphs.map((text, index) => {
    if (index > first) return text;
    let out = '';
    for (let i = 0; i < text.length; i++) {
      out += text[i];
      sinceLast++;
      const mark = /[，。,.!！；;]/.test(text[i]!) && !/\d/.test(text[i + 1] ?? '');
      const inside = !mark && /[\u4e00-\u9fff]/.test(text[i]!) && /[\u4e00-\u9fff]/.test(text[i + 1] ?? '');
      if (sinceLast < 3) continue;
      if ((mark && random() < rate) || (inside && random() < insideRate)) {
        out += pieces[next]!;
        next = (next + 1) % pieces.length;
        sinceLast = 0;
      }
    }
    return out;
  });
}

export function injectPinyin(
  paragraphs: readonly string[],
  random: Random,
  options: NonNullable<MessOptions['pinyin']>,
): string[] {
  const share = options.share ?? 0.05 + random() * 0.2;
  const tones = options.tones ?? random() < 0.5;
  const doubled = options.doubled ?? random() < 0.3;
  const fullWidth = options.fullWidth ?? random() < 0.3;
  return paragraphs.map((text) => {
    const reading = pinyin(text, { type: 'array', toneType: tones ? 'symbol' : 'none', v: false });
    const chars = Array.from(text);
    return chars
      .map((char, i) => {
        if (!/[\u4e00-\u9fff]/.test(char) || random() >= share) return char;
        const said = (
          reading.length === chars.length ? reading[i]! : pinyin(char, { toneType: 'none' })
        ).trim();
        const bracket = fullWidth ? `（${said}）` : `(${said})`;
        return char + bracket.repeat(doubled ? 2 + Math.floor(random() * 2) : 1);
      })
      .join('');
  });
}

let gbBytes: Map<string, readonly [number, number]> | null = null;

export function gb18030(text: string): number[] {
  if (gbBytes === null) {
    gbBytes = new Map();
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++)
        if (trail !== 0x7f) gbBytes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  }
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (code < 0x80) bytes.push(code);
    else bytes.push(...(gbBytes.get(char) ?? [0x3f]));
  }
  return bytes;
}

/** Loses a byte of the text's GB 18030 form (or adds one) and reads the rest as a decoder would. */
export function slip(
  text: string,
  random: Random,
  options: NonNullable<MessOptions['slip']>,
  fold: (text: string) => string = (same) => same,
): string {
  const kind =
    options.kind ?? pick(random, ['marked lead', 'lost lead', 'lost trail', 'extra byte'] as const);
  const decoder = options.decoder ?? pick(random, ['standard', 'swallowing'] as const);
  const places: number[] = [];
  for (let i = 1; i + 6 < text.length; i++)
    if (/^[\u4e00-\u9fff“]{5}$/.test(text.slice(i, i + 5))) places.push(i);
  if (places.length === 0) return text;
  const at = pick(random, places);
  const head = text.slice(0, at);
  const bytes = gb18030(text.slice(at));
  if (kind === 'marked lead') bytes[0] = 0x3f;
  else if (kind === 'lost lead') bytes.shift();
  else if (kind === 'lost trail') bytes.splice(1, 1);
  else bytes.unshift(0xb0 + Math.floor(random() * 0x27));
  return head + fold(decoder === 'standard' ? standard(bytes) : swallowing(bytes));
}

function standard(bytes: readonly number[]): string {
  return new TextDecoder('gb18030').decode(Uint8Array.from([...bytes, 0x0a])).replace(/\n$/, '');
}

/** Old converters write `?` for a pair that is none, and drop both its bytes. */
function swallowing(bytes: readonly number[]): string {
  const decoder = new TextDecoder('gb18030');
  let out = '';
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) out += String.fromCharCode(lead);
    else {
      const pair = decoder.decode(Uint8Array.of(lead, bytes[i + 1] ?? 0x0a));
      out += pair.length === 1 && pair !== '\ufffd' ? pair : '?';
      i++;
    }
  }
  return out;
}

function escapeSome(text: string, random: Random): string {
  return Array.from(text)
    .map((char) => {
      if (char === '“' && random() < 0.6) return '&ldquo;';
      if (char === '”' && random() < 0.6) return '&rdquo;';
      if (char === '"') return '&amp;quot;';
      if (char === '%' && random() < 0.5) return '&#37;';
      if (/[\u4e00-\u9fff]/.test(char) && random() < 0.02) return `&#${char.charCodeAt(0)};`;
      if (/[\u4e00-\u9fff]/.test(char) && random() < 0.01)
        return `&amp;#x${char.charCodeAt(0).toString(16)};`;
      return char;
    })
    .join('');
}

function sprinkle(text: string, random: Random): string {
  return Array.from(text)
    .map((char) =>
      random() < 0.05 ? char + pick(random, ['\u200b', '\ufeff', '\u00ad', '\u200d\u200b', '\u0008']) : char,
    )
    .join('');
}
