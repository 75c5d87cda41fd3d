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
  const { text } = article;
  const organisations = findOrganisations(article, names);
  return {
    programmes: readProgrammes(text, names, organisations),
    people: readPeople(article, organisations, names),
    orgs: listOrganisations(text, organisations),
    regions: readRegions(text, names, organisations),
    places: findPlaces(text, names, organisations),
    namedPlaces: findPlaces(text, names, []),
    titlePlaces: findPlaces(article.title, names, []),
    ...readIndustries(text, names, organisations),
  };
}
