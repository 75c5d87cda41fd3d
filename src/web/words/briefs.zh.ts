// Words of the page of briefs in Chinese.
export const briefsZh = {
  about: '每个数字都带出处；写好的简报存在工作区的 briefs 文件夹。',
  saved: '已写的简报',
  none: '还没有写过简报。可用 ballast brief 写一份',
  preview: '预览',
  download: '下载',
  open: '在新页打开',
  written: '写于',
  noPreview: '这种格式不能预览，请下载后打开',
};
