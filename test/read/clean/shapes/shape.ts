/** What a page in a given dress must give, and the pieces of markup that many dresses share. */
import { headlines } from './articles.js';

export interface PageShape {
  /** File name; what it looks like stands in `like`. */
  name: string;
  like: string;
  page: string;
  title: string;
  published: string | null;
  outlet?: string | null;
  originalOutlet?: string | null;
  authors?: string[];
  editors?: string[];
  deck?: string;
  body: readonly string[];
}

export const paragraphs = (texts: readonly string[], open = '<p>', close = '</p>') =>
  texts.map((text) => `${open}${text}${close}`).join('\n');

export const indented = (texts: readonly string[], open = '<p>', close = '</p>') =>
  paragraphs(
    texts.map((text) => `　　${text}`),
    open,
    close,
  );

export const linkList = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, i) =>
      `<li><a href="/c/2024/${i}.html" target="_blank">${headlines[(i + from) % headlines.length]}</a></li>`,
  ).join('\n');

export const html = (head: string, body: string) =>
  `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n${head}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
