/** Names in short passages of our own: `> line`s of text, then the names of each kind they hold (`-` for none). */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ParagraphRole } from '../../../src/model/index.js';
import { assembleArticle } from '../../../src/read/article.js';
import { type Names, namesLexicon, readNames } from '../../../src/read/names/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, '../../..');
const LEAST: Record<Kind, number> = { people: 90, programmes: 95, orgs: 90, regions: 95, industries: 95 };

type Kind = 'people' | 'programmes' | 'orgs' | 'regions' | 'industries';

interface Passage {
  lines: string[];
  expected: Partial<Record<Kind, string[]>>;
}

const lexicon = namesLexicon(
  Object.assign(
    {},
    ...['names', 'areas', 'industries'].map((file) =>
      parse(readFileSync(join(ROOT, 'lexicons', `${file}.yaml`), 'utf8')),
    ),
  ),
);

function passagesOf(file: string): Passage[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const lines = block.split('\n');
      const labels = lines.filter((line) => !line.startsWith('>')).map((line) => /^(\w+): (.*)$/.exec(line)!);
      return {
        lines: lines.filter((line) => line.startsWith('>')).map((line) => line.slice(2)),
        expected: Object.fromEntries(
          labels.map(([, kind, list]) => [kind, list === '-' ? [] : list!.split('|')]),
        ),
      };
    });
}

function named(names: Names, kind: Kind): string[] {
  switch (kind) {
    case 'people':
      return names.people.map(({ name, role }) => `${name}/${role}`);
    case 'programmes':
      return names.programmes.map(({ name }) => name.replace(/[“”]/g, ''));
    case 'orgs':
      return names.orgs.map(({ name }) => name);
    default:
      return names[kind];
  }
}

describe('passages', () => {
  const passages = readdirSync(join(HERE, 'passages'))
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) => passagesOf(join(HERE, 'passages', file)));

  for (const kind of Object.keys(LEAST) as Kind[]) {
    it(`finds the ${kind} named in them`, () => {
      let [hits, found, wanted] = [0, 0, 0];
      const faults: string[] = [];
      for (const { lines, expected } of passages) {
        const list = expected[kind]?.map((name) =>
          kind === 'programmes' ? name.replace(/[“”]/g, '') : name,
        );
        if (list === undefined) continue;
        const paragraphs = lines.map((text) => ({
          text,
          role: (/^.{2,30}：$/.test(text) ? 'speaker' : 'body') as ParagraphRole,
        }));
        const names = named(readNames(assembleArticle('', paragraphs), lexicon), kind);
        const missed = list.filter((name) => !names.includes(name));
        const invented = names.filter((name) => !list.includes(name));
        hits += list.length - missed.length;
        found += names.length;
        wanted += list.length;
        if (missed.length + invented.length > 0)
          faults.push(
            `${lines[0]!.slice(0, 24)} missed ${missed.join('、')} invented ${invented.join('、')}`,
          );
      }
      const f1 = (200 * hits) / (found + wanted);
      expect(f1, faults.join('\n')).toBeGreaterThanOrEqual(LEAST[kind]);
    });
  }
});
