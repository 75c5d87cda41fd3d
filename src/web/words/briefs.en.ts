import type { briefsZh } from './briefs.zh.js';

export const briefsEn: typeof briefsZh = {
  about: 'Every number with its source; briefs stand in the folder briefs of the workspace.',
  saved: 'Saved briefs',
  none: 'No brief was written yet. Write one with ballast brief',
  preview: 'Preview',
  download: 'Download',
  open: 'Open on a page of its own',
  written: 'written',
  noPreview: 'This format has no preview; download it',
};
