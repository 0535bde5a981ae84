import * as fs from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { type Edge, newRoutes } from '#src/http/edge.ts'

const SCALAR = fileURLToPath(import.meta.resolve('../../vendor/scalar/standalone.js.gz'))

/** Scalar puts its styles into the page while it runs; scripts, fonts and connections stay ours. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Ponte</title>
<link rel="icon" href="/icon.svg">
</head>
<body>
<div id="app"></div>
<script src="/docs/scalar.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`
const START = `Scalar.createApiReference('#app', {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
})
`
const JAVASCRIPT = { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' }

/** The description of the whole API, made from the routes of `app`, and a page to read it. */
export function docsRoutes(
  app: OpenAPIHono<Edge>,
  { publicUrl, version }: { publicUrl: string; version: string },
) {
  const routes = newRoutes()
  let description: object | undefined
  let script: ReturnType<typeof readScript> | undefined

  routes.get('/openapi.json', (c) => {
    description ??= describe(app, publicUrl, version)
    return c.json(description)
  })
  routes.get('/docs', (c) => {
    c.header('Content-Security-Policy', POLICY)
    return c.html(PAGE)
  })
  routes.get('/docs/start.js', (c) => c.body(START, 200, JAVASCRIPT))
  routes.get('/docs/scalar.js', async (c) => {
    script ??= readScript()
    const { zipped, plain } = await script
    if (!(c.req.header('accept-encoding') ?? '').includes('gzip')) return c.body(plain, 200, JAVASCRIPT)
    return c.body(zipped, 200, { ...JAVASCRIPT, 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
  })
  return routes
}

/** Once, for the first who asks. */
async function readScript() {
  const zipped = new Uint8Array(await fs.readFile(SCALAR))
  return { zipped, plain: new Uint8Array(await promisify(gunzip)(zipped)) }
}

function describe(app: OpenAPIHono<Edge>, publicUrl: string, version: string): object {
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'access_token',
    description: 'Set by signing in. Changes asked for with it need an Origin from WEB_ORIGINS.',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  })
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Ponte',
      version,
      description:
        'The gateway between a company and its CRM. Failures are RFC 9457 problems; /problems lists their codes.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: publicUrl }],
    tags: [
      { name: 'session', description: 'Signing in and out' },
      { name: 'users', description: 'People and their accounts' },
      { name: 'tickets', description: 'Finding, reading, filing, answering and changing tickets' },
      { name: 'portal', description: 'The paths of the portal that Ponte replaces, unchanged' },
      { name: 'help', description: 'The help center: articles and frequent questions' },
      { name: 'operations', description: 'For those who run it' },
    ],
  })
}
