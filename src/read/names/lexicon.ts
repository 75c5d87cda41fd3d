/** The words by which names are read: lexicons/names.yaml, areas.yaml and industries.yaml, checked and compiled. */
import { z } from 'zod';
import { UserError } from '../../model/index.js';
import { Trie } from './trie.js';

const words = z.array(z.string().min(1));
const lists = z.record(z.string(), words);
const place = z.tuple([z.string(), z.string(), z.string()]);

const Schema = z.object({
  names: z.object({
    borders: z.object({ governing: words, cutting: words, leading: words, shields: words }),
    programmes: z.object({
      heads: lists,
      quotedHeads: words,
      notBefore: lists,
      generic: words,
      known: lists,
      knownOnlyQuoted: words,
      quotedFollowers: words,
      proper: words,
      titled: lists,
      publications: words,
    }),
    organisations: z.object({
      known: lists,
      local: lists,
      heads: words,
      titledHeads: words,
      headsNotBefore: lists,
      generic: words,
      anchors: words,
      notBefore: words,
      shields: words,
    }),
    people: z.object({
      surnames: z.string(),
      transliteration: z.string(),
      compoundSurnames: words,
      titles: words,
      pressTitles: words,
      after: words,
      cited: words,
      speech: words,
      follow: words,
      notNames: words,
      honorifics: words,
    }),
  }),
  areas: z.object({
    provinces: z.array(place),
    prefectures: z.array(place),
    counties: z.record(z.string(), z.string()),
    shortCounties: words,
    needsContext: words,
    notPlaces: words,
    groups: words,
    zones: words,
    world: words,
  }),
  industries: z.object({
    terms: words,
    sectors: words,
    modifiers: words,
    suffixes: words,
    notSuffixAfter: words,
    industryHeads: words,
    fieldHeads: words,
    futureHeads: words,
    futureTerms: words,
    headModifiers: words,
    notIndustries: words,
    notItems: words,
    productEnds: words,
    notProductEnds: words,
    listTails: words,
  }),
});

/** What the three files hold, by their top-level keys. */
export type NamesLexicon = z.infer<typeof Schema>;

/** Checks the parsed content of the name lexicons; keys that belong to other lexicons are left out. */
export function namesLexicon(data: unknown): NamesLexicon {
  const checked = Schema.safeParse(data);
  if (checked.success) return checked.data;
  const fault = checked.error.issues[0];
  const path = fault?.path.join('.') ?? '';
  throw new UserError({
    zh: `名称词库有误：${path}（${fault?.message ?? ''}）。请对照 lexicons/names.yaml、areas.yaml、industries.yaml 的写法。`,
    en: `Fault in the lexicons of names at ${path}: ${fault?.message ?? ''}. Compare lexicons/names.yaml, areas.yaml and industries.yaml.`,
  });
}

export interface Place {
  /** GB/T 2260 code, or the name itself where there is none. */
  key: string;
  full: string;
  /** The name ends in 省, 市, 县 … or is that of a group, zone or country. */
  isFull: boolean;
  needsContext: boolean;
}

export type BorderClass = 'governing' | 'cutting' | 'leading' | 'shield';

export interface CompiledNames {
  lexicon: NamesLexicon;
  borders: Trie<BorderClass>;
  /** `null`: holds a place name without meaning the place. */
  places: Trie<Place | null>;
  /** 长兴, of 长兴县: a place only before 经济技术开发区 or the like. */
  countyStems: Trie<string>;
  programmeHeads: Trie<string>;
  programmeHeadWords: ReadonlySet<string>;
  /** 活动, 机制: heads only right after a closing mark. */
  quotedHeads: ReadonlySet<string>;
  programmeGeneric: Trie<true>;
  knownProgrammes: Trie<string>;
  onlyQuoted: ReadonlySet<string>;
  knownOrganisations: Trie<string | null>;
  /** Name after a place -> its full form. */
  localOrganisations: Trie<string>;
  organisationHeads: Trie<true>;
  titledHeads: Trie<true>;
  organisationGeneric: Trie<true>;
  titles: Trie<true>;
  surnames: ReadonlySet<string>;
  transliteration: ReadonlySet<string>;
  compoundSurnames: ReadonlySet<string>;
  speech: Trie<true>;
  follow: Trie<true>;
  notNames: Trie<true>;
  industries: Trie<'term' | 'sector' | null>;
  modifiers: Trie<true>;
  suffixes: Trie<true>;
  industryHeads: Trie<'industry' | 'field' | 'future'>;
  headModifiers: Trie<true>;
  futureTerms: Trie<true>;
  notItems: ReadonlySet<string>;
  /** How names of products end; `false`: a word that only looks so. */
  productEnds: Trie<boolean>;
  listTails: Trie<true>;
}

const compiled = new WeakMap<NamesLexicon, CompiledNames>();

export function compileNames(lexicon: NamesLexicon): CompiledNames {
  let ready = compiled.get(lexicon);
  if (ready === undefined) {
    ready = compile(lexicon);
    compiled.set(lexicon, ready);
  }
  return ready;
}

