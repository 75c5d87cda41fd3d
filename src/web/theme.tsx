// Light and dark, and the components' words in the language of the page.
import { App, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useLanguage } from './language.js';

interface Shade {
  dark: boolean;
  /** While the page is being put on paper: light, and without what only a screen can do. */
  printing: boolean;
  setDark(dark: boolean): void;
}

const Context = createContext<Shade | null>(null);
const KEPT = 'ballast.dark';

/** Colours that say something, alike in pages, charts and briefs; each at least 4.5 : 1 on its ground. */
const TOKENS = {
  borderRadius: 4,
  fontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif",
};

const SHADES = {
  light: {
    token: {
      ...TOKENS,
      colorPrimary: '#1f5f99',
      colorInfo: '#1f5f99',
      colorLink: '#1f5f99',
      colorTextSecondary: '#4f5b66',
      colorTextTertiary: '#56636f',
      colorTextDescription: '#56636f',
      colorTextPlaceholder: '#66727d',
    },
  },
  dark: {
    token: {
      ...TOKENS,
      colorPrimary: '#5aa9e6',
      colorInfo: '#5aa9e6',
      colorLink: '#7cc3dd',
      colorTextSecondary: '#b3bdc6',
      colorTextTertiary: '#a9b4bd',
      colorTextDescription: '#a9b4bd',
      colorTextPlaceholder: '#93a0aa',
    },
    components: { Button: { primaryColor: '#06121c' }, Menu: { darkItemSelectedBg: '#1f5f99' } },
  },
};

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const [dark, setDark] = useState(() => {
    const kept = localStorage.getItem(KEPT);
    return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'true';
  });
  const [printing, setPrinting] = useState(false);
  useEffect(() => localStorage.setItem(KEPT, String(dark)), [dark]);
  useEffect(() => {
    // What is printed is what stands there when the listener returns.
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }, []);
  const isDark = dark && !printing;
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    dataset.shade = isDark ? 'dark' : 'light';
    if (printing) dataset.printing = '';
    else delete dataset.printing;
  }, [isDark, printing]);
  const shade = useMemo(() => ({ dark: isDark, printing, setDark }), [isDark, printing]);
  return (
    <Context value={shade}>
      <ConfigProvider
        button={{ autoInsertSpace: false }}
        locale={language === 'zh' ? zhCN : enUS}
        theme={
          isDark
            ? { algorithm: theme.darkAlgorithm, ...SHADES.dark }
            : { algorithm: theme.defaultAlgorithm, ...SHADES.light }
        }
      >
        <App>{children}</App>
      </ConfigProvider>
    </Context>
  );
}

export function useShade(): Shade {
  return useContext(Context)!;
}
