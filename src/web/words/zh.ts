// Words of the workbench in Chinese; en.ts has the same keys. The words of a page stand in <page>.zh.ts and <page>.en.ts.
import { briefsZh } from './briefs.zh.js';
import { chainsZh } from './chains.zh.js';
import { clustersZh } from './clusters.zh.js';
import { dataZh } from './data.zh.js';
import { firmsZh } from './firms.zh.js';
import { layoutZh } from './layout.zh.js';
import { matchZh } from './match.zh.js';
import { monitoringZh } from './monitoring.zh.js';
import { partsZh } from './parts.zh.js';
import { policyZh } from './policy.zh.js';
import { termsZh } from './terms.zh.js';
import { todayZh } from './today.zh.js';

export const zh = {
  product: '压舱石',
  synthetic: '含合成数据',
  language: 'English',
  dark: '深色',
  light: '浅色',
  loading: '正在读取…',
  retry: '再试一次',
  nothing: '没有内容',
  notFound: '没有这个页面',
  broken: {
    title: '这一页没能打开',
    why: '服务可能已停止或更新过。已保存的内容都在；确认 ballast serve 在运行，再重新载入。',
    reload: '重新载入',
  },
  menu: '目录',
  skip: '跳到正文',
  apiDocs: '接口文档',
  help: {
    open: '帮助',
    title: '帮助',
    keys: '键盘',
    terms: '词语解释',
    keyList: [
      { keys: 'Ctrl K', does: '搜索页面、企业、指标、文件' },
      { keys: 'Tab', does: '逐项移动；第一项是“跳到正文”' },
      { keys: '↑ ↓ ← →', does: '在表格和标签页中移动' },
      { keys: 'Enter', does: '打开所选一行；在数上则看出处' },
      { keys: 'Esc', does: '关闭出处、搜索框和抽屉' },
    ],
  },
  palette: {
    open: '搜索',
    title: '搜索页面、企业、指标、文件',
    placeholder: '输入页面、企业、指标或政策中的词',
    pages: '页面',
    indicators: '指标',
    firms: '企业',
    documents: '文件',
    more: '更多',
    inPages: (words: string) => `在全部政策页面中检索“${words}”`,
    inFirms: (words: string) => `在企业总表中筛选“${words}”`,
    keys: '↑ ↓ 选择，Enter 打开，Esc 关闭',
  },
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
  terms: termsZh,
  today: todayZh,
  policy: policyZh,
  match: matchZh,
  monitoring: monitoringZh,
  briefs: briefsZh,
  data: dataZh,
  chains: chainsZh,
  firms: firmsZh,
  clusters: clustersZh,
  layout: layoutZh,
};

export type Words = typeof zh;
