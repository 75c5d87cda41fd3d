// Pictures as PNG, for programs that show no SVG: drawn by resvg, with a Chinese face of this machine.
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { UserError } from '../../model/index.js';

/** Faces with Chinese characters, by family, where systems keep them; the first that is there is used. */
const FACES: readonly (readonly [family: string, file: string])[] = [
  ['Noto Sans CJK SC', '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'],
  ['Noto Sans CJK SC', '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc'],
  ['Noto Sans CJK SC', '/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc'],
  ['Noto Sans SC', join(homedir(), '.local/share/fonts/NotoSansSC-Regular.otf')],
  ['Source Han Sans SC', '/usr/share/fonts/adobe-source-han-sans/SourceHanSansSC-Regular.otf'],
  ['WenQuanYi Micro Hei', '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc'],
  ['WenQuanYi Zen Hei', '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'],
  ['Microsoft YaHei', 'C:/Windows/Fonts/msyh.ttc'],
  ['SimSun', 'C:/Windows/Fonts/simsun.ttc'],
  ['PingFang SC', '/System/Library/Fonts/PingFang.ttc'],
  ['Hiragino Sans GB', '/System/Library/Fonts/Hiragino Sans GB.ttc'],
  ['STHeiti', '/System/Library/Fonts/STHeiti Light.ttc'],
];

/** Pixels for one of the drawing: sharp at 200 dots an inch in print. */
const ZOOM = 2;

export interface Raster {
  rasterise: (svg: string) => Uint8Array;
  /** The face that words are drawn in; null where none was found and PNG pictures have no words. */
  face: string | null;
}

/** `font`: the user's own font file, before those of the system. */
export async function openRaster(font?: string): Promise<Raster> {
  const require = createRequire(import.meta.url);
  await ready(() => readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const found = font === undefined ? await firstFace() : { family: '', bytes: await ownFont(font) };
  return {
    face: found === null ? null : (font ?? found.family),
    rasterise: (svg) => {
      const drawing = new Resvg(svg, {
        fitTo: { mode: 'zoom', value: ZOOM },
        font:
          found === null
            ? { fontBuffers: [] }
            : {
                fontBuffers: [found.bytes],
                ...(found.family === ''
                  ? {}
                  : { defaultFontFamily: found.family, sansSerifFamily: found.family }),
              },
      });
      try {
        return drawing.render().asPng();
      } finally {
        drawing.free();
      }
    },
  };
}

let loading: Promise<void> | null = null;

/** The module may be set up once a process. */
function ready(wasm: () => Promise<Uint8Array>): Promise<void> {
  loading ??= wasm().then((bytes) => initWasm(bytes as Uint8Array<ArrayBuffer>));
  return loading;
}

async function firstFace(): Promise<{ family: string; bytes: Uint8Array } | null> {
  for (const [family, file] of FACES) {
    const there = await stat(file).then(
      (s) => s.isFile(),
      () => false,
    );
    if (there) return { family, bytes: await readFile(file) };
  }
  return null;
}

async function ownFont(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError({
      zh: `字体文件无法读取：${file}（${(error as Error).message}）`,
      en: `the font file cannot be read: ${file} (${(error as Error).message})`,
    });
  }
}
