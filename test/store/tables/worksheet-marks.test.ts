/** Merges and hidden rows of XLSX files that are streamed: what the whole file gives is what its parts have to give. */
import { describe, expect, it } from 'vitest';
import { PartMarks, WorksheetMarksReader } from '../../../src/store/tables/worksheet-marks.js';
import { tidy, workbook } from './sheets-made.js';

const XML =
  '<worksheet><cols><col min="3" max="4" hidden="1"/></cols><sheetData><row r="1"><c r="A1"/></row>' +
  '<row r="5" hidden="1" spans="1:2"><c r="A5"/></row><row><c/></row></sheetData>' +
  '<mergeCells count="2"><mergeCell ref="B7:C9"/><mergeCell ref="A1:B2"/></mergeCells></worksheet>';

describe('the marks of a worksheet', () => {
  it('are the same wherever its text is cut', () => {
    for (let cut = 1; cut < XML.length; cut++) {
      const reader = new WorksheetMarksReader();
      reader.take(XML.slice(0, cut));
      reader.take(XML.slice(cut));
      expect(reader.done()).toEqual({
        merges: [
          { top: 0, left: 0, bottom: 1, right: 1 },
          { top: 6, left: 1, bottom: 8, right: 2 },
        ],
        hiddenRows: new Set([4]),
        hiddenColumns: new Set([2, 3]),
      });
    }
  });

  it('are cut to the parts: words of a merge go on in the next part, a number does not', () => {
    const parts = new PartMarks({
      merges: [
        { top: 1, left: 0, bottom: 5, right: 0 },
        { top: 1, left: 1, bottom: 5, right: 1 },
      ],
      hiddenRows: new Set([2, 4]),
      hiddenColumns: new Set(),
    });
    expect(
      parts.of(0, [
        ['地区', '产值'],
        ['合肥市', 7],
        [null, null],
      ]).hiddenRows,
    ).toEqual(new Set([2]));
    const rows = [[], [null, null], [null, null], ['芜湖市', 8]];
    expect(parts.of(3, rows as never)).toEqual({
      merges: [
        { top: 0, left: 0, right: 0, bottom: 2 },
        { top: 0, left: 1, right: 1, bottom: 2 },
      ],
      hiddenRows: new Set([1]),
    });
    expect(rows[0]).toEqual(['合肥市']);
    expect(parts.of(7, [['芜湖市', 8]]).merges).toEqual([]);
  });
});

describe('a streamed workbook', () => {
  it('gives what the whole one gives', async () => {
    const cities = ['合肥市', '芜湖市', '蚌埠市', '淮南市'];
    const rows: (string | number | null)[][] = [['地区', '行业', '2024年产值(万元)']];
    const merges: string[] = [];
    // Each city's name is merged over 350 rows, so that merges lie across the parts, which are cut at 400 and 1,400.
    for (const [at, city] of cities.entries()) {
      const top = rows.length + 1;
      for (let row = 0; row < 350; row++)
        rows.push([row === 0 ? city : null, row % 2 ? '纺织业' : '汽车制造业', at * 1000 + row]);
      merges.push(`A${top}:A${rows.length}`);
    }
    const bytes = await workbook({ rows, merges, hiddenRows: [10, 500, 1399], hiddenColumns: [1] });
    const [whole] = await tidy(bytes);
    const [streamed] = await tidy(bytes, '测试.xlsx', { streamFrom: 0 });
    expect(whole!.rows).toHaveLength(1400);
    expect(streamed!.rows).toEqual(whole!.rows);
    expect(streamed!.rejects).toEqual(whole!.rejects);
    expect(streamed!.rows.filter((row) => row.hidden).map((row) => row.locator.row)).toEqual([11, 501, 1400]);
    expect(streamed!.notices).toEqual(whole!.notices);
  });
});
