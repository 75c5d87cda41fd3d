/**
 * Writes samples/pages from the clean texts in scripts/sample-texts: the same article in the dress and with the damage
 * in which policy pages reach a reader. `node scripts/build-samples.mjs` writes them, `--check` only compares, and
 * exits with 1 where a page differs from what its text gives. The PDF needs a Chromium (CHROMIUM_PATH, by default
 * /usr/bin/chromium) and is left out of the comparison, because its bytes depend on the fonts of the machine.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { briefingDocx } from './docx-page.mjs';
import { gb18030, interleaved, withPinyin, withSlips } from './mess.mjs';
import { printedPdf } from './pdf-page.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const textsDir = join(here, 'sample-texts');
const pagesDir = join(here, '..', 'samples', 'pages');

/** A clean text: its front matter and its blocks in order, each a heading, a paragraph or the rows of a table. */
function cleanText(name) {
  const [, head, body] = readFileSync(join(textsDir, `${name}.txt`), 'utf8').match(
    /^---\n([\s\S]*?)\n---\n([\s\S]*)$/,
  );
  const blocks = body
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      if (block.startsWith('## ')) return { kind: 'heading', text: block.slice(3) };
      if (block.startsWith('| '))
        return { kind: 'table', rows: block.split('\n').map((row) => row.slice(2, -2).split(' | ')) };
      return { kind: 'paragraph', text: block };
    });
  return { ...parse(head), blocks };
}

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function htmlBlock(block, indent = '') {
  if (block.kind === 'heading') return `${indent}<h2>${escapeHtml(block.text)}</h2>`;
  if (block.kind === 'paragraph') return `${indent}<p>　　${escapeHtml(block.text)}</p>`;
  const rows = block.rows.map(
    (row, i) =>
      `<tr>${row.map((cell) => `<${i ? 'td' : 'th'}>${escapeHtml(cell)}</${i ? 'td' : 'th'}>`).join('')}</tr>`,
  );
  return `${indent}<table border="1">${rows.join('')}</table>`;
}

const articleHtml = (blocks, indent) => blocks.map((block) => htmlBlock(block, indent)).join('\n');
const articleLines = (blocks) => blocks.filter((b) => b.kind !== 'table').map((b) => b.text);

/** What a crawler does that normalises width but leaves typographic quotes alone. */
const halfWidth = (text) => text.normalize('NFKC').replaceAll('…', '...');

