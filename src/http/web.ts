import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Context } from 'hono'
import type { Edge } from './edge.ts'
import { pagePolicy, WORKER_POLICY } from './security-headers.ts'

/** What the build wrote, held in memory: a few hundred kilobytes, asked for again and again. */
export type Web = {
  /** A file, the page for a path that the app knows, or null. */
  find(pathname: string): WebFile | null
  /** The app's own "there is nothing here". */
  notFoundPage: WebFile | null
  /** The stylesheet that all its screens share, for pages that are none. */
  styles: readonly string[]
}
export type WebFile = {
  type: string
  cache: string
  /** Of a page, or of a worker, which has one of its own. */
  policy: string | null
  plain: Bytes
  br?: Bytes
  gzip?: Bytes
}
type Bytes = Uint8Array<ArrayBuffer>

/** The app's screens. Any other path is a 404, also for browsers; a test holds this list to the app's router. */
export const SCREENS = [
  '/',
  '/entrar',
  '/criar-conta',
  '/primeiro-acesso',
  '/esqueci-a-senha',
  '/redefinir-senha',
  '/confirmar-email',
  '/perfil',
  '/chamados',
  '/chamados/novo',
  '/chamados/$ticketId',
  '/quadro',
  '/quadro/$ticketId',
  '/lista',
  '/lista/$ticketId',
  '/painel',
  '/estatisticas',
  '/respostas',
  '/artigos',
  '/artigos/$articleId',
  '/artigos/assuntos',
  '/artigos/evitados',
  '/admin',
  '/admin/crm',
  '/admin/pessoas',
  '/admin/pedidos',
  '/admin/permissoes',
  '/admin/prazos',
  '/admin/regras',
  '/admin/distribuicao',
  '/admin/categorias',
  '/admin/campos',
  '/admin/emails',
  '/admin/privacidade',
]
/** `$name` stands for a number. */
const SCREEN = new RegExp(
  `^(?:${SCREENS.map((screen) => screen.replace(/\$\w+/, '[0-9]{1,10}')).join('|')})$`,
)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** `imagesFrom`: where pictures of people lie. */
export function loadWeb(folder: string, imagesFrom: string): Web {
  const files = new Map<string, WebFile>()
  if (fs.existsSync(folder)) {
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const type = TYPES[path.extname(entry.name)]
      if (!entry.isFile() || !type) continue
      const file = path.join(entry.parentPath, entry.name)
      files.set(`/${path.relative(folder, file).replaceAll('\\', '/')}`, readWebFile(file, type, imagesFrom))
    }
  }
  const index = files.get('/index.html') ?? null
  files.delete('/index.html')
  return {
    find: (pathname) => files.get(pathname) ?? (SCREEN.test(pathname) ? index : null),
    notFoundPage: index,
    styles: index ? stylesOf(new TextDecoder().decode(index.plain)) : [],
  }
}

/** Tokens, letters and what every page has are in the one of the start: see web/vite.config.ts. */
const stylesOf = (page: string) =>
  [...page.matchAll(/href="(\/assets\/start-[^"]+\.css)"/g)].map(([, href = '']) => href)

function readWebFile(file: string, type: string, imagesFrom: string): WebFile {
  // Vite puts a hash of the content into the names below assets/, so those never change.
  const isHashed = file.includes(`${path.sep}assets${path.sep}`)
  const cache = isHashed
    ? 'public, max-age=31536000, immutable'
    : type.startsWith('text/html')
      ? 'no-store'
      : 'no-cache'
  const read = (name: string) => (fs.existsSync(name) ? new Uint8Array(fs.readFileSync(name)) : undefined)
  const [br, gzip] = [read(`${file}.br`), read(`${file}.gz`)]
  return {
    type,
    cache,
    policy: type.startsWith('text/html')
      ? pagePolicy(imagesFrom)
      : file.endsWith('-worker.js')
        ? WORKER_POLICY
        : null,
    plain: new Uint8Array(fs.readFileSync(file)),
    ...(br && { br }),
    ...(gzip && { gzip }),
  }
}

export function answerWebFile(c: Context<Edge>, file: WebFile, status: 200 | 404 = 200): Response {
  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding =
    file.br && /\bbr\b/.test(accepted) ? 'br' : file.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : null
  c.header('Content-Type', file.type)
  c.header('Cache-Control', file.cache)
  c.header('Vary', 'Accept-Encoding')
  if (encoding) c.header('Content-Encoding', encoding)
  if (file.policy) c.header('Content-Security-Policy', file.policy)
  return c.body((encoding && file[encoding]) ?? file.plain, status)
}
