/** Reading: from a policy page as it came to a document whose every statement is traced to its characters. Pure. */
export * from './across/index.js';
export { createReader, type Page, READER_VERSION, type Reader } from './reader.js';