function pressHtml() {
  const page = cleanText('2021-09-press-conference');
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${page.title}_${page.outlet}</title>
<meta name="ArticleTitle" content="${page.title}">
<meta name="PubDate" content="${page.published} 08:12">
<meta name="ContentSource" content="${page.outlet}">
<meta name="keywords" content="制造业,工业互联网,专精特新">
<style>.nav li{display:inline}.share{float:right}</style>
<script>window.page={channel:"industry",hits:18230};</script>
</head>
<body>
<div class="top"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/macro/">宏观</a></li><li><a href="/industry/">产业</a></li><li><a href="/finance/">金融</a></li><li><a href="/video/">视频</a></li></ul></div>
<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/industry/">产业</a> &gt; 正文</div>
<div class="main">
<h1>${page.title}</h1>
<div class="info"><span>${page.published} 08:12</span>　<span>来源：${page.outlet}</span>　<span>作者：${page.author}</span>　<span class="share">分享到：微信 微博</span></div>
<div class="article" id="content">
${articleHtml(page.blocks)}
<p class="editor">（责任编辑：${page.editor}）</p>
</div>
<div class="related"><h3>相关新闻</h3><ul>
<li><a href="/a/10231.html">八月份制造业采购经理指数为50.1%</a></li>
<li><a href="/a/10198.html">前七个月高技术产业投资增长20.7%</a></li>
<li><a href="/a/10177.html">多地出台措施支持中小企业数字化改造</a></li>
</ul></div>
</div>
<div class="side"><h3>热点排行</h3><ol><li><a href="/a/9001.html">秋粮收购陆续展开</a></li><li><a href="/a/9002.html">快递业务量突破700亿件</a></li></ol></div>
<div class="footer"><p>关于我们 | 联系方式 | 版权声明 | 网站地图</p><p>版权所有 ${page.outlet} 未经书面授权不得转载</p></div>
</body>
</html>
`;
}

function rssFragment() {
  const page = cleanText('2021-12-sme-plan');
  return `---
title: '${page.title.replaceAll(/[“”]/g, '_')}'
categories:
 - 财经
 - 政策
headimg: 'https://img.example.org/head/20211218.png'
author: ${page.outlet}
comments: false
date: Fri, 17 Dec 2021 16:40:08 GMT
thumbnail: 'https://img.example.org/head/20211218.png'
---

<div>
<p cms-style="font-L"><img src="https://img.example.org/n/20211218.jpg" referrerpolicy="no-referrer"></p>
${page.blocks.map((block) => `<p cms-style="font-L">　　${escapeHtml(block.text)}</p>`).join('\n')}<!-- news_keyword_pub,policy, -->


<!-- 正文下方广告位 -->
<div class="qr_wrap">
    <div class="qr_img"><img src="https://img.example.org/qr.png"></div>
    <div class="qr_txt">扫码下载${page.outlet}客户端，每天五分钟读懂产业</div>
</div>

<p class="article-editor">责任编辑：${page.editor} </p>

</div>
`;
}

function statisticsHtml() {
  const page = cleanText('2022-03-statistics-2021');
  return `<!DOCTYPE html>
<html>
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>${page.title}</title></head>
<body>
<div class="head"><a href="/">首页</a> | <a href="/data/">数据发布</a> | <a href="/method/">统计方法</a> | <a href="/about/">机构介绍</a></div>
<div class="path">当前位置：首页 &gt;&gt; 数据发布 &gt;&gt; 年度数据</div>
<h2 class="title">${page.title}</h2>
<div class="meta">来源：${page.outlet}　发布时间：${page.published} 10:00　字体：[大 中 小]</div>
<div class="TRS_Editor">
${page.blocks.map((b) => (b.kind === 'heading' ? `<p><strong>　　${b.text}</strong></p>` : htmlBlock(b))).join('\n')}
</div>
<div class="foot"><a href="javascript:window.print()">打印本页</a> <a href="javascript:window.close()">关闭窗口</a></div>
<div class="copy">主办单位：${page.outlet}</div>
</body>
</html>
`;
}

function plainWithAds() {
  const page = cleanText('2022-07-decade');
  const lines = articleLines(page.blocks);
  return halfWidth(
    [
      `当前位置：首页 > 资讯 > ${page.title}`,
      page.title,
      `2024-11-08 09:31:47 [资讯] 来源：${page.outlet}`,
      '下载本站客户端，行情消息快人一步！',
      `媒体来源：${page.original}`,
      ...lines.slice(0, 3),
      '【广告】注册即送新人礼包，限时三天，点击领取',
      ...lines.slice(3),
      '（责任编辑：综合）',
      '免责声明：本文转载自网络，版权归原作者所有，如有侵权请联系删除。',
      [
        '推荐文章',
        '  • 秋冬旅游升温 多地民宿预订量增长1.3倍',
        '',
        '    秋冬旅游升温 多地民宿预订量增长1.3倍 记者从在线旅行平台了解到，11月以来多地民宿预订量同比增长1.3倍，亲子出行占比超过四成 ...[详细]',
        '  • 国际油价小幅回落 布伦特原油下跌0.9%',
        '',
        '    国际油价小幅回落 布伦特原油下跌0.9% 受供应预期影响，国际油价周四小幅回落，交易商关注下月产量会议 ...[详细]',
        '  • 某地公积金贷款额度上调至100万元',
        '',
        '    某地公积金贷款额度上调至100万元 自下月起，双缴存职工家庭最高贷款额度由80万元调整为100万元 ...[详细]',
        '热门标签 理财 出行 楼市',
      ].join('\n'),
    ].join('\n\n'),
  );
}

function traditionalDamaged() {
  const page = cleanText('2022-12-clusters');
  const convert = (text) => withPinyin(halfWidth(text));
  const body = withSlips(
    articleLines(page.blocks)
      .map((line) => `  ${convert(line)}`)
      .join('\n\n'),
    ['主”負(', '”數據('],
  );
  return [
    convert(page.title),
    '',
    `作者: ${convert(page.author)} ${page.published} 16:05:22`,
    convert(`${page.blocks[0].text.split('。')[1]}。`),
    '',
    body,
    '',
    convert(`本文编选自“${page.outlet}”；编辑：吴笛。`),
    '',
    convert('声明：本内容为作者独立观点，不代表本平台立场，仅供参考，不构成投资建议。'),
    '分享',
    '微信',
    '微博',
    '收藏',
  ].join('\n');
}

function interleavedTitle() {
  const page = cleanText('2023-01-work-conference');
  const title = halfWidth(page.title);
  const fragments = ['工信', '部力', '争年', '底专精特', '新中', '小企业超', '过8', '万家'];
  if (fragments.join('') !== title.replace(':', ''))
    throw new Error('the fragments do not add up to the title');
  const lines = articleLines(page.blocks).map(halfWidth);
  const head = interleaved(lines.slice(0, 2).join('\n\n'), fragments, 22);
  return [
    `当前位置:首页 > 工业 > ${title}`,
    title,
    `${page.published} 11:20:36 [工业] 来源:${page.outlet}`,
    interleaved('看产业,就上工经速递,快讯,深度,数据,一站看全!', fragments, 4),
    head,
    ...lines.slice(2),
    `(责任编辑:${page.editor})`,
    [
      '推荐文章',
      '  • 冬季用电高峰来临 各地保供有序',
      '',
      '    冬季用电高峰来临 各地保供有序 看产业,就上工经速递,快讯,深度,数据,一站看全!近日全国最高用电负荷突破11亿千瓦 ...[详细]',
      '  • 年货节线上销售额同比增长15%',
      '',
      '    年货节线上销售额同比增长15% 多个平台数据显示,地方特产和家电销售较快增长 ...[详细]',
    ].join('\n'),
  ].join('\n\n');
}

function gb18030Page() {
  const page = cleanText('2023-03-annual-figures');
  return gb18030(
    [
      page.title,
      `${page.outlet}　${page.published.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日')}　作者：${page.author}`,
      ...articleLines(page.blocks).map((line) => `　　${line}`),
      `编辑：${page.editor}`,
      '相关阅读',
      '一季度工业用电量平稳增长',
      '多家车企公布二月销量',
      '',
    ].join('\r\n'),
  );
}

