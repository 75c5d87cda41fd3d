// Chinese first, English a switch away.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './words/en.js';
import { type Words, zh } from './words/zh.js';

export type Language = 'zh' | 'en';

interface Spoken {
  language: Language;
  setLanguage(language: Language): void;
  /** Words of the workbench. */
  words: Words;
  /** Of what the server says in both languages. */
  say(text: { zh: string; en: string }): string;
  /** Between a name and what is said of it. */
  colon: string;
  /** In brackets behind what it belongs to. */
  aside(text: string | number): string;
}

const Context = createContext<Spoken | null>(null);
const KEPT = 'ballast.language';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh',
  );
  useEffect(() => {
    localStorage.setItem(KEPT, language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const spoken = useMemo<Spoken>(
    () => ({
      language,
      setLanguage,
      words: language === 'zh' ? zh : en,
      say: (text) => text[language],
      colon: language === 'zh' ? '：' : ': ',
      aside: (text) => (language === 'zh' ? `（${text}）` : ` (${text})`),
    }),
    [language],
  );
  return <Context value={spoken}>{children}</Context>;
}

export function useLanguage(): Spoken {
  return useContext(Context)!;
}
