// Words of the workbench in Chinese; en.ts has the same keys. The words of a page stand in <page>.zh.ts and <page>.en.ts.
import { briefsZh } from './briefs.zh.js';
import { chainsZh } from './chains.zh.js';
import { clustersZh } from './clusters.zh.js';
import { dataZh } from './data.zh.js';
import { firmsZh } from './firms.zh.js';
import { monitoringZh } from './monitoring.zh.js';
import { partsZh } from './parts.zh.js';
import { policyZh } from './policy.zh.js';
import { todayZh } from './today.zh.js';

export const zh = {
  product: '压舱石',
  tagline: '开放的产业政策工作台',
  synthetic: '含合成数据',
  language: 'English',
  dark: '深色',
  light: '浅色',
  loading: '正在读取…',
  retry: '再试一次',
  nothing: '没有内容',
  notFound: '没有这个页面',
  menu: '目录',
  skip: '跳到正文',
  apiDocs: '接口文档',
  pages: {
    today: '今日',
    policy: '政策',
    monitoring: '监测',
    clusters: '集群',
    chains: '产业链',
    firms: '企业',
    match: '对接',
    layout: '布局',
    briefs: '简报',
    data: '数据',
  },
  // One line a page.
  parts: partsZh,
  today: todayZh,
  policy: policyZh,
  monitoring: monitoringZh,
  briefs: briefsZh,
  data: dataZh,
  chains: chainsZh,
  firms: firmsZh,
  clusters: clustersZh,
};

export type Words = typeof zh;