function compile(lexicon: NamesLexicon): CompiledNames {
  const { borders, programmes, organisations, people } = lexicon.names;
  const { industries } = lexicon;
  return {
    lexicon,
    borders: Trie.of<BorderClass>([
      ...borders.shields.map((w) => [w, 'shield'] as const),
      ...borders.governing.map((w) => [w, 'governing'] as const),
      ...borders.cutting.map((w) => [w, 'cutting'] as const),
      ...borders.leading.map((w) => [w, 'leading'] as const),
    ]),
    places: compilePlaces(lexicon.areas),
    countyStems: Trie.of(
      Object.values(lexicon.areas.counties)
        .flatMap((list) => list.split(' '))
        .map((entry) => entry.slice(2))
        .filter((full) => /^.{2,}[县市区]$/.test(full))
        .map((full) => [full.slice(0, -1), full] as const),
    ),
    programmeHeads: Trie.of(inverted(programmes.heads)),
    programmeHeadWords: new Set(Object.values(programmes.heads).flat()),
    quotedHeads: new Set(programmes.quotedHeads),
    programmeGeneric: trieOf(programmes.generic),
    knownProgrammes: Trie.of(inverted(programmes.known)),
    onlyQuoted: new Set(programmes.knownOnlyQuoted),
    knownOrganisations: Trie.of<string | null>([
      ...Object.entries(organisations.known).flatMap(([name, aliases]) =>
        [name, ...aliases].map((alias) => [alias, name] as const),
      ),
      ...organisations.shields.map((w) => [w, null] as const),
    ]),
    localOrganisations: Trie.of(
      Object.entries(organisations.local).flatMap(([name, aliases]) =>
        [name, ...aliases].map((alias) => [alias, name] as const),
      ),
    ),
    organisationHeads: trieOf(organisations.heads),
    titledHeads: trieOf(organisations.titledHeads),
    organisationGeneric: trieOf(organisations.generic),
    titles: trieOf(people.titles),
    surnames: new Set(people.surnames),
    transliteration: new Set(people.transliteration),
    compoundSurnames: new Set(people.compoundSurnames),
    speech: trieOf(people.speech),
    follow: trieOf([...people.follow, ...people.speech]),
    notNames: trieOf(people.notNames),
    industries: Trie.of<'term' | 'sector' | null>([
      ...industries.notIndustries.map((w) => [w, null] as const),
      ...industries.terms.flatMap(spellings).map((w) => [w, 'term'] as const),
      ...industries.sectors.map((w) => [w, 'sector'] as const),
    ]),
    modifiers: trieOf(industries.modifiers),
    suffixes: trieOf(industries.suffixes),
    industryHeads: Trie.of<'industry' | 'field' | 'future'>([
      ...industries.futureHeads.map((w) => [w, 'future'] as const),
      ...industries.industryHeads.map((w) => [w, 'industry'] as const),
      ...industries.fieldHeads.map((w) => [w, 'field'] as const),
    ]),
    headModifiers: trieOf(industries.headModifiers),
    futureTerms: trieOf(industries.futureTerms),
    notItems: new Set(industries.notItems),
    productEnds: Trie.of([
      ...industries.notProductEnds.map((w) => [w, false] as const),
      ...industries.productEnds.map((w) => [w, true] as const),
    ]),
    listTails: trieOf(industries.listTails),
  };
}

/** 石油、煤炭及其他燃料加工业 is also written without the mark, and without 业 in a list. */
function spellings(term: string): string[] {
  const all = term.includes('、') ? [term, term.replaceAll('、', '')] : [term];
  return /.{3,}(?:加工|制品|采选|开采|洗选|制造|供应|修理)业$/.test(term)
    ? [...all, ...all.map((word) => word.slice(0, -1))]
    : all;
}

function trieOf(list: readonly string[]): Trie<true> {
  return Trie.of(list.map((word) => [word, true] as const));
}

function* inverted(
  groups: Readonly<Record<string, readonly string[]>>,
): Generator<readonly [string, string]> {
  for (const [group, list] of Object.entries(groups)) for (const word of list) yield [word, group];
}

function compilePlaces(areas: NamesLexicon['areas']): Trie<Place | null> {
  const trie = new Trie<Place | null>();
  const doubtful = new Set(areas.needsContext);
  const add = (written: string, key: string, full: string) =>
    trie.add(written, { key, full, isFull: written === full, needsContext: doubtful.has(written) });
  for (const word of areas.notPlaces) trie.add(word, null);
  for (const [code, full, short] of [...areas.provinces, ...areas.prefectures]) {
    add(full, code, full);
    // 吉林 is the province, and 吉林市 the city.
    if (short.length >= 2) add(short, code, full);
  }
  const shortCounties = new Set(areas.shortCounties);
  for (const [prefix, list] of Object.entries(areas.counties)) {
    for (const entry of list.split(' ')) {
      const full = entry.slice(2);
      const code = prefix + entry.slice(0, 2);
      add(full, code, full);
      if (full.endsWith('市') && shortCounties.has(full.slice(0, -1))) add(full.slice(0, -1), code, full);
    }
  }
  for (const name of [...areas.groups, ...areas.zones, ...areas.world])
    add(name, name.replace(/地区$/, ''), name);
  return trie;
}
