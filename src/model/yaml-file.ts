/** A YAML file that people write: its tree, the line of each key, and faults that name file, line and key. */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type Bilingual, UserError } from './failure.js';

export type YamlPath = readonly PropertyKey[];

export interface YamlFault {
  path: YamlPath;
  reason: Bilingual;
}

/** How many faults of one file are told at once. */
const MOST_TOLD = 20;

const SYNTAX: Partial<Record<string, string>> = {
  BAD_INDENT: '缩进有误',
  BAD_SCALAR_START: '此处不能用这个符号开头，请加引号',
  BLOCK_AS_IMPLICIT_KEY: '键值写法有误：一行里有两个冒号，请给文字加引号',
  DUPLICATE_KEY: '键重复',
  MISSING_CHAR: '缺少符号（引号、括号或冒号后的空格）',
  MULTILINE_IMPLICIT_KEY: '缩进有误，或缺少冒号',
  TAB_AS_INDENT: '缩进不能用制表符，请用空格',
  UNEXPECTED_TOKEN: '此处有多余的文字',
};

export class YamlFile {
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #lines = new LineCounter();
  /** What the file says, as plain values; `null` where it is empty. */
  readonly tree: unknown;

  /**
   * @param what What such a file is called, for the message: 规则文件, rulebook.
   * @throws UserError where the text is not YAML.
   */
  constructor(
    content: string,
    readonly file: string,
    readonly what: Bilingual,
  ) {
    this.#document = parseDocument(content, { lineCounter: this.#lines, prettyErrors: false });
    const error = this.#document.errors[0];
    if (error) {
      const zh = SYNTAX[error.code];
      throw this.#refusal([
        {
          line: this.#lines.linePos(error.pos[0]).line,
          key: '',
          reason: { zh: zh ? `${zh}（${error.message}）` : error.message, en: error.message },
        },
      ]);
    }
    try {
      this.tree = this.#document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      const message = (error as Error).message;
      throw this.#refusal([{ line: 1, key: '', reason: { zh: message, en: message } }]);
    }
  }

  /**
   * Line (from 1) of the deepest part of a path that the file has, and that part. A part that the file does not have is
   * passed over where the parts after it are found in its place: keys may be written beside each other that the reading
   * gathers under a name.
   */
  find(path: YamlPath): { line: number; found: PropertyKey[] } {
    let node: Node | null = this.#document.contents;
    let offset = node?.range?.[0] ?? 0;
    const found: PropertyKey[] = [];
    for (const part of path) {
      if (isAlias(node)) node = node.resolve(this.#document) ?? null;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
        if (!pair) continue;
        if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
        node = isNode(pair.value) ? pair.value : null;
      } else if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
        const item = node.items[part];
        node = isNode(item) ? item : null;
        if (node?.range) offset = node.range[0];
      } else continue;
      found.push(part);
    }
    return { line: this.#lines.linePos(offset).line, found };
  }

  /** All faults in one message, by line. */
  refuse(faults: readonly YamlFault[]): UserError {
    return this.#refusal(
      faults
        .map(({ path, reason }) => {
          const { line, found } = this.find(path);
          return { line, key: found.map(String).join('.'), reason };
        })
        .sort((a, b) => a.line - b.line),
    );
  }

  #refusal(faults: readonly { line: number; key: string; reason: Bilingual }[]): UserError {
    const { file, what } = this;
    const [first] = faults;
    if (first && faults.length === 1) {
      const key = first.key === '' ? '' : ` ${first.key}`;
      return new UserError({
        zh: `${what.zh}有误：${file} 第 ${first.line} 行${key}：${first.reason.zh}`,
        en: `Fault in the ${what.en} ${file}, line ${first.line}${key === '' ? '' : `,${key}`}: ${first.reason.en}`,
      });
    }
    const told = faults.slice(0, MOST_TOLD);
    const more = faults.length - told.length;
    const lines = (lang: keyof Bilingual) =>
      told.map(({ line, key, reason }) =>
        lang === 'zh'
          ? `\n  ${file} 第 ${line} 行${key === '' ? '' : ` ${key}`}：${reason.zh}`
          : `\n  ${file}, line ${line}${key === '' ? '' : `, ${key}`}: ${reason.en}`,
      );
    return new UserError({
      zh: `${what.zh}有 ${faults.length} 处错误：${lines('zh').join('')}${more > 0 ? `\n  另有 ${more} 处` : ''}`,
      en: `${faults.length} faults in the ${what.en}:${lines('en').join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
    });
  }
}
