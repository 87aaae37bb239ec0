import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [react()],
  build: {
    // The server's CSP takes no data: URIs and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/api': server,
      '/ws': { target: server, ws: true },
      '/openapi.json': server,
      '/docs': server,
      '/docs.css': server,
    },
  },
})
