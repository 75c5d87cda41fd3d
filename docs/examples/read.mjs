/** Reads one page as a library and prints its figures, each with the sentence part it stands in. */
import { readFile } from 'node:fs/promises';
import { createReader } from 'ballast/read';
import { loadLexicons } from 'ballast/store';

const reader = createReader(await loadLexicons());
const page = await reader.read({
  name: '2024-03-statistics-2023.txt',
  bytes: await readFile('samples/pages/2024-03-statistics-2023.txt'),
});
for (const figure of page.observations.slice(0, 3))
  console.log(
    `${figure.indicator} ${figure.value} ${figure.unit} (${figure.kind}, ${figure.period}): ${figure.textSpan}`,
  );
