// Nothing to show, and what would change that.
import { Empty as Nothing } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.js';

export function Empty({ children, action }: { children?: ReactNode; action?: ReactNode }) {
  const { words } = useLanguage();
  return (
    <Nothing image={Nothing.PRESENTED_IMAGE_SIMPLE} description={children ?? words.nothing}>
      {action}
    </Nothing>
  );
}
