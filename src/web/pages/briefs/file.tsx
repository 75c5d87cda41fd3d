// A file of the folder of briefs: to be read here and taken home.
import { Button } from 'antd';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { PageHead } from '../../parts/page-head.js';
import { followed } from '../../router.js';

export function BriefFilePage({ name }: { name: string }) {
  const { words } = useLanguage();
  const say = words.briefs;
  const address = `/api/v1/briefs/files/${encodeURIComponent(name)}`;
  return (
    <>
      <PageHead
        title={name}
        about={
          <a href="/briefs" onClick={followed}>
            ← {words.pages.briefs}
          </a>
        }
        actions={
          <>
            <Button size="small" type="primary" href={`${address}?download=1`}>
              {say.download}
            </Button>
            {!name.endsWith('.docx') && (
              <Button size="small" href={address} target="_blank">
                {say.open}
              </Button>
            )}
          </>
        }
      />
      {name.endsWith('.docx') ? (
        <Empty>{say.noPreview}</Empty>
      ) : (
        // A page of its own: it may not run scripts, and reaches nothing of the workbench.
        <iframe className="brief-page" title={name} src={address} sandbox="allow-same-origin allow-popups" />
      )}
    </>
  );
}
