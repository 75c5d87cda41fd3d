import { briefsEn } from './briefs.en.js';
import { chainsEn } from './chains.en.js';
import { clustersEn } from './clusters.en.js';
import { dataEn } from './data.en.js';
import { firmsEn } from './firms.en.js';
import { monitoringEn } from './monitoring.en.js';
import { partsEn } from './parts.en.js';
import { policyEn } from './policy.en.js';
import { todayEn } from './today.en.js';
import type { Words } from './zh.js';

export const en: Words = {
  product: 'Ballast',
  tagline: 'The open workbench for industrial policy',
  synthetic: 'holds synthetic data',
  language: '中文',
  dark: 'Dark',
  light: 'Light',
  loading: 'Loading…',
  retry: 'Try again',
  nothing: 'Nothing here',
  notFound: 'There is no such page',
  menu: 'Contents',
  skip: 'Skip to the content',
  apiDocs: 'API',
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
  today: todayEn,
  policy: policyEn,
  monitoring: monitoringEn,
  briefs: briefsEn,
  data: dataEn,
  chains: chainsEn,
  firms: firmsEn,
  clusters: clustersEn,
};
