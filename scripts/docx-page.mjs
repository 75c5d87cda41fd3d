/** A Word briefing as a bureau's office writes it: red head, issue line, headings, paragraphs, a table, a page number. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

/** Runs `work` with the clock standing still, so that times inside the file depend on the text's date alone. */
async function atFixedTime(iso, work) {
  const RealDate = globalThis.Date;
  const instant = RealDate.parse(`${iso}T00:00:00Z`);
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length === 0 ? [instant] : args));
    }
    static now() {
      return instant;
    }
  };
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
  }
}

const indented = (text) =>
  new Paragraph({ indent: { firstLine: 480 }, children: [new TextRun({ text, size: 24 })] });

function block(item) {
  if (item.kind === 'heading')
    return new Paragraph({
      spacing: { before: 200 },
      children: [new TextRun({ text: item.text, bold: true, size: 26 })],
    });
  if (item.kind === 'paragraph') return indented(item.text);
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: item.rows.map(
      (row) =>
        new TableRow({ children: row.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
    ),
  });
}

/** The bytes of the .docx file of a clean text; the same text gives the same bytes. */
export function briefingDocx(page) {
  const [year, month, day] = page.published.split('-').map(Number);
  return atFixedTime(page.published, () =>
    Packer.toBuffer(
      new Document({
        creator: page.outlet,
        title: page.title,
        sections: [
          {
            headers: { default: new Header({ children: [new Paragraph('产业运行简报')] }) },
            footers: {
              default: new Footer({
                children: [
                  new Paragraph({
                    alignment: AlignmentType.CENTER,
                    children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })],
                  }),
                ],
              }),
            },
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ text: '产业运行简报', bold: true, size: 44, color: 'C00000' })],
              }),
              new Paragraph({
                border: { bottom: { style: BorderStyle.SINGLE, size: 8, color: 'C00000', space: 1 } },
                children: [new TextRun(`${page.outlet}编　　第2期　　${year}年${month}月${day}日`)],
              }),
              new Paragraph({
                alignment: AlignmentType.CENTER,
                spacing: { before: 240, after: 240 },
                children: [new TextRun({ text: page.title, bold: true, size: 32 })],
              }),
              ...page.blocks.map(block),
              new Paragraph({
                spacing: { before: 240 },
                children: [new TextRun(`撰稿：${page.author}　　联系电话：000-0000000`)],
              }),
              new Paragraph('（共印50份）'),
            ],
          },
        ],
      }),
    ),
  );
}
