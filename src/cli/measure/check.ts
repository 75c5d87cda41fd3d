// ballast measure check: statements of pages against each other and against series.
import type { Command } from 'commander';
import {
  checkStatements,
  measureRules,
  STATEMENT_DEFINITIONS,
  type Statement,
  type StatementCheck,
} from '../../measure/index.js';
import { type Bilingual, type Figure, figuresOf } from '../../model/index.js';
import { loadCodes, loadMeasureRules } from '../../store/index.js';
import type { RefusedCell } from '../../verbs/index.js';
import { openLexicons, readAllPages } from '../../verbs/index.js';
import { exitCodeOf } from '../refused-pages.js';
import { EXIT, type Terminal } from '../terminal.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';
import { figuresFromTable, type SeriesColumns, withSeriesColumns } from './series-figures.js';

interface CheckOptions extends SeriesColumns {
  series?: string[];
  workspace: string;
  strict?: boolean;
  json?: boolean;
}

export function checkCommand(measure: Command, terminal: () => Terminal): void {
  withSeriesColumns(
    measure
      .command('check')
      .summary('核对文稿中的数 check statements')
      .description(
        '读出文稿中的数，互相核对，并与序列核对：哪些可以证实，哪些矛盾，哪些无法核对，为什么。推出的数一律标为推算。\n' +
          'Reads the figures of pages and holds them against each other and against series: which are confirmed, which contradicted, which cannot be checked, and why.',
      )
      .argument('<page...>', '.txt .md .html .docx .pdf，或文件夹 or folders')
      .option(
        '--series <table...>',
        '序列表：有指标、时期、数值、单位各列的长表，或导入认得的任何表 tables of figures: long ones, or any that an import can read',
      ),
  )
    .option(
      '--strict',
      '有矛盾或有未用的行即以 1 退出 exit with 1 when something is contradicted or was left out',
    )
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure check samples/pages/2022-12-clusters.txt --series national.csv',
    )
    .action(async (pages: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<CheckOptions>();
      process.exitCode = await run(pages, options, terminal());
    });
}

async function run(pages: readonly string[], options: CheckOptions, terminal: Terminal): Promise<number> {
  const rules = measureRules(await loadMeasureRules());
  const { lexicons, reading } = await openLexicons(options.workspace);
  const codes = await loadCodes(lexicons);
  const evidence: Figure[] = [];
  const refused: RefusedCell[] = [];
  const notes: Bilingual[] = [];
  for (const file of options.series ?? []) {
    const series = await figuresFromTable(file, options, codes, lexicons);
    evidence.push(...series.figures);
    refused.push(...series.refused);
    notes.push(...series.notes);
  }
  const members = (area: string): string[] | null => {
    const group = codes.areas.resolve(area, { level: 'group' });
    return group.status === 'resolved' ? group.members!.map((member) => member.code) : null;
  };
  const { read, refused: unread } = await readAllPages(pages, lexicons, terminal);
  const documents = read.map(({ document }) => {
    const statements: Statement[] = figuresOf(document, reading.areaCode).map((figure, i) => {
      const role = document.observations[i]!.role;
      return role === undefined ? figure : { ...figure, role };
    });
    return {
      source: document.source,
      title: document.title,
      statements,
      checks: checkStatements(statements, evidence, rules, { members }),
    };
  });
  const checks = documents.flatMap((document) => document.checks);
  const count = (verdict: StatementCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const counts = {
    confirmed: count('confirmed'),
    contradicted: count('contradicted'),
    uncheckable: count('uncheckable'),
  };
  if (options.json) {
    terminal.json({
      schema: MEASURE_SCHEMA,
      measure: 'check',
      counts,
      documents: documents.map(({ source, title, statements, checks: own }) => ({
        source,
        title,
        checks: own.map((check) => ({
          ...check,
          statements: check.statements.map((id) => located(statements.find((one) => one.id === id)!)),
          evidence: check.evidence.map((id) => located(evidence.find((one) => one.id === id)!)),
        })),
      })),
      refused,
      notes,
      definitions: STATEMENT_DEFINITIONS,
    });
  } else {
    for (const { title, source, checks: own } of documents) {
      terminal.print(`${title || source}`);
      for (const check of own) {
        terminal.print(`  ${terminal.say(VERDICTS[check.verdict])}  ${terminal.say(check.claim)}`);
        terminal.print(`      ${terminal.say(check.why)}`);
      }
    }
    terminal.print(
      terminal.say({
        zh: `证实 ${counts.confirmed}，矛盾 ${counts.contradicted}，无法核对 ${counts.uncheckable}`,
        en: `${counts.confirmed} confirmed, ${counts.contradicted} contradicted, ${counts.uncheckable} cannot be checked`,
      }),
    );
  }
  tellAside(terminal, refused, notes);
  if (unread.length > 0) return exitCodeOf(unread);
  if (options.strict === true && counts.contradicted > 0) return EXIT.badInput;
  return exitCode(refused, options.strict);
}

const VERDICTS: Record<StatementCheck['verdict'], Bilingual> = {
  confirmed: { zh: '证实', en: 'confirmed' },
  contradicted: { zh: '矛盾', en: 'contradicted' },
  uncheckable: { zh: '无法核对', en: 'cannot be checked' },
};

function located({ id, indicator, value, unit, period, area, released, source }: Figure) {
  return { id, indicator, value, unit, period, area, released, source };
}
