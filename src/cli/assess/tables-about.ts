// ballast assess --list and --template: what rulebooks there are, and what they ask a firm to fill in.
import { extname } from 'node:path';
import { levelRulebookOf, needsOf, type Rulebook } from '../../assess/index.js';
import { UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { openRulebooks, templateColumns, templateCsv, templateXlsx } from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { listJson, listText } from './list.js';
import { CONFIDENCE_WORDS } from './state-words.js';

export async function listRulebooks(
  options: { today: string; workspace: string; json?: boolean },
  terminal: Terminal,
): Promise<number> {
  const entries = (await openRulebooks(options.workspace)).list(options.today);
  if (options.json) terminal.json(listJson(entries, options.today, terminal.lang));
  else terminal.print(listText(entries, options.today, terminal.lang));
  return EXIT.done;
}

export interface TemplateOptions {
  titles: readonly string[];
  on: string;
  application: 'new' | 'review';
  area: string | null;
  drafts: boolean;
  out: string;
  workspace: string;
  json?: boolean;
}

/** Writes the table that the rulebooks of the titles ask for on a day. */
export async function writeTemplate(options: TemplateOptions, terminal: Terminal): Promise<number> {
  const { on, application, area, drafts, out } = options;
  const format = extname(out).toLowerCase();
  if (format !== '.xlsx' && format !== '.csv')
    throw new UserError({
      zh: `模板写成 .xlsx 或 .csv：${out}`,
      en: `A template is written as .xlsx or .csv: ${out}`,
    });
  const set = await openRulebooks(options.workspace);
  const question = { on, application, area, drafts };
  const chosen = options.titles.map((title) => set.choose({ ...question, title }));
  const rulebooks = chosen.map(({ rulebook }) => rulebook);
  const needs = needsOf(rulebooks, set.items, question, levelRulebookOf(set, question));
  const columns = templateColumns(needs, on);
  const { lang } = terminal;
  const about = rulebooks.map((rulebook) => aboutLine(rulebook, on, lang));
  const content =
    format === '.csv' ? templateCsv(columns, lang) : await templateXlsx(columns, about, lang, on);
  await writeWhole(out, content);
  if (options.json)
    terminal.json({
      schema: 'ballast.assess/1',
      template: out,
      on,
      rulebooks: rulebooks.map(({ id, title }) => ({ id, title })),
      columns: columns.map(({ heading, choices, note }) => ({ heading, choices, note: note[lang] })),
    });
  else
    terminal.print(
      terminal.say({
        zh: `${out}：${columns.length} 列，按 ${on} 的规则（${rulebooks.map(({ id }) => id).join('、')}）。填好后：ballast assess ${out} --title ${options.titles[0]} --on ${on}`,
        en: `${out}: ${columns.length} columns, by the rules of ${on} (${rulebooks.map(({ id }) => id).join(', ')}). When filled in: ballast assess ${out} --title ${options.titles[0]} --on ${on}`,
      }),
    );
  return EXIT.done;
}

function aboutLine(rulebook: Rulebook, on: string, lang: 'zh' | 'en'): string {
  const { title, name, document, confidence, checked } = rulebook;
  return lang === 'zh'
    ? `${title}：${name.zh}（${document.name}${document.part ?? ''}，${document.number}）；按 ${on} 判断；${CONFIDENCE_WORDS[confidence].zh}，${checked} 核对。`
    : `${title}: ${name.en} (${document.name}${document.part ?? ''}, ${document.number}); judged as of ${on}; ${CONFIDENCE_WORDS[confidence].en}, checked ${checked}.`;
}
