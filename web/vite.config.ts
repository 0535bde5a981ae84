import * as fs from 'node:fs'
import * as path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const GATEWAY = process.env.GATEWAY_URL ?? 'http://localhost:3000'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), withoutInlineStyles(), compressed()],
  build: {
    target: 'es2022',
    // Files and not data: URLs, so that the content policy needs no exception.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script.
    modulePreload: { polyfill: false },
    // What every page needs is one file: fifty small ones know nothing of each other when they are compressed.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'start', test: /\/(?!main\.tsx$|index\.html)[^/]*$/, tags: ['$initial'] }],
        },
      },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '^/(api|auth|ajuda|docs|problems|openapi.json|healthz|readyz|metrics)': GATEWAY,
      '^/socket.io': { target: GATEWAY, ws: true },
    },
  },
})

/** Sonner writes its styles into the page, which the content policy refuses; toaster.tsx imports them as a file. */
function withoutInlineStyles(): Plugin {
  return {
    name: 'without-inline-styles',
    apply: 'build',
    transform(code, id) {
      if (!/\/sonner\/dist\/[^?]*\.m?js/.test(id)) return null
      const stripped = code.replace(/^__insertCSS\(.*\);?$/m, '')
      if (stripped === code) this.error('sonner does not write its styles as it used to')
      return { code: stripped, map: null }
    },
  }
}

/** Each file once more, as small as it gets: the gateway has better things to do than to compress. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|svg|html)$/.test(name)) continue
        const file = path.join(dir, name)
        const content = fs.readFileSync(file)
        if (content.length < 1024) continue
        fs.writeFileSync(`${file}.br`, brotliCompressSync(content))
        fs.writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  }
}
