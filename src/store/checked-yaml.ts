import type { z } from 'zod';
import { type Bilingual, YamlFile } from '../model/index.js';

/** A YAML file that people write, held against its schema. Faults name the file, the line and the key. */
export function checkedYaml<Schema extends z.ZodType>(
  content: string,
  file: string,
  schema: Schema,
  what: Bilingual,
): z.infer<Schema> {
  const yaml = new YamlFile(content, file, what);
  const parsed = schema.safeParse(yaml.tree);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  // A key that the file does not have stands with the reason.
  const missing = path.slice(yaml.find(path).found.length).map(String).join('.');
  const reason = missing === '' ? message : `${missing}: ${message}`;
  throw yaml.refuse([{ path, reason: { zh: reason, en: reason } }]);
}
