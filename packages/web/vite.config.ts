import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = 'http://127.0.0.1:3000'

/** Once, as it is built: the server sends what a browser takes, and spends nothing on it. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = '' }, bundle) {
    for (const file of Object.values(bundle)) {
      if (!/\.(js|css)$/.test(file.fileName)) continue
      const content = file.type === 'chunk' ? file.code : file.source
      writeFileSync(join(dir, `${file.fileName}.br`), brotliCompressSync(content))
      writeFileSync(join(dir, `${file.fileName}.gz`), gzipSync(content))
    }
  },
}

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed],
  build: {
    // The oldest browsers with light-dark(), which the colours are written in.
    target: ['chrome123', 'safari17.5', 'firefox128'],
    // The server's CSP takes no data: URIs and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': server,
      '/demo': { target: server, ws: true },
      '/ws': { target: server, ws: true },
      '/openapi.json': server,
      '/docs': server,
      '/docs.css': server,
    },
  },
})
