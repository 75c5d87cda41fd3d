import { Spin, Tag, Typography } from 'antd';
import type { DocumentFacets, SearchFound } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Filters, WordsFilter } from '../../parts/filters.js';
import { followed, useQueryValue } from '../../router.js';

export function Search() {
  const { words, say } = useLanguage();
  const own = words.policy;
  const [asked] = useQueryValue('words');
  const { data, error, refetch, isFetching } = useAnswer<SearchFound>(
    asked.trim() === '' ? null : `/policy/search?count=100&words=${encodeURIComponent(asked)}`,
  );
  const facets = useAnswer<DocumentFacets>(asked.trim() === '' ? '/documents/facets' : null).data;
  return (
    <>
      <Filters names={['words']}>
        <WordsFilter name="words" label={own.search} width={320} />
        <Typography.Text type="secondary">{own.searchHow}</Typography.Text>
      </Filters>
      {facets && facets.themes.length > 0 && (
        <section aria-labelledby="by-line">
          <Typography.Title level={2} className="section-title" id="by-line">
            {own.searchByLine}
          </Typography.Title>
          <ul className="search-lines">
            {facets.themes.map((theme) => (
              <li key={theme.name}>
                <a href={`/policy?theme=${encodeURIComponent(theme.name)}`} onClick={followed}>
                  {say(theme)}
                </a>{' '}
                {theme.count}
              </li>
            ))}
          </ul>
        </section>
      )}
      {error && <Failed failure={error} again={() => refetch()} />}
      {isFetching && !data && <Spin />}
      {data && (
        <>
          <p aria-live="polite">
            {data.total === 0 ? <Empty>{own.notFound}</Empty> : own.found(data.total, data.hits)}
          </p>
          <ol className="search-found">
            {data.items.map((item) => (
              <li key={item.document}>
                <a
                  className="search-title"
                  href={`/policy/${item.document}?words=${encodeURIComponent(asked)}`}
                  onClick={followed}
                >
                  {item.title}
                </a>{' '}
                {item.inTitle && <Tag>{own.inTitle}</Tag>}
                <Typography.Text type="secondary">
                  {[item.day ?? own.undated, item.outlet, `×${item.hits}`].filter(Boolean).join(' · ')}
                </Typography.Text>
                {item.snippets.map((snippet) => (
                  <p key={snippet.start} className="search-snippet">
                    <a
                      href={`/policy/${item.document}?start=${snippet.start}&end=${snippet.end}`}
                      onClick={followed}
                    >
                      …{snippet.before}
                      <mark>{snippet.match}</mark>
                      {snippet.after}…
                    </a>
                  </p>
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
