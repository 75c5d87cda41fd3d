import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The workbench: src/web to dist/web, served by `ballast serve`. */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
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
