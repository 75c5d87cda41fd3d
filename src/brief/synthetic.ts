/** Marks of made-up data: beside a number, under a table or picture, at the head of the page. */
import type { Bilingual } from '../model/index.js';
import type { BriefDocument, Cited, Picture } from './brief-document.js';
import { citedInPicture } from './notebook.js';
import { SYNTHETIC_MARK } from './wording.js';

/** Whether all, some or none of the numbers are made up. */
export type Extent = 'all' | 'some' | 'none';

export function extentOf(numbers: Iterable<Cited>): Extent {
  let [all, some] = [true, false];
  for (const { synthetic } of numbers) {
    if (synthetic === true) some = true;
    else all = false;
  }
  return some ? (all ? 'all' : 'some') : 'none';
}

/** What stands under a table or picture; null where nothing in it is made up. */
export function syntheticLine(words: Bilingual | null, extent: Extent): Bilingual | null {
  if (words === null || extent === 'none') return null;
  return extent === 'all'
    ? words
    : { zh: `${SYNTHETIC_MARK} ${words.zh}`, en: `${SYNTHETIC_MARK} ${words.en}` };
}

/** What stands under a picture of a brief. */
export function madeUpIn(
  picture: Picture,
  { synthetic }: Pick<BriefDocument, 'synthetic'>,
): Bilingual | null {
  return syntheticLine(synthetic, extentOf(citedInPicture(picture)));
}
