// Light and dark, and the components' words in the language of the page.
import { App, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useLanguage } from './language.js';

interface Shade {
  dark: boolean;
  setDark(dark: boolean): void;
}

const Context = createContext<Shade | null>(null);
const KEPT = 'ballast.dark';

/** Colours that say something, alike in pages, charts and briefs; each at least 4.5 : 1 on its ground. */
const TOKENS = {
  colorPrimary: '#1f5f99',
  colorInfo: '#1f5f99',
  borderRadius: 4,
  fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif",
};

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const [dark, setDark] = useState(() => {
    const kept = localStorage.getItem(KEPT);
    return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'true';
  });
  useEffect(() => {
    localStorage.setItem(KEPT, String(dark));
    document.documentElement.dataset.shade = dark ? 'dark' : 'light';
  }, [dark]);
  const shade = useMemo(() => ({ dark, setDark }), [dark]);
  return (
    <Context value={shade}>
      <ConfigProvider
        locale={language === 'zh' ? zhCN : enUS}
        theme={{ algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm, token: TOKENS }}
      >
        <App>{children}</App>
      </ConfigProvider>
    </Context>
  );
}

export function useShade(): Shade {
  return useContext(Context)!;
}
