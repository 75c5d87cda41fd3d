import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Markup, markup, printable } from '../../src/brief/markup.js';

it('escapes what is put in, and nothing twice', () => {
  const inner = markup`<b title="${`"'<&>`}">${['a<', null, 1]}</b>`;
  expect(inner.source).toBe('<b title="&quot;&#39;&lt;&amp;&gt;">a&lt;1</b>');
  expect(markup`<p>${inner}</p>`.source).toBe(`<p>${inner.source}</p>`);
  expect(new Markup('<i>').source).toBe('<i>');
});

it('takes out characters that turn or hide text', () => {
  expect(printable('a\u202eb\u0000c\ud800d')).toBe('a\ufffdb\ufffdc\ufffdd');
});

it('lets no string open a tag or leave an attribute', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(markup`${text}`.source).not.toMatch(/[<>"']/);
    }),
  );
});
