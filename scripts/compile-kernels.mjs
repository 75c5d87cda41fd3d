// Compiles the numeric kernels (AssemblyScript) to WebAssembly and writes each as a module that holds its
// bytes, so that an engine needs no file system to load it. A kernel that has not changed is left alone.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const rooms = ['chain', 'foresee'];

let compiler;
for (const { name, source, target } of (await Promise.all(rooms.map(kernelsOf))).flat()) {
  if (await newer(target, [source, new URL(import.meta.url)])) continue;
  compiler ??= (await import('assemblyscript/asc')).default;
  const wasm = await bytesOf(compiler, fileURLToPath(source));
  const base64 = Buffer.from(wasm).toString('base64');
  const { memory } = flagsOf(await readFile(source, 'utf8'));
  await writeFile(
    target,
    `// Made by scripts/compile-kernels.mjs from ../assembly/${name}.ts${memory ? ', on imported memory' : ''}.\n` +
      `export const bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));\n`,
  );
  process.stderr.write(`${name}: ${wasm.length} bytes of WebAssembly\n`);
}

async function kernelsOf(room) {
  const sources = new URL(`../src/${room}/kernels/assembly/`, import.meta.url);
  const compiled = new URL(`../src/${room}/kernels/compiled/`, import.meta.url);
  await mkdir(compiled, { recursive: true });
  return (await readdir(sources))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      name: file.slice(0, -3),
      source: new URL(file, sources),
      target: new URL(file, compiled),
    }));
}

async function bytesOf(asc, path) {
  let binary;
  const { memory } = flagsOf(await readFile(path, 'utf8'));
  const { error, stderr } = await asc.main(
    [
      path,
      '--outFile=kernel.wasm',
      '--runtime=stub',
      '-O3',
      '--noAssert',
      '--uncheckedBehavior=always',
      '--enable=simd',
      ...(memory ? ['--enable=threads', '--importMemory', '--sharedMemory', '--maximumMemory=65536'] : []),
    ],
    {
      readFile: async (file) => readFile(file, 'utf8').catch(() => null),
      writeFile: (file, contents) => {
        if (file === 'kernel.wasm') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`${path}: ${error?.message}\n${stderr}`);
  return binary;
}

/** A kernel says in its first lines `// memory: shared` when threads work on one memory. */
function flagsOf(text) {
  return { memory: /^\/\/ memory: shared$/m.test(text) };
}

async function newer(target, inputs) {
  const made = await stat(target).catch(() => null);
  if (!made) return false;
  const changed = await Promise.all(inputs.map((input) => stat(input)));
  return changed.every(({ mtimeMs }) => mtimeMs < made.mtimeMs);
}
