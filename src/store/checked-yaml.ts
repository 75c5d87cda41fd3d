import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Bilingual, UserError } from '../model/index.js';

/** A YAML file that people write, held against its schema. Faults name the file, the line and the key. */
export function checkedYaml<Schema extends z.ZodType>(
  content: string,
  file: string,
  schema: Schema,
  what: Bilingual,
): z.infer<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const refuse = (line: number, message: string) =>
    new UserError({
      zh: `${what.zh}有误：${file} 第 ${line} 行：${message}`,
      en: `Fault in the ${what.en} ${file}, line ${line}: ${message}`,
    });
  const fault = document.errors[0];
  if (fault) throw refuse(lines.linePos(fault.pos[0]).line, fault.message);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.join('.');
  throw refuse(
    lineOf(document, issue.path, lines),
    where === '' ? issue.message : `${where}: ${issue.message}`,
  );
}

function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
  lines: LineCounter,
): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
