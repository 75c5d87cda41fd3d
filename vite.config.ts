import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Files that are packed beside themselves, for the server to send as they are. */
const PACKABLE = /\.(?:js|css|html|svg|json|wasm|geojson)$/;
const LEAST_BYTES = 1024;

function packed(folder: string): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!PACKABLE.test(name)) continue;
        const file = join(folder, name);
        const plain = readFileSync(file);
        if (plain.length < LEAST_BYTES) continue;
        writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 10,
          [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
        };
        writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }));
      }
    },
  };
}

/** The workbench: src/web to dist/web, served by `ballast serve`. */
export default defineConfig({
  root: 'src/web',
  plugins: [react(), packed(join(import.meta.dirname, 'dist/web'))],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
  // npm run dev:web: the pages of Vite, the API of a running `ballast serve`.
  server: { proxy: { '/api': { target: 'http://127.0.0.1:4173', changeOrigin: true } } },
});
