/**
 * Runs every command that the READMEs and the mission map show, against the build, in a folder of its own. In an output block …
 * stands for anything within a line, and alone on a line for any number of lines.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shell } from './shell.js';

const root = join(import.meta.dirname, '..', '..');
const readmes = ['README.md', 'README.zh-CN.md'];
const setUp = /^npm (ci|start|test)\b/;

interface Step {
  command: string;
  output: string[];
}

function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, tag]) => tag === language)
    .map(([, , body]) => body!);
}

function steps(markdown: string): Step[] {
  const found: Step[] = [];
  for (const line of blocks(markdown, 'console').flatMap((block) => block.trimEnd().split('\n'))) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), output: [] });
    else found.at(-1)?.output.push(line);
  }
  return found;
}

function pattern(output: readonly string[]): RegExp {
  const lines = output.map((line) =>
    line.trim() === '…'
      ? '(?:.*\\n)*'
      : `${line
          .trimEnd()
          .split('…')
          .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
          .join('.*')}[ \\t]*\\n`,
  );
  return new RegExp(`^${lines.join('')}$`);
}

const contents = new Map(readmes.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-readme-'));
  for (const name of ['samples', 'docs', 'package.json'])
    symlinkSync(join(root, name), join(folder, name), name.includes('.') ? 'file' : 'dir');
  const started = await shell('npm run -s ballast -- start', folder);
  expect(started.code, started.stderr).toBe(0);
});

afterAll(() => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.each(readmes)('%s', (name) => {
  for (const { command, output } of steps(contents.get(name)!)) {
    if (setUp.test(command)) continue;
    test(`$ ${command.length > 90 ? `${command.slice(0, 90)}…` : command}`, async () => {
      const { code, stdout, stderr } = await shell(command, folder);
      expect(code, stderr).toBe(0);
      const shown = stdout === '' || stdout.endsWith('\n') ? stdout : `${stdout}\n`;
      expect(shown).toMatch(pattern(output));
    });
  }

  test('shows the library example as it is in docs/examples', () => {
    const example = readFileSync(join(root, 'docs', 'examples', 'read.mjs'), 'utf8').replace(
      /^\/\*\*.*\*\/\n/,
      '',
    );
    expect(blocks(contents.get(name)!, 'js')).toEqual([example]);
  });

  test('links only to files that exist', () => {
    const links = [...contents.get(name)!.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});

describe('docs/mission.md', () => {
  const mission = readFileSync(join(root, 'docs', 'mission.md'), 'utf8');
  const lines = blocks(mission, 'sh').flatMap((block) => block.trimEnd().split('\n'));
  test.each(lines)('$ %s', async (line) => {
    const { code, stdout, stderr } = await shell(line, folder);
    expect(code, stderr).toBe(0);
    expect(stdout.trim()).not.toBe('');
  });
});

test('both languages show the same commands, each in its own', () => {
  const [english, chinese] = readmes.map((name) =>
    steps(contents.get(name)!).map((step) => step.command.replace(' --lang en', '')),
  );
  expect(chinese).toEqual(english);
});
