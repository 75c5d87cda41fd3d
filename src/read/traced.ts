/**
 * Text that remembers where each of its characters stood in the decoded page. Every cleaning step works on
 * TracedText, so that any citation can be shown in the page as it came. Immutable.
 */
export class TracedText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, its offset in the decoded page; -1 where the page has no such character. */
  readonly origin: Int32Array;

  constructor(text: string, origin: Int32Array) {
    if (text.length !== origin.length) throw new RangeError('text and origin differ in length');
    this.text = text;
    this.origin = origin;
  }

  /** Text standing in the page character for character from `offset` on. */
  static at(text: string, offset: number): TracedText {
    const origin = new Int32Array(text.length);
    for (let i = 0; i < origin.length; i++) origin[i] = offset + i;
    return new TracedText(text, origin);
  }

  static concat(parts: readonly TracedText[]): TracedText {
    let length = 0;
    for (const part of parts) length += part.text.length;
    const origin = new Int32Array(length);
    let at = 0;
    for (const part of parts) {
      origin.set(part.origin, at);
      at += part.text.length;
    }
    return new TracedText(parts.map((part) => part.text).join(''), origin);
  }

  get length(): number {
    return this.text.length;
  }

  slice(start: number, end = this.text.length): TracedText {
    return new TracedText(this.text.slice(start, end), this.origin.subarray(start, end));
  }

  trim(): TracedText {
    const start = this.text.length - this.text.trimStart().length;
    return this.slice(start, Math.max(start, this.text.trimEnd().length));
  }

  /**
   * Replaces ranges, which must be in order and apart. A replacement as long as what it replaces keeps its origins
   * one for one; of any other, every character points to the start of what was replaced.
   */
  replace(edits: readonly TextEdit[]): TracedText {
    if (edits.length === 0) return this;
    const parts: TracedText[] = [];
    let at = 0;
    for (const edit of edits) {
      if (edit.start < at || edit.end < edit.start) throw new RangeError('edits overlap or are out of order');
      parts.push(this.slice(at, edit.start));
      const origin =
        edit.text.length === edit.end - edit.start
          ? this.origin.slice(edit.start, edit.end)
          : new Int32Array(edit.text.length).fill(this.origin[edit.start] ?? -1);
      parts.push(new TracedText(edit.text, origin));
      at = edit.end;
    }
    parts.push(this.slice(at));
    return TracedText.concat(parts);
  }
}

export interface TextEdit {
  start: number;
  end: number;
  text: string;
}
