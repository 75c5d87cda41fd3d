/**
 * Something the user can mend: bad input, a locked workspace, an unknown option value. Reported as a
 * message in the user's language with exit code 1, never with a trace.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly zh: string;
  readonly en: string;
  constructor(message: Bilingual) {
    super(message.zh);
    this.zh = message.zh;
    this.en = message.en;
  }
  in(lang: Lang): string {
    return lang === 'en' ? this.en : this.zh;
  }
}

export type Lang = 'zh' | 'en';

/** One message in both languages of the product. */
export interface Bilingual {
  zh: string;
  en: string;
}
