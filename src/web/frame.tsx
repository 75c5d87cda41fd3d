// What stands around every page: the ten pages, the language, the shade, and whether the data is made up.
import { Button, Drawer, Layout, Menu, Result, Spin, Tag } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { WorkspaceSummary } from '../server/contract/workspace.js';
import { useAnswer } from './api.js';
import { useLanguage } from './language.js';
import { Boundary } from './parts/boundary.js';
import { Failed } from './parts/failed.js';
import { followed, useAddress } from './router.js';
import { ROUTES, routeOf } from './routes.js';
import { useShade } from './theme.js';
import './frame.css';

const Palette = lazy(() => import('./palette.js'));
const Help = lazy(() => import('./help.js'));

export function Frame() {
  const { words, language, setLanguage } = useLanguage();
  const { dark, setDark } = useShade();
  const { path } = useAddress();
  const route = routeOf(path);
  const summary = useAnswer<WorkspaceSummary>('/workspace');
  const title = route ? words.pages[route.name] : words.notFound;
  const [open, setOpen] = useState(false);
  // Loaded when they are first asked for, and kept.
  const [palette, setPalette] = useState<boolean | null>(null);
  const [help, setHelp] = useState<boolean | null>(null);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setPalette((shown) => !shown);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  // Who goes to another page by keyboard goes on reading there.
  const shown = useRef(route?.name);
  useEffect(() => {
    if (shown.current !== route?.name) content.current?.focus({ preventScroll: true });
    shown.current = route?.name;
  }, [route?.name]);
  // As the pages are named, not as they were added.
  const names = Object.keys(words.pages);
  const inOrder = [...ROUTES].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const contents = {
    selectedKeys: route ? [route.name] : [],
    items: inOrder.map(({ name, path: to }) => ({
      key: name,
      label: (
        <a href={to} onClick={followed}>
          {words.pages[name]}
        </a>
      ),
    })),
  };
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  const settings = (
    <>
      <Button size="small" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
        {words.language}
      </Button>
      <Button size="small" onClick={() => setDark(!dark)}>
        {dark ? words.light : words.dark}
      </Button>
      <Button
        size="small"
        onClick={() => {
          setOpen(false);
          setHelp(true);
        }}
      >
        {words.help.open}
      </Button>
    </>
  );
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Layout.Header className="frame-head">
        <a className="frame-mark" href="/" aria-label={words.product} onClick={followed}>
          <img src="/mark.svg" alt="" width={28} height={28} />
          <strong>{words.product}</strong>
        </a>
        <Button
          className="frame-open"
          size="small"
          aria-expanded={open}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <span aria-hidden="true">☰</span> {words.menu}
        </Button>
        <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={260} title={words.product}>
          <nav aria-label={words.menu}>
            <Menu mode="inline" {...contents} onClick={() => setOpen(false)} />
          </nav>
          <div className="frame-drawer-tools">{settings}</div>
        </Drawer>
        <nav className="frame-menu" aria-label={words.menu}>
          <Menu mode="horizontal" theme="dark" {...contents} />
        </nav>
        <div className="frame-tools">
          {summary.data?.synthetic && (
            <Tag color="gold" title={words.terms.synthetic.means}>
              {words.synthetic}
            </Tag>
          )}
          <Button
            size="small"
            className="frame-find"
            aria-keyshortcuts="Control+K"
            aria-label={words.palette.title}
            onClick={() => setPalette(true)}
          >
            <span aria-hidden="true">⌕</span> <span className="frame-wide">{words.palette.open}</span>
          </Button>
          <span className="frame-settings">{settings}</span>
        </div>
      </Layout.Header>
      <Layout.Content className="frame-body" id="content" ref={content} tabIndex={-1}>
        {summary.error && <Failed failure={summary.error} again={() => summary.refetch()} />}
        {route ? (
          <Boundary
            key={route.name}
            told={
              <Result
                status="warning"
                title={words.broken.title}
                subTitle={words.broken.why}
                extra={
                  <Button type="primary" onClick={() => location.reload()}>
                    {words.broken.reload}
                  </Button>
                }
              />
            }
          >
            <Suspense fallback={<Spin description={words.loading} className="frame-wait" />}>
              <route.Page />
            </Suspense>
          </Boundary>
        ) : (
          <Result status="404" title={words.notFound} />
        )}
      </Layout.Content>
      <Suspense fallback={null}>
        {palette !== null && <Palette open={palette} onClose={() => setPalette(false)} />}
        {help !== null && <Help open={help} onClose={() => setHelp(false)} />}
      </Suspense>
    </Layout>
  );
}
