// A question that was not answered: why, and what to do.
import { Alert, Button } from 'antd';
import type { ApiFailure } from '../api.js';
import { useLanguage } from '../language.js';

export function Failed({ failure, again }: { failure: ApiFailure; again?: () => void }) {
  const { words, language } = useLanguage();
  return (
    <Alert
      type="error"
      showIcon
      title={failure[language]}
      action={
        again && (
          <Button size="small" onClick={again}>
            {words.retry}
          </Button>
        )
      }
    />
  );
}
