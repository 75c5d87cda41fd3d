// What keys do, and what the words of the field mean here.
import { Drawer } from 'antd';
import { useLanguage } from './language.js';

export default function Help({ open, onClose }: { open: boolean; onClose(): void }) {
  const { words } = useLanguage();
  const text = words.help;
  return (
    <Drawer open={open} onClose={onClose} title={text.title} size={440}>
      <h2 className="help-head">{text.keys}</h2>
      <dl className="help-list">
        {text.keyList.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h2 className="help-head">{text.terms}</h2>
      <dl className="help-list">
        {Object.entries(words.terms).map(([key, { name, means }]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {words.apiDocs}
        </a>
      </p>
    </Drawer>
  );
}
