/** A page printed to PDF by a browser: lines broken in the middle of sentences, a running head and page numbers. */
import { chromium } from 'playwright-core';

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function html(page) {
  const [year, month, day] = page.published.split('-').map(Number);
  const body = page.blocks
    .map((b) => (b.kind === 'heading' ? `<h2>${escapeHtml(b.text)}</h2>` : `<p>${escapeHtml(b.text)}</p>`))
    .join('');
  return `<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>${escapeHtml(page.title)}</title>
<style>body{font-family:"Noto Sans CJK SC",sans-serif;font-size:15pt;line-height:2}h1{font-size:20pt;font-weight:400;text-align:center}
p{text-indent:2em;margin:0 0 .6em;text-align:justify}.date{text-align:center;text-indent:0;color:#555}</style>
<h1>${escapeHtml(page.title)}</h1><p class="date">${page.outlet}　${year}年${month}月${day}日</p>${body}`;
}

/** Times inside the file are set to the text's date; both are written in the same number of bytes. */
function dated(pdf, published) {
  const stamp = `D:${published.replaceAll('-', '')}000000+00'00'`;
  return Buffer.from(pdf.toString('latin1').replace(/D:\d{14}\+\d{2}'\d{2}'/g, stamp), 'latin1');
}

/**
 * Names in an encoding only the glyphs that there are: the browser writes a table of 256 entries for each font, most of
 * them /g0. The table with names as short as /g11 stays, because Poppler would take those for character codes. The
 * cross-reference table is written anew for the shorter objects.
 */
function compact(pdf) {
  const [, head, body, trailer] = pdf
    .toString('latin1')
    .match(/^([\s\S]*?)(\d+ 0 obj\n[\s\S]*)xref\n[\s\S]*(trailer\n[\s\S]*?)startxref/);
  const objects = body.match(/\d+ 0 obj\n[\s\S]*?\nendobj\n/g).map((object) =>
    object.replace(/\/Differences \[0 ([^\]]*)\]/, (whole, names) => {
      const glyphs = names.split(' ').flatMap((name, code) => (name === '/g0' ? [] : [`${code} ${name}`]));
      if (glyphs.some((glyph) => /\/g.{1,2}$/.test(glyph))) return whole;
      return `/Differences [${glyphs.join(' ')}]`;
    }),
  );
  const offsets = new Map();
  let at = head.length;
  for (const object of objects) {
    offsets.set(Number.parseInt(object, 10), at);
    at += object.length;
  }
  const count = Math.max(...offsets.keys()) + 1;
  const entry = (number) => `${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`;
  const entries = Array.from({ length: count - 1 }, (_, i) => entry(i + 1)).join('');
  const xref = `xref\n0 ${count}\n0000000000 65535 f \n${entries}`;
  return Buffer.from(`${head}${objects.join('')}${xref}${trailer}startxref\n${at}\n%%EOF\n`, 'latin1');
}

/** The bytes of the PDF of a clean text, printed by the Chromium at `executablePath`. */
export async function printedPdf(page, executablePath) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.setContent(html(page));
    const pdf = await tab.pdf({
      format: 'A5',
      tagged: false,
      displayHeaderFooter: true,
      headerTemplate: `<div style="font-size:8px;width:100%;text-align:center;font-family:Noto Sans CJK SC">${page.outlet}</div>`,
      footerTemplate:
        '<div style="font-size:8px;width:100%;text-align:center;font-family:Noto Sans CJK SC">第 <span class="pageNumber"></span> 页 共 <span class="totalPages"></span> 页</div>',
      margin: { top: '20mm', bottom: '18mm', left: '16mm', right: '16mm' },
    });
    return dated(compact(pdf), page.published);
  } finally {
    await browser.close();
  }
}
