/**
 * Words of a table as they are compared: half-width, without spaces, lower case. NFKC would do more than that and
 * turn the footnote mark of `123.4①` into a digit.
 */

const FULL_WIDTH = /[\uff01-\uff5e\u3000\u00a0]/g;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g;

/** Full-width letters, digits and signs as half-width ones; invisible characters dropped. */
export function halfWidth(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(FULL_WIDTH, (char) =>
      char === '\u3000' || char === '\u00a0' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    );
}

/** As words are looked up: 合　计 and 合计 are one. */
export function plainWord(text: string): string {
  return halfWidth(text).replace(/\s/g, '').toLowerCase();
}

const HAN = /[\p{Script=Han}，。、：；（）()]/u;

/** As a heading is shown: on one line, no spaces beside Han characters (北 京 市), others kept (GDP per head). */
export function shownWords(text: string): string {
  const words = text.replace(INVISIBLE, '').split(/\s+/u).filter(Boolean);
  let shown = '';
  for (const word of words) {
    const joint = shown === '' || HAN.test(shown[shown.length - 1]!) || HAN.test(word[0]!);
    shown += joint ? word : ` ${word}`;
  }
  return shown;
}

/** Leading blanks, in half-width characters: how far a label is indented. */
export function indentation(text: string): number {
  let width = 0;
  for (const char of text) {
    if (char === '\u3000') width += 2;
    else if (char === '\t') width += 4;
    else if (char === ' ' || char === '\u00a0') width += 1;
    else break;
  }
  return width;
}

/** The inverse of `columnLetters`; -1 for what is no column. */
export function columnOfLetters(letters: string): number {
  if (!/^[A-Za-z]{1,3}$/.test(letters)) return -1;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
