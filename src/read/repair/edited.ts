/**
 * A line under repair: what it says now, and one log of edits that leads back to what it said at first. Repairs run
 * one after another over each other's results; edits that overlap are merged, so the log stays reversible.
 */
import type { Repair, RepairOperation } from '../../model/index.js';
import type { TextEdit, TracedText } from '../traced.js';

interface LoggedEdit {
  operation: RepairOperation;
  /** Range in the line as it came. */
  from: number;
  to: number;
  /** Range in the line as it is now. */
  start: number;
  end: number;
}

/** Where edits of different kinds merge, the entry is named after the deepest one. */
const DEPTH: Record<RepairOperation, number> = {
  'joined-lines': 0,
  script: 1,
  'zero-width': 2,
  entity: 3,
  'file-name-quotes': 4,
  pinyin: 5,
  'interleaved-title': 6,
  'slipped-bytes': 7,
};

export class EditedLine {
  readonly came: TracedText;
  #now: TracedText;
  #log: LoggedEdit[] = [];

  constructor(line: TracedText) {
    this.came = line;
    this.#now = line;
  }

  get now(): TracedText {
    return this.#now;
  }

  get text(): string {
    return this.#now.text;
  }

  /** Edits are ranges of the current text, in order and apart, none of them empty. */
  apply(operation: RepairOperation, edits: readonly TextEdit[]): void {
    const real = edits.filter((edit) => this.text.slice(edit.start, edit.end) !== edit.text);
    if (real.length === 0) return;
    this.#now = this.#now.replace(real);
    this.#log = compose(this.#log, operation, real);
  }

  repairs(): Repair[] {
    const { text, origin } = this.came;
    const repairs: Repair[] = [];
    for (const edit of this.#log) {
      const before = text.slice(edit.from, edit.to);
      const after = this.text.slice(edit.start, edit.end);
      if (before === after) continue;
      let rawStart = -1;
      let rawEnd = -1;
      for (let i = edit.from; i < edit.to; i++) {
        const at = origin[i]!;
        if (at < 0) continue;
        if (rawStart < 0 || at < rawStart) rawStart = at;
        if (at >= rawEnd) rawEnd = at + 1;
      }
      const { operation, start, end } = edit;
      repairs.push({ operation, rawStart, rawEnd, before, after, start, end });
    }
    return repairs;
  }
}

/** The log of `earlier` edits followed by `later` ones, which are ranges of the text between the two. */
function compose(
  earlier: readonly LoggedEdit[],
  operation: RepairOperation,
  later: readonly TextEdit[],
): LoggedEdit[] {
  const out: LoggedEdit[] = [];
  let i = 0;
  let j = 0;
  let toCame = 0;
  let toNow = 0;
  while (i < earlier.length || j < later.length) {
    const a = earlier[i];
    const b = later[j];
    const start = Math.min(a?.start ?? Infinity, b?.start ?? Infinity);
    let end = start;
    let growthCame = 0;
    let growthNow = 0;
    let name: RepairOperation | null = null;
    const absorbs = (edit: { start: number } | undefined): boolean =>
      edit !== undefined && (edit.start < end || (name === null && edit.start === start));
    for (;;) {
      const early = earlier[i];
      const late = later[j];
      if (absorbs(early)) {
        end = Math.max(end, early!.end);
        growthCame += early!.to - early!.from - (early!.end - early!.start);
        if (name === null || DEPTH[early!.operation] > DEPTH[name]) name = early!.operation;
        i++;
      } else if (absorbs(late)) {
        end = Math.max(end, late!.end);
        growthNow += late!.text.length - (late!.end - late!.start);
        if (name === null || DEPTH[operation] > DEPTH[name]) name = operation;
        j++;
      } else break;
    }
    out.push({
      operation: name ?? operation,
      from: start + toCame,
      to: end + toCame + growthCame,
      start: start + toNow,
      end: end + toNow + growthNow,
    });
    toCame += growthCame;
    toNow += growthNow;
  }
  return out;
}
