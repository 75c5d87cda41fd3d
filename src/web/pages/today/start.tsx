// An empty workspace: what to do first, and what each page will show then.
import { Card, Typography } from 'antd';
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { followed } from '../../router.js';
import { ROUTES } from '../../routes.js';

const STEPS = [
  { name: 'table', to: '/data' },
  { name: 'pages', to: '/data' },
  { name: 'firms', to: '/data' },
] as const;

export function Start() {
  const { words } = useLanguage();
  const text = words.today.start;
  return (
    <>
      <PageHead title={text.title} about={text.about} />
      <ol className="start-steps">
        {STEPS.map(({ name, to }) => (
          <li key={name}>
            <Card size="small" title={<h2>{text.steps[name].title}</h2>}>
              <p>{text.steps[name].what}</p>
              <a href={to} onClick={followed}>
                {text.steps[name].go}
              </a>
            </Card>
          </li>
        ))}
      </ol>
      <Typography.Paragraph type="secondary">
        {text.sample} <code>npm run -s ballast -- start</code>
      </Typography.Paragraph>
      <h2 className="start-pages">{text.pages}</h2>
      <dl className="start-list">
        {ROUTES.map(({ name, path }) => (
          <div key={name}>
            <dt>
              <a href={path} onClick={followed}>
                {words.pages[name]}
              </a>
            </dt>
            <dd>{text.shows[name]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
