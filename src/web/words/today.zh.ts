// Words of the page today in Chinese.
export const todayZh = {};
