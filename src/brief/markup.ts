/** HTML that is safe by construction: whatever is put into a template is escaped, unless it is markup itself. */

export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  toString(): string {
    return this.source;
  }
}

export type Content = string | number | Markup | null | readonly Content[];

export function markup(strings: TemplateStringsArray, ...values: Content[]): Markup {
  let out = strings[0]!;
  for (const [i, value] of values.entries()) out += rendered(value) + strings[i + 1]!;
  return new Markup(out);
}

function rendered(value: Content): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.source;
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** Without control characters, and without marks that turn the direction of the text around them. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/gu,
    '\ufffd',
  );
}
