/** Pages of ministries, provinces, cities and counties. */
import { feature, interview, notice, report, speech, statistics } from './articles.js';
import { html, indented, linkList, type PageShape, paragraphs } from './shape.js';

const foot =
  '<div class="footer"><p>主办单位：临江省工业和信息化厅　网站标识码：2200000031</p><p>备案号：临ICP备05001234号 临公网安备 22010202000123号</p><p>地址：临江市人民大道1号　邮编：130000</p></div>';
const menu =
  '<div class="head-nav"><ul><li><a>首页</a></li><li><a>机构职能</a></li><li><a>政务公开</a></li><li><a>办事服务</a></li><li><a>互动交流</a></li><li><a>专题专栏</a></li></ul></div>';

export const governmentShapes: PageShape[] = [
  {
    name: 'policy-library-table.htm',
    like: 'policy library: the document’s particulars in a table above it, the whole text in a cell of a layout table',
    page: html(
      `<title>${notice.title}_政府信息公开专栏</title>`,
      `${menu}<div class="wrap"><table class="bd1" width="100%"><tbody><tr><td><b>索&nbsp;&nbsp;引&nbsp;号：</b></td><td>000014349/2024-00013</td><td><b>主题分类：</b></td><td>工业、交通\\信息产业(含电信)</td></tr>
<tr><td><b>发文机关：</b></td><td>临江省工业和信息化厅</td><td><b>成文日期：</b></td><td>2024年03月05日</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">${notice.title}</td></tr>
<tr><td><b>发文字号：</b></td><td>临工信发〔2024〕18号</td><td><b>发布日期：</b></td><td>2024年03月08日</td></tr></tbody></table>
<table class="pages_content" border="0"><tbody><tr><td class="b12c" id="UCAP-CONTENT"><p style="text-align:center"><strong>${notice.title}</strong></p><p style="text-align:center">临工信发〔2024〕18号</p>
${paragraphs(notice.body, '<p style="text-indent:2em">', '</p>')}<p>（此件公开发布）</p></td></tr></tbody></table></div>${foot}`,
    ),
    title: notice.title,
    published: '2024-03-08',
    outlet: '临江省工业和信息化厅',
    body: notice.body,
  },
  {
    name: 'state-portal-news.htm',
    like: 'government portal, news with date, source, type size and print buttons in one line',
    page: html(
      `<title>${report.title}_部门动态_临江省人民政府门户网站</title><meta name="lanmu" content="部门动态"><meta name="firstpublishedtime" content="2024-03-06-09:12:00">`,
      `<div class="header"><a>简</a>|<a>繁</a>|<a>EN</a>|<a>注册</a>|<a>登录</a></div><div class="BreadcrumbNav">首页 &gt; 新闻 &gt; 部门</div><div class="article oneColumn"><h1>${report.title}</h1><div class="pages-date">2024-03-06 09:12 <span class="font">来源： 临江日报</span> <span class="font noprint">字体：<a>默认</a> <a>大</a> <a>超大</a></span>|<span>打印</span> <div class="share"><a title="收藏"></a></div></div><div class="pages_content" id="UCAP-CONTENT"><div class="view TRS_UEDITOR trs_paper_default">${indented(report.body, '<p style="text-indent: 2em;">', '</p>')}</div></div><div class="editor"><span>责任编辑：</span>宋知行</div><div class="related"><b>相关稿件</b><ul>${linkList(4)}</ul></div></div><div class="return-top">回到顶部</div>${foot}`,
    ),
    title: report.title,
    published: '2024-03-06',
    outlet: '临江省人民政府门户网站',
    originalOutlet: '临江日报',
    authors: ['何若水'],
    editors: ['宋知行'],
    body: report.body,
  },
  {
    name: 'ministry-notice.html',
    like: 'ministry: heading, date and bureau in one line, annexes as links, phone code',
    page: html(
      `<title>${notice.title}</title><meta name="SiteName" content="临江省工业和信息化厅"><meta name="ColumnName" content="文件发布">`,
      `${menu}<div class="mnav">首页 / 政务公开 / 文件发布</div><h1 id="con_title">${notice.title}</h1><p class="cinfo"><span>发布时间：2024-03-08</span><span>来源：信息技术发展处</span></p><p class="con_hh" id="con_hh">临工信发〔2024〕18号</p><div class="ccontent center" id="con_con">${indented(notice.body)}<p>&nbsp;</p><p>　　附件：<a href="1.docx">1.智能工厂培育要素条件.docx</a></p><p>　　　　　<a href="2.docx">2.推荐汇总表.docx</a></p></div><div class="sys"><p>扫一扫在手机打开当前页</p></div><div>【打印】 【关闭】</div>${foot}`,
    ),
    title: notice.title,
    published: '2024-03-08',
    outlet: '临江省工业和信息化厅',
    originalOutlet: '信息技术发展处',
    body: notice.body,
  },
  {
    name: 'commission-release.html',
    like: 'commission: date with slashes, print button in brackets, related reading in the same column',
    page: html(
      `<title>${report.title}-临江省发展和改革委员会</title>`,
      `<div class="top"><span>今天是：2026年11月21日</span> <span>搜索热词：</span><a>营商环境</a> <a>能源保供</a></div>${menu}<div class="crumbs">首页&gt;新闻动态&gt;委内动态</div><div class="article"><h2 class="article_title article_title_news">${report.title}</h2><div class="attr_con"><div class="time">发布时间：2024/03/06</div><div class="laiyuan">来源：经济运行调节处</div><div class="dayin">[ 打印 ]</div></div><div class="article_con article_con_news"><div class="TRS_Editor">${indented(report.body, '<p align="justify">', '</p>')}</div></div></div><div class="article_gljd"><h3>相关解读</h3><ul>${linkList(3)}</ul></div>${foot}`,
    ),
    title: report.title,
    published: '2024-03-06',
    outlet: '临江省发展和改革委员会',
    originalOutlet: '经济运行调节处',
    authors: ['何若水'],
    body: report.body,
  },
  {
    name: 'statistics-release.html',
    like: 'statistics bureau: release with data table, notes and a box of releases',
    page: html(
      `<title>${statistics.title} - 临江省统计局</title>`,
      `${menu}<div class="detail-position">您现在的位置： 首页 &gt; 数据发布 &gt; 最新发布</div><div class="detail-title"><h1>${statistics.title}</h1><div class="detail-title-des"><h2><p>2024/03/18 10:00</p><span>来源：临江省统计局</span></h2><div class="fontSize"><span>字体：</span><i>小</i><i>中</i><i>大</i></div></div></div><div class="detail-content"><div class="txt-content"><style>.MsoTable{}</style>${indented(statistics.body.slice(0, 3), '<p style="margin-top:0">', '</p>')}<p style="text-align:center"><b>2024年1—2月份规模以上工业生产主要数据</b></p><table class="MsoTable" border="1"><tr><td rowspan="2">指标</td><td colspan="2">1—2月</td></tr><tr><td>绝对量</td><td>同比增长（%）</td></tr><tr><td>规模以上工业增加值</td><td>…</td><td>6.3</td></tr><tr><td>钢材（万吨）</td><td>812</td><td>3.9</td></tr><tr><td>水泥（万吨）</td><td>640</td><td>-1.6</td></tr></table>${indented(statistics.body.slice(3))}</div></div><div class="mhide detail-ewm"><p>扫一扫手机浏览</p></div><div class="relate-box"><h3>相关数据</h3><ul>${linkList(5, 2)}</ul></div>${foot.replace('工业和信息化厅', '统计局')}`,
    ),
    title: statistics.title,
    published: '2024-03-18',
    outlet: '临江省统计局',
    originalOutlet: null,
    body: statistics.body,
  },
  {
    name: 'statistics-old-layout.html',
    like: 'older bureau page: heading in h2, source and date in font elements, close and print at the foot',
    page: html(
      `<title>${statistics.title}</title>`,
      `<table width="980" align="center"><tr><td><a>统计动态</a></td><td><a>统计数据</a></td><td><a>统计分析</a></td></tr></table><div class="xilan"><div class="xilan_lj">当前位置：<a>首页</a>&gt;&gt;<a>统计数据</a>&gt;&gt;<a>月度数据</a></div><h2 class="xilan_tit">${statistics.title}</h2><font class="xilan_titf"><font style="color:#1f5781;margin-right:50px;">来源：临江省统计局</font><font style="float:right">发布时间：2024-03-18 10:00</font></font><div class="xilan_con"><div class="TRS_PreAppend" style="overflow-x:hidden">${paragraphs(statistics.body, '<p class="MsoNormal"><span style="font-family:宋体">&nbsp;&nbsp;&nbsp;&nbsp;', '</span></p>')}</div></div></div><div align="center"><a>关闭窗口</a>　<a>打印本页</a></div>`,
    ),
    title: statistics.title,
    published: '2024-03-18',
    outlet: '临江省统计局',
    originalOutlet: null,
    body: statistics.body,
  },
  {
    name: 'assets-commission.html',
    like: 'assets commission: small heading element, 文章来源 beside the date',
    page: html(
      `<title>${speech.title}</title><meta name="SiteName" content="临江省国有资产监督管理委员会"><meta name="ArticleTitle" content="${speech.title}"><meta name="PubDate" content="2024-03-06 15:20"><meta name="Author" content="">`,
      `<div class="zsy_conlist">${menu}<div class="zsy_cotitle"><p>${speech.title}</p><p class="laiyuan">文章来源：云岭市人民政府　发布时间：2024-03-06</p></div><div class="zsy_comain"><div class="TRS_Editor">${indented(speech.body)}</div><div class="zsy_coimg"><p>【字体：大 中 小】 【打印】 【关闭】</p></div></div></div>${foot.replace('工业和信息化厅', '国有资产监督管理委员会')}`,
    ),
    title: speech.title,
    published: '2024-03-06',
    outlet: '临江省国有资产监督管理委员会',
    originalOutlet: '云岭市人民政府',
    body: speech.body,
  },
  {
    name: 'province-particulars-list.html',
    like: 'province: particulars as list items with spaced labels, no heading element at all',
    page: html(
      '<title>临江省人民政府 政府信息公开</title>',
      `${menu}<div class="xxgk-head"><ul><li><span>索 引 号：</span>00245/2024-00217</li><li><span>文　　号：</span>临工信发〔2024〕18号</li><li><span>统一登记号：</span>LJPR-2024-01008</li><li><span>发布机构：</span>临江省工业和信息化厅</li><li><span>成文日期：</span>2024-03-05</li><li><span>发布日期：</span>2024-03-08</li><li><span>主 题 词：</span>智能工厂 梯度培育 通知</li><li><span>有 效 性：</span>有效</li></ul></div><div class="xxgk-title">${notice.title}</div><div class="xxgk-con">${indented(notice.body, '<div>', '</div>')}</div>${foot}`,
    ),
    title: notice.title,
    published: '2024-03-08',
    body: notice.body,
  },
  {
    name: 'city-zoom-content.html',
    like: 'city site of a common content system: meta fields, zoom element, visit counter by script',
    page: html(
      `<title>${report.title}</title><meta name="SiteName" content="云岭市人民政府"><meta name="ArticleTitle" content="${report.title}"><meta name="PubDate" content="2024-03-06 08:30:00"><meta name="ContentSource" content="云岭日报"><meta name="ColumnName" content="云岭要闻">`,
      `${menu}<table id="c" width="1000"><tr><td><div>当前位置：首页 &gt; 要闻动态 &gt; 云岭要闻</div></td></tr><tr><td align="center" class="title"><!--<$[标题名称(html)]>begin-->${report.title}<!--<$[标题名称(html)]>end--></td></tr><tr><td align="center">发布日期：2024-03-06 08:30　来源：云岭日报　浏览次数：<script>counter(12345)</script> 字体：[ <a>大</a> <a>中</a> <a>小</a> ]</td></tr><tr><td><div id="zoom"><!--<$[信息内容]>begin-->${paragraphs(report.body, '<p style="text-indent:32px;line-height:2em"><span style="font-size:16px">', '</span></p>')}<!--<$[信息内容]>end--></div></td></tr><tr><td>信息来源： 云岭日报　打印　关闭</td></tr></table><div>上一篇：<a>云岭市召开招商引资大会</a></div><div>下一篇：<a>云岭市春季造林全面展开</a></div>${foot}`,
    ),
    title: report.title,
    published: '2024-03-06',
    outlet: '云岭市人民政府',
    originalOutlet: '云岭日报',
    authors: ['何若水'],
    body: report.body,
  },
  {
    name: 'county-asp.asp',
    like: 'county site of an old content system: anonymous author, hits and update time',
    page: html(
      `<title>${feature.title}_青浦岭县政府网</title>`,
      `<table width="960" border="0" cellspacing="0"><tr><td>您现在的位置： <a>青浦岭县政府网</a> &gt;&gt; <a>新闻中心</a> &gt;&gt; <a>工业经济</a> &gt;&gt; 正文</td></tr><tr><td class="main_ArticleTitle" align="center"><b>${feature.title}</b></td></tr><tr><td align="center">作者：佚名&nbsp;&nbsp;&nbsp;&nbsp;文章来源：本站原创&nbsp;&nbsp;&nbsp;&nbsp;点击数：<script src="hits.asp"></script>&nbsp;&nbsp;&nbsp;&nbsp;更新时间：2024/3/6</td></tr><tr><td class="main_article" id="fontzoom">${feature.body.map((text) => `&nbsp;&nbsp;&nbsp;&nbsp;${text}<br />`).join('\n')}</td></tr><tr><td align="right">文章录入：admin&nbsp;&nbsp;&nbsp;&nbsp;责任编辑：admin&nbsp;</td></tr><tr><td><li>上一篇文章： <a>${feature.title.slice(0, 4)}小镇开门迎客</a></li><li>下一篇文章： 没有了</li></td></tr><tr><td>【<a>发表评论</a>】【<a>加入收藏</a>】【<a>告诉好友</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table>`,
    ),
    title: feature.title,
    published: '2024-03-06',
    outlet: '青浦岭县政府网',
    authors: [],
    editors: [],
    body: feature.body,
  },
  {
    name: 'reading-interpretation.html',
    like: 'policy interpretation as questions and answers, with links to the policy on top and below',
    page: html(
      `<title>${interview.title} - 政策解读 - 临江省工业和信息化厅</title>`,
      `${menu}<div class="weizhi">当前位置：首页 &gt; 政务公开 &gt; 政策解读</div><div class="content-box"><p class="title-p">${interview.title}</p><div class="content-info"><span>来源：临江省工业和信息化厅</span><span>发布日期：2024-03-07 17:05</span><span>浏览次数：<b id="hits">331</b></span><span class="share">分享：<i>微信</i><i>微博</i></span></div><div class="jd-link">相关文件：<a>关于印发《先进制造业集群培育办法》的通知</a></div><div class="nr">${interview.body.map((text) => `<p style="text-indent:2em"><span>${text.startsWith('问') ? `<strong>${text}</strong>` : text}</span></p>`).join('\n')}</div><div class="xg"><p>关联稿件</p><ul>${linkList(2)}</ul></div></div>${foot}`,
    ),
    title: interview.title,
    published: '2024-03-07',
    outlet: '临江省工业和信息化厅',
    originalOutlet: null,
    body: interview.body,
  },
  {
    name: 'government-lines.txt',
    like: 'crawler’s text of a policy page: particulars line by line, buttons, friendly links',
    page: `首页\n政务公开\n政策文件\n索 引 号：430S00/2024-00217\n主题分类：工业、信息产业\n发文机关：临江省工业和信息化厅\n发文字号：临工信发〔2024〕18号\n成文日期：2024-03-05\n发布日期：2024-03-08\n有 效 性：有效\n\n${notice.title}\n来源：临江省工业和信息化厅 字号：大 中 小 打印 分享到：\n\n${notice.body.map((t) => `　　${t}`).join('\n')}\n（此件主动公开）\n\n附件下载：\n1.智能工厂培育要素条件.docx\n2.推荐汇总表.xlsx\n扫一扫在手机打开当前页\n上一篇：关于公布首批名单的公告\n下一篇：关于召开培训会的通知\n网站地图 | 联系我们\n主办：临江省工业和信息化厅 临ICP备05001234号\n`,
    title: notice.title,
    published: '2024-03-08',
    body: notice.body,
  },
  {
    name: 'particulars-two-lines.txt',
    like: 'particulars whose values stand on the next line, as cells of a table do in a copy',
    page: `信息名称\n${notice.title}\n索引号\n11430000006125/2024-00217\n信息分类\n通知公告\n发布机构\n临江省工业和信息化厅\n生成日期\n2024-03-05\n发布日期\n2024-03-08\n文号\n临工信发〔2024〕18号\n关键词\n智能工厂;梯度培育\n有效性\n有效\n\n${notice.title}\n\n${notice.body.join('\n\n')}\n\n【打印本页】【关闭窗口】\n`,
    title: notice.title,
    published: '2024-03-08',
    body: notice.body,
  },
  {
    name: 'one-line-copy.txt',
    like: 'a crawler that dropped every line break: only double blanks are left',
    page: `临江省工业和信息化厅 > 新闻动态 > 工作动态　　${report.title}　　发布时间：2024-03-06 09:12　来源：运行监测协调处　　${report.body.join('　　')}　　责任编辑：宋知行`,
    title: report.title,
    published: '2024-03-06',
    editors: ['宋知行'],
    body: report.body,
  },
  {
    name: 'ministry-saved-text.txt',
    like: 'page selected and pasted as text: menu, date line, related list, links of other offices',
    page: `机构职责\n新闻动态\n政务公开\n办事大厅\n公众参与\n专题专栏\n\n您现在的位置：首页 > 新闻动态 > 地方工信\n\n${speech.title}\n\n时间：2024-03-06\n来源：云岭市工业和信息化局\n浏览：1088次\n【 字体：大 中 小 】\n\n${speech.body.join('\n\n')}\n\n\n相关链接\n· 云岭市召开工业大会\n· 全省推进新型工业化大会召开\n\n-------- 国家部委 --------\n-------- 省直部门 --------\n-------- 市州工信 --------\n关于我们 | 网站声明 | 网站地图\n`,
    title: speech.title,
    published: '2024-03-06',
    outlet: '云岭市工业和信息化局',
    body: speech.body,
  },
];
