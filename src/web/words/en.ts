import { briefsEn } from './briefs.en.js';
import { chainsEn } from './chains.en.js';
import { clustersEn } from './clusters.en.js';
import { dataEn } from './data.en.js';
import { firmsEn } from './firms.en.js';
import { layoutEn } from './layout.en.js';
import { matchEn } from './match.en.js';
import { monitoringEn } from './monitoring.en.js';
import { partsEn } from './parts.en.js';
import { policyEn } from './policy.en.js';
import { termsEn } from './terms.en.js';
import { todayEn } from './today.en.js';
import type { Words } from './zh.js';

export const en: Words = {
  product: 'Ballast',
  synthetic: 'holds synthetic data',
  language: '中文',
  dark: 'Dark',
  light: 'Light',
  loading: 'Loading…',
  retry: 'Try again',
  nothing: 'Nothing here',
  notFound: 'There is no such page',
  broken: {
    title: 'This page could not be opened',
    why: 'The server may have stopped or been updated. What was saved is there; see that ballast serve is running, then load again.',
    reload: 'Load again',
  },
  menu: 'Contents',
  skip: 'Skip to the content',
  apiDocs: 'API',
  help: {
    open: 'Help',
    title: 'Help',
    keys: 'Keyboard',
    terms: 'Words of the field',
    keyList: [
      { keys: 'Ctrl K', does: 'Search pages, firms, indicators and documents' },
      { keys: 'Tab', does: 'Move on; the first stop is “Skip to the content”' },
      { keys: '↑ ↓ ← →', does: 'Move within tables and tabs' },
      { keys: 'Enter', does: 'Open the chosen row; on a number, its origin' },
      { keys: 'Esc', does: 'Close origins, the search box and drawers' },
    ],
  },
  palette: {
    open: 'Search',
    title: 'Search pages, firms, indicators and documents',
    placeholder: 'A page, a firm, an indicator, or words of a policy page',
    pages: 'Pages',
    indicators: 'Indicators',
    firms: 'Firms',
    documents: 'Documents',
    more: 'More',
    inPages: (words) => `Search all policy pages for “${words}”`,
    inFirms: (words) => `Filter the list of firms by “${words}”`,
    keys: '↑ ↓ choose, Enter opens, Esc closes',
  },
  pages: {
    today: 'Today',
    policy: 'Policy',
    monitoring: 'Monitoring',
    clusters: 'Clusters',
    chains: 'Chains',
    firms: 'Firms',
    match: 'Match',
    layout: 'Layout',
    briefs: 'Briefs',
    data: 'Data',
  },
  // One line a page.
  parts: partsEn,
  terms: termsEn,
  today: todayEn,
  policy: policyEn,
  match: matchEn,
  monitoring: monitoringEn,
  briefs: briefsEn,
  data: dataEn,
  chains: chainsEn,
  firms: firmsEn,
  clusters: clustersEn,
  layout: layoutEn,
};
