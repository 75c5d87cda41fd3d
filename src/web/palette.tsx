// One box for everything: pages and their views, firms, indicators, documents.
import { Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { FirmPage } from '../server/contract/firms.js';
import type { IndicatorList } from '../server/contract/monitoring.js';
import type { DocumentItem } from '../server/contract/policy.js';
import { useAnswer } from './api.js';
import { useLanguage } from './language.js';
import { goTo } from './router.js';
import { ROUTES } from './routes.js';
import type { Words } from './words/zh.js';

interface Found {
  group: string;
  label: string;
  to: string;
}

const PAUSE_MS = 200;
/** Of firms, documents and indicators each. */
const MOST = 6;

export default function Palette({ open, onClose }: { open: boolean; onClose(): void }) {
  const { words } = useLanguage();
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={600}
      style={{ top: 80 }}
      title={<span className="visually-hidden">{words.palette.title}</span>}
    >
      <Box onClose={onClose} />
    </Modal>
  );
}

function Box({ onClose }: { onClose(): void }) {
  const { words, say } = useLanguage();
  const text = words.palette;
  const id = useId();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const wanted = typed.trim().toLowerCase();
  const firms = useAnswer<FirmPage>(
    asked === '' ? null : `/firms?text=${encodeURIComponent(asked)}&from=0&count=${MOST}`,
  ).data;
  const documents = useAnswer<{ items: DocumentItem[] }>(
    asked === '' ? null : `/documents?words=${encodeURIComponent(asked)}&from=0&count=${MOST}`,
  ).data;
  const indicators = useAnswer<IndicatorList>('/monitoring/indicators').data;
  const holds = (...names: string[]) => names.some((name) => name.toLowerCase().includes(wanted));
  const found: Found[] = placesOf(words)
    .filter(({ label }) => holds(label))
    .map((place) => ({ ...place, group: text.pages }));
  if (wanted !== '') {
    for (const { id: key, name, kind, unit } of (indicators?.items ?? [])
      .filter((item) => holds(item.name.zh, item.name.en, item.id))
      .slice(0, MOST))
      found.push({
        group: text.indicators,
        label: `${say(name)} · ${words.monitoring.kinds[kind]}${unit && `（${unit}）`}`,
        to: `/monitoring?indicator=${encodeURIComponent([key, kind, unit].join('~'))}`,
      });
    for (const { key, name } of asked === '' ? [] : (firms?.items ?? []))
      found.push({ group: text.firms, label: name, to: `/firms/${encodeURIComponent(key)}` });
    for (const { sha256, title, source } of asked === '' ? [] : (documents?.items ?? []))
      found.push({
        group: text.documents,
        label: title || source,
        to: `/policy/${sha256}?words=${encodeURIComponent(asked)}`,
      });
    found.push(
      {
        group: text.more,
        label: text.inPages(typed),
        to: `/policy/search?words=${encodeURIComponent(typed)}`,
      },
      { group: text.more, label: text.inFirms(typed), to: `/firms?text=${encodeURIComponent(typed)}` },
    );
  }
  const chosen = Math.min(at, found.length - 1);
  const open = (to: string) => {
    onClose();
    goTo(to);
  };
  const keys = (event: KeyboardEvent) => {
    // While a word is being composed the keys belong to the input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') setAt((chosen + found.length - 1) % found.length);
    else if (event.key === 'Enter' && found[chosen]) open(found[chosen].to);
    else return;
    event.preventDefault();
  };
  return (
    <div className="palette">
      <input
        // biome-ignore lint/a11y/noAutofocus: the box was opened to type in it
        autoFocus
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[chosen] ? `${id}-${chosen}` : undefined}
        aria-label={text.title}
        placeholder={text.placeholder}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div className="palette-list" id={`${id}-list`} role="listbox" tabIndex={-1} aria-label={text.title}>
        {found.map(({ group, label, to }, i) => (
          <div
            key={to}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            tabIndex={-1}
            ref={(element) => {
              if (i === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            onMouseMove={() => setAt(i)}
            onClick={() => open(to)}
            onKeyDown={keys}
          >
            <span className="palette-group">{found[i - 1]?.group === group ? '' : group}</span>
            <span>{label}</span>
          </div>
        ))}
      </div>
      <p className="palette-keys">{text.keys}</p>
    </div>
  );
}

/** Pages and those of their views that have an address of their own. */
function placesOf(words: Words): { label: string; to: string }[] {
  const pages = ROUTES.map(({ name, path }) => ({ label: words.pages[name], to: path }));
  const under = (name: keyof Words['pages'], views: Record<string, string>, to: (key: string) => string) =>
    Object.entries(views).map(([key, label]) => ({ label: `${words.pages[name]} · ${label}`, to: to(key) }));
  const { documents: _, ...policy } = words.policy.tabs;
  const { trend: __, ...monitoring } = words.monitoring.tabs;
  const { import: ___, ...data } = words.data.tabs;
  const { map: ____, ...chains } = words.chains.views;
  return [
    ...pages,
    ...under('policy', policy, (key) => `/policy/${key}`),
    ...under('monitoring', monitoring, (key) => `/monitoring?view=${key}`),
    ...under('chains', chains, (key) => `/chains/${key}`),
    ...under('data', data, (key) => `/data/${key}`),
  ];
}
