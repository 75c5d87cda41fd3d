import { expect, test } from 'vitest';
import { folder } from '../cli/ballast.js';
import { plainCommands, shell } from './shell.js';

test.each([
  ['ballast read a.txt', [['ballast', 'read', 'a.txt']]],
  [
    `ballast brief --a "营业收入(万元)" --b='x y'`,
    [['ballast', 'brief', '--a', '营业收入(万元)', '--b=x y']],
  ],
  [
    'ballast a && ballast b   # both',
    [
      ['ballast', 'a'],
      ['ballast', 'b'],
    ],
  ],
  ['ballast a | head', null],
  ['ballast a > b', null],
  ['ballast $HOME', null],
  ['ballast "$HOME"', null],
  ['ballast *.txt', null],
  ['ballast a &', null],
  ['ballast a "b', null],
  ['ballast a &&', null],
])('%s', (line, commands) => expect(plainCommands(line)).toEqual(commands));

test('both ways give the same', async () => {
  const dir = folder();
  const line = 'npm run -s ballast -- measure growth none.csv --period a --value b --lang en';
  const [stays, started] = [await shell(line, dir), await shell(`${line} $NOTHING`, dir)];
  expect(stays).toEqual(started);
  expect([stays.code, stays.stderr]).toEqual([1, expect.stringContaining('none.csv')]);
  expect(await shell('ballast read --lang && ballast --help', dir)).toMatchObject({ code: 2, stdout: '' });
  expect((await shell('ballast --version && ballast --version | cat', dir)).stdout).toMatch(
    /^(\d+\.\d+\.\d+)\n\1\n$/,
  );
});
