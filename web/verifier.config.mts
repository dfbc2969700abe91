import { join } from 'node:path'
import { defineConfig } from 'vite'

/** The verifier of proofs as one file without imports, for programs and pages of others: lib/verifier/linchpin-verifier.mjs. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../lib/verifier',
    emptyOutDir: true,
    target: 'es2022',
    lib: {
      entry: join(import.meta.dirname, 'src/proof/check.ts'),
      formats: ['es'],
      fileName: () => 'linchpin-verifier.mjs',
    },
  },
})
