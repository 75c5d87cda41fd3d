// Title of a view, what it is about, and what can be done with it; below it the filters.
import { App, Button, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.js';

export interface PageHeadProps {
  title: ReactNode;
  about?: ReactNode;
  marks?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}

export function PageHead({ title, about, marks, actions, children }: PageHeadProps) {
  const { words } = useLanguage();
  const { message } = App.useApp();
  return (
    <header className="page-head">
      <div className="page-head-row">
        <Typography.Title level={1} className="page-title">
          {title} {marks}
        </Typography.Title>
        <div className="page-actions">
          {actions}
          <Button
            size="small"
            type="text"
            onClick={async () => {
              try {
                // Browsers let a page write there on this machine and over https alone.
                await navigator.clipboard.writeText(location.href);
                message.success(words.parts.filters.copied);
              } catch {
                message.info(words.parts.filters.notCopied);
              }
            }}
          >
            {words.parts.filters.copy}
          </Button>
        </div>
      </div>
      {about && <Typography.Paragraph type="secondary">{about}</Typography.Paragraph>}
      {children}
    </header>
  );
}
