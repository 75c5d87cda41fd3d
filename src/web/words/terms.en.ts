// Words of the field and what they mean here, in English.
import type { termsZh } from './terms.zh.js';

export const termsEn: typeof termsZh = {
  scope: {
    name: 'scope',
    means:
      'Which units, prices and time a number covers. Numbers of different scope are not to be compared; the published sentence states it, see the origin.',
  },
  yoy: {
    name: 'year on year',
    means:
      'Against the same period of the year before. Published growth is at comparable prices and scope, so it often differs from the quotient of two published levels.',
  },
  cumulative: {
    name: 'from January',
    means: 'From the beginning of the year to the month named; not to be compared with single months.',
  },
  asOf: {
    name: 'as known on',
    means:
      'Only what had been released (or recorded) by that day, as it was seen then; later revisions are left out.',
  },
  vintage: {
    name: 'releases',
    means: 'Every release of a number is kept; a revision does not overwrite what was said before.',
  },
  pull: {
    name: 'pull',
    means:
      'What a part adds to the growth of the whole, in percentage points: its increase over the whole of a year earlier. Pulls add up to the growth.',
  },
  contributionRate: {
    name: 'contribution rate',
    means: 'The share of a part in the increase of the whole; they add up to 100%.',
  },
  baseShare: { name: 'base share', means: 'The share of a part in the whole a year earlier.' },
  computed: {
    name: 'computed from published levels',
    means: 'Not adjusted to comparable prices and scope; it may differ from the growth that is published.',
  },
  synthetic: {
    name: 'synthetic data',
    means: 'Made up to show how things work; everything computed from it carries the mark.',
  },
  stale: {
    name: 'out of date',
    means: 'The source is more than a year old. It can be used, but its owner should be asked for a new one.',
  },
  met: { name: 'met', means: 'By the data at hand the criterion is met. A pre-check, no title.' },
  unmet: { name: 'not met', means: 'By the data at hand it is not met; the gap says by how much.' },
  unknown: {
    name: 'no data',
    means: 'What is needed to tell is missing. Missing is neither zero nor failed.',
  },
  manualReview: {
    name: 'for a person to judge',
    means: 'The rule asks for judgement, such as “among the leaders of its market”; the grounds are listed.',
  },
  notApplicable: { name: 'does not apply', means: 'The criterion is not meant for such firms.' },
  precheck: {
    name: 'pre-check',
    means: 'The published conditions gone through one by one; it tells gaps and grants nothing.',
  },
  direction: { name: 'direction', means: 'A line of work that a page announces.' },
  measure: { name: 'measure', means: 'A concrete thing to be done under a direction.' },
  target: { name: 'target', means: 'A number to be reached, often by a date.' },
  line: {
    name: 'line of work',
    means: 'One piece of work as successive pages word it: new, kept, reworded, dropped, returned.',
  },
  repair: {
    name: 'repair',
    means:
      'Where the text of a web page was put right: slipped bytes, joined lines, stray pinyin; the raw page stands beside.',
  },
  hhi: {
    name: 'HHI',
    means:
      'Herfindahl–Hirschman index: the sum of squared shares, from near 0 (spread) to 1 (all in one place).',
  },
  cr3: { name: 'top three', means: 'The share of the three largest together.' },
  lq: {
    name: 'location quotient',
    means:
      'The share of the industry in an area over its share in all areas; above 1 it is concentrated there.',
  },
  coverage: {
    name: 'data coverage',
    means: 'How much of the weighted indicators has data. A rank on little data is not to be relied on.',
  },
  rankRange: {
    name: 'range of ranks',
    means: 'Where the rank falls (5–95%) when weights are drawn at random around those set.',
  },
  firstChance: { name: 'chance of first place', means: 'The share of the draws in which it comes first.' },
  scale: {
    name: 'scale',
    means:
      'How indicators of different units are made addable: min–max by the extremes, z-score by mean and deviation, rank by order alone.',
  },
  upstreamness: {
    name: 'upstreamness',
    means: 'How many steps it is on average to final use; larger is further upstream.',
  },
};
