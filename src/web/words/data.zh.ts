// Words of the page data in Chinese.
export const dataZh = {};
