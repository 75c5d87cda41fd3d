/** Who and what a page names: programmes, people with roles, organisations, places, industries. Pure; linear in the text. */
import type { Organisation, Person, Programme } from '../../model/index.js';
import type { Article } from '../article.js';
import { readIndustries } from './industries.js';
import { compileNames, type NamesLexicon } from './lexicon.js';
import { findOrganisations, listOrganisations } from './organisations.js';
import { readPeople } from './people.js';
import { findPlaces, type PlaceMention, readRegions } from './places.js';
import { readProgrammes } from './programmes.js';

export { type NamesLexicon, namesLexicon } from './lexicon.js';
export type { PlaceMention } from './places.js';

export interface Names {
  programmes: Programme[];
  people: Person[];
  orgs: Organisation[];
  regions: string[];
  industries: string[];
  futureIndustries: string[];
  /** Every mention of a place in the text, those inside names of organisations apart. */
  places: PlaceMention[];
  /** Those inside names of organisations too. */
  namedPlaces: PlaceMention[];
  titlePlaces: PlaceMention[];
}

export function readNames(article: Article, lexicon: NamesLexicon): Names {
  const names = compileNames(lexicon);
  const whole = withTitle(article);
  const organisations = findOrganisations(whole, names);
  const offset = whole.text.length - article.text.length;
  const inBody = organisations.flatMap(({ start, end, name }) =>
    start < offset ? [] : [{ start: start - offset, end: end - offset, name }],
  );
  return {
    programmes: readProgrammes(whole.text, names, organisations),
    people: readPeople(whole, organisations, names),
    orgs: listOrganisations(whole.text, organisations),
    regions: readRegions(whole.text, names, organisations),
    places: findPlaces(article.text, names, inBody),
    namedPlaces: findPlaces(article.text, names, []),
    titlePlaces: findPlaces(article.title, names, []),
    ...readIndustries(article.text, names, inBody),
  };
}

/** The place a release is about is often named in its title only. */
function withTitle(article: Article): Article {
  const offset = article.title.length + 1;
  return {
    ...article,
    text: `${article.title}\n${article.text}`,
    paragraphs: [
      { index: -1, role: 'heading', start: 0, end: article.title.length, sentences: [] },
      ...article.paragraphs.map((p) => ({ ...p, start: p.start + offset, end: p.end + offset })),
    ],
  };
}
