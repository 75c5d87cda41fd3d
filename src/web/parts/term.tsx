// A word of the field with its explanation at hand, for those who meet it for the first time.
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../language.js';
import type { Words } from '../words/zh.js';

export function Term({ of, children }: { of: keyof Words['terms']; children?: ReactNode }) {
  const { words } = useLanguage();
  const { name, means } = words.terms[of];
  return (
    <Tooltip title={means} trigger={['hover', 'focus']}>
      <button type="button" className="term">
        {children ?? name}
      </button>
    </Tooltip>
  );
}
