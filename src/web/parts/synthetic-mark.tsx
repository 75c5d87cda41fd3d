// Data that is made up is marked wherever it is shown.
import { Tag, Tooltip } from 'antd';
import { useLanguage } from '../language.js';

export function SyntheticMark() {
  const { words } = useLanguage();
  return (
    <Tooltip title={words.parts.syntheticWhy}>
      <Tag color="gold" className="synthetic">
        {words.parts.synthetic}
      </Tag>
    </Tooltip>
  );
}
