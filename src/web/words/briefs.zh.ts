// Words of the page briefs in Chinese.
export const briefsZh = {};
