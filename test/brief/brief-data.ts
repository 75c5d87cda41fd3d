/** The data files of the briefs, as the command line hands them to the engine. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { briefLexicon, type Outline, shippedOutline } from '../../src/brief/index.js';
import { measureRules } from '../../src/measure/index.js';
import { acrossLexicon } from '../../src/read/index.js';

const yaml = (file: string): unknown => parse(readFileSync(file, 'utf8'));

export const CHINA_FACTS = yaml('codes/map-china-facts.yaml');
export const lexicon = briefLexicon((yaml('lexicons/brief.yaml') as { brief: unknown }).brief);
export const across = acrossLexicon((yaml('lexicons/across.yaml') as { across: unknown }).across);
export const rules = measureRules(yaml('codes/measure-rules.yaml'));

export function china(): Outline {
  return shippedOutline(
    JSON.parse(readFileSync('codes/map-china-outline.json', 'utf8')) as unknown,
    CHINA_FACTS,
  );
}
