// What stands around every page: the ten pages, the language, the shade, and whether the data is made up.
import { Button, Drawer, Layout, Menu, Result, Spin, Tag } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import type { WorkspaceSummary } from '../server/contract/workspace.js';
import { useAnswer } from './api.js';
import { useLanguage } from './language.js';
import { Failed } from './parts/failed.js';
import { followed, useAddress } from './router.js';
import { ROUTES, routeOf } from './routes.js';
import { useShade } from './theme.js';

export function Frame() {
  const { words, language, setLanguage } = useLanguage();
  const { dark, setDark } = useShade();
  const { path } = useAddress();
  const route = routeOf(path);
  const summary = useAnswer<WorkspaceSummary>('/workspace');
  const title = route ? words.pages[route.name] : words.notFound;
  const [open, setOpen] = useState(false);
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
        </Drawer>
        <nav className="frame-menu" aria-label={words.menu}>
          <Menu mode="horizontal" theme="dark" {...contents} />
        </nav>
        <div className="frame-tools">
          {summary.data?.synthetic && <Tag color="gold">{words.synthetic}</Tag>}
          <Button size="small" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
            {words.language}
          </Button>
          <Button size="small" onClick={() => setDark(!dark)}>
            {dark ? words.light : words.dark}
          </Button>
        </div>
      </Layout.Header>
      <Layout.Content className="frame-body" id="content">
        {summary.error && <Failed failure={summary.error} again={() => summary.refetch()} />}
        {route ? (
          <Suspense fallback={<Spin description={words.loading} className="frame-wait" />}>
            <route.Page key={route.name} />
          </Suspense>
        ) : (
          <Result status="404" title={words.notFound} />
        )}
      </Layout.Content>
    </Layout>
  );
}
