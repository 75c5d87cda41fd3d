/**
 * The ways in which copies of policy pages go wrong on the web, each as a pure function from clean text to messed
 * text. The sample builder and tests of the reader use them; none looks at a clock or at chance.
 */
import * as OpenCC from 'opencc-js';
import { pinyin } from 'pinyin-pro';

const toTraditional = OpenCC.Converter({ from: 'cn', to: 'tw' });
const toSimplified = OpenCC.Converter({ from: 'tw', to: 'cn' });

/** Simplified text in traditional script; throws where the way back would not give the same text. */
export function traditional(text) {
  const converted = toTraditional(text);
  for (const [i, char] of [...toSimplified(converted)].entries()) {
    if (char !== text[i])
      throw new Error(`${text.slice(Math.max(0, i - 5), i + 5)}: ${text[i]} does not survive a round trip`);
  }
  return converted;
}

/**
 * Writes the reading of a character behind it in brackets, 產業 as 產(chǎn)業(yè), as converters of some copy sites do
 * with the characters of their table: here every character that differs between the scripts and whose code point
 * leaves no remainder by `every`.
 */
export function withPinyin(simplified, every = 3) {
  const written = traditional(simplified);
  const readings = pinyin(simplified, { type: 'array', nonZh: 'spaced' });
  let out = '';
  for (let i = 0; i < written.length; i++) {
    out += written[i];
    if (written[i] !== simplified[i] && written.charCodeAt(i) % every === 0) out += `(${readings[i]})`;
  }
  return out;
}

const GB18030 = new TextDecoder('gb18030', { fatal: true });

function decodePair(lead, trail) {
  const inRange = lead >= 0x81 && lead <= 0xfe && trail >= 0x40 && trail !== 0x7f && trail <= 0xfe;
  if (!inRange) return null;
  try {
    return GB18030.decode(Uint8Array.of(lead, trail));
  } catch {
    return null;
  }
}

let codes;

/** Every character of the Basic Multilingual Plane with its GB18030 bytes, found by decoding them all once. */
function gb18030Codes() {
  if (codes) return codes;
  codes = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = decodePair(lead, trail);
      if (char !== null && char.length === 1 && !codes.has(char)) codes.set(char, [lead, trail]);
    }
  }
  for (let pointer = 0; pointer < 39_420; pointer++) {
    const bytes = [
      0x81 + Math.floor(pointer / 12_600),
      0x30 + (Math.floor(pointer / 1260) % 10),
      0x81 + (Math.floor(pointer / 10) % 126),
      0x30 + (pointer % 10),
    ];
    const char = GB18030.decode(Uint8Array.from(bytes));
    if (char.length === 1 && !codes.has(char)) codes.set(char, bytes);
  }
  return codes;
}

/** The bytes of text in GB18030. */
export function gb18030(text) {
  const bytes = [];
  for (const char of text) {
    const code = char.charCodeAt(0) < 0x80 ? [char.charCodeAt(0)] : gb18030Codes().get(char);
    if (code === undefined) throw new Error(`${char} is outside the plane that this encoder covers`);
    bytes.push(...code);
  }
  return Uint8Array.from(bytes);
}

/**
 * What a decoder makes of `run` when it starts one byte late: 保”任務( is read as ?！比蝿? because the lead byte of 保 is
 * lost and every later pair is one byte out of step.
 */
export function slipped(run) {
  const bytes = gb18030(run);
  let out = '?';
  for (let i = 1; i < bytes.length; i++) {
    if (bytes[i] < 0x80) out += String.fromCharCode(bytes[i]);
    else {
      out += (i + 1 < bytes.length && decodePair(bytes[i], bytes[i + 1])) || '?';
      i++;
    }
  }
  return out;
}

/** Slips the bytes of each run where it stands in text; a run must stand there once. */
export function withSlips(text, runs) {
  let out = text;
  for (const run of runs) {
    if (out.split(run).length !== 2) throw new Error(`${run} does not stand in the text exactly once`);
    out = out.replace(run, () => slipped(run));
  }
  return out;
}

/**
 * Scatters the title over the text in a fixed cycle of fragments, as pages made for search engines do: a fragment
 * after each comma or full stop, and every third one a few characters further on, inside a sentence.
 */
export function interleaved(text, fragments, limit) {
  let out = '';
  let used = 0;
  let waiting = null;
  for (const char of text) {
    out += char;
    if (waiting !== null && --waiting.left === 0) {
      out += waiting.fragment;
      waiting = null;
    }
    if (used >= limit || waiting !== null || !/[,，。;；、]/.test(char)) continue;
    const fragment = fragments[used % fragments.length];
    if (used % 3 === 2) waiting = { fragment, left: 3 };
    else out += fragment;
    used++;
  }
  return out;
}