function plainStatistics() {
  const page = cleanText('2024-03-statistics-2023');
  return [
    page.title,
    `发布时间：${page.published}　　信息来源：${page.outlet}　　浏览次数：1024`,
    '',
    ...articleLines(page.blocks).map((line) => `　　${line}\n`),
    '【打印】 【关闭】 【返回顶部】',
    '上一篇：2023年中小企业运行数据',
    '下一篇：没有了',
    '',
  ].join('\n');
}

function questionsHtml() {
  const page = cleanText('2024-07-questions');
  const asked = (text) =>
    /^[问答]：/.test(text)
      ? `<p><b>${text[0]}：</b>${escapeHtml(text.slice(2))}</p>`
      : `<p>${escapeHtml(text)}</p>`;
  return `<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="UTF-8">
<title>${page.title} - ${page.outlet}</title>
<meta property="og:title" content="${page.title}">
</head>
<body>
<header><nav><a href="/">首页</a> <a href="/policy">政策</a> <a href="/cluster">集群</a></nav></header>
<article>
<h1>${page.title}</h1>
<p class="byline">${page.outlet}　${page.published.replace(/(\d+)-0?(\d+)-0?(\d+)/, '$1年$2月$3日')} 07:45　责任编辑：${page.editor}</p>
${page.blocks.map((b) => asked(b.text)).join('\n')}
</article>
<aside><h3>延伸阅读</h3><p><a href="/a/1">解读：中试平台怎么建</a></p><p><a href="/a/2">一图看懂设备更新</a></p></aside>
<section class="comments"><h3>网友评论</h3><p>楼主辛苦，第37楼路过。</p><p>希望我们县也能有100家小巨人！</p></section>
<footer>© ${page.outlet} 举报电话 000-0000000</footer>
</body>
</html>
`;
}

function frontMatterMarkdown() {
  const page = cleanText('2024-12-work-conference');
  return `---
title: "${page.title}"
date: 2024-12-28T09:30:00+08:00
author: ${page.author}
source: ${page.outlet}
tags: [工作会议, 专精特新]
---

${page.blocks.map((b) => (b.kind === 'heading' ? `## ${b.text}` : b.text.replace(/^([一二三四五六]是[^。]+。)/, '**$1**'))).join('\n\n')}

---

*欢迎关注${page.outlet}公众号*
`;
}

function repostExcerpt() {
  const page = cleanText('2023-01-work-conference-copy');
  return [
    page.title,
    `${page.outlet} ${page.published} 08:02`,
    ...articleLines(page.blocks).map((line) => line),
    '（内容有删节，余下全文请到客户端阅读）',
    '举报/反馈',
    '评论 0',
  ].join('\n\n');
}

const pages = {
  '2021-09-press-conference.html': pressHtml,
  '2021-12-sme-plan.txt': rssFragment,
  '2022-03-statistics-2021.html': statisticsHtml,
  '2022-07-decade.txt': plainWithAds,
  '2022-12-clusters.txt': traditionalDamaged,
  '2023-01-work-conference.txt': interleavedTitle,
  '2023-01-work-conference-copy.txt': repostExcerpt,
  '2023-03-annual-figures.txt': gb18030Page,
  '2024-01-review.docx': () => briefingDocx(cleanText('2024-01-review')),
  '2024-03-statistics-2023.txt': plainStatistics,
  '2024-04-equipment-renewal.pdf': () =>
    printedPdf(cleanText('2024-04-equipment-renewal'), process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'),
  '2024-07-questions.html': questionsHtml,
  '2024-12-work-conference.md': frontMatterMarkdown,
};

const check = process.argv.includes('--check');
mkdirSync(pagesDir, { recursive: true });
let stale = 0;
for (const [name, build] of Object.entries(pages)) {
  const path = join(pagesDir, name);
  if (check && name.endsWith('.pdf')) continue;
  const bytes = Buffer.from(await build());
  if (!check) writeFileSync(path, bytes);
  else if (!existsSync(path) || !readFileSync(path).equals(bytes)) {
    console.error(`${name} differs from its text: run node scripts/build-samples.mjs`);
    stale++;
  }
}
process.exitCode = stale > 0 ? 1 : 0;
