import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react(), tailwindcss()],
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
