import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'

const { world, joao } = await signedIn()
const get = (path: string, language = 'pt-BR') => world.visitor().get(path, { 'accept-language': language })

test('H-02: a page of the help center is whole without a script, in the reader’s language, and runs nothing that is not ours', async () => {
  const home = await get('/ajuda')
  expect(home.status).toBe(200)
  expect(home.headers.get('content-type')).toContain('text/html')
  expect(home.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(home.text).toContain('<html lang="pt-BR">')
  expect(home.text).toContain('<a href="/ajuda/como-solicitar-uma-corrida">Como solicitar uma corrida</a>')
  expect(home.text, 'nothing inline').not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=/)
  expect((await get('/ajuda', 'ru')).text).toContain('<html lang="ru">')
  expect((await get('/ajuda?categoria=payment&lang=en')).text).toContain('Accepted payments')
  const article = await get('/ajuda/formas-de-pagamento-aceitas')
  expect(article.text).toContain('<h1 dir="auto">Formas de pagamento aceitas</h1>')
  expect(article.text).toContain('<td>No fim da corrida</td>')
  expect((await get('/ajuda/perguntas')).text).toContain('<summary>Esqueci a minha senha. E agora?</summary>')
  for (const file of ['ajuda.css', 'ajuda.js']) expect((await get(`/ajuda/${file}`)).status).toBe(200)
  expect((await get('/ajuda/nada')).status).toBe(404)
})

test('each text has one address, and says which the others are', async () => {
  const origin = world.url
  const { text } = await get('/ajuda/how-to-request-a-ride')
  expect(text).toContain('<html lang="en">')
  expect(text).toContain(`<link rel="canonical" href="${origin}/ajuda/how-to-request-a-ride">`)
  for (const [locale, slug] of [
    ['pt-BR', 'como-solicitar-uma-corrida'],
    ['es', 'como-solicitar-un-viaje'],
    ['ru', 'kak-zakazat-poezdku'],
    ['x-default', 'como-solicitar-uma-corrida'],
  ])
    expect(text).toContain(`<link rel="alternate" hreflang="${locale}" href="${origin}/ajuda/${slug}">`)
  const fallback = (await get('/ajuda/politica-de-cancelamento?lang=es')).text
  expect(fallback).toContain('<article lang="pt-BR">')
  expect(fallback).toContain('Este texto aún no existe en español')
  const other = await get('/ajuda/how-to-request-a-ride?lang=es')
  expect([other.status, other.headers.get('location')]).toEqual([301, '/ajuda/como-solicitar-un-viaje'])
  expect((await get('/ajuda/1')).headers.get('location')).toBe('/ajuda/como-solicitar-uma-corrida')
  const map = await get('/sitemap.xml')
  expect(map.headers.get('content-type')).toContain('application/xml')
  expect(map.text).toContain(`<loc>${origin}/ajuda/kak-zakazat-poezdku</loc>`)
  expect(map.text.match(/<loc>/g)?.length).toBe(8 + 13 + 10)
  expect((await get('/robots.txt')).text).toContain(`Sitemap: ${origin}/sitemap.xml`)
})

test('H-05: meta title and description are what the tab, search engines and shared links show; without them, the title', async () => {
  const path = '/api/v1/admin/help/articles/2'
  const { texts } = (await joao.get(path)).body as { texts: Record<string, { slug: string; title: string }> }
  const { slug, title } = texts['pt-BR'] ?? { slug: '', title: '' }
  expect((await get(`/ajuda/${slug}`)).text).toContain(`<meta property="og:title" content="${title}">`)
  const meta = { meta_title: 'Cancelar "sem" custo', meta_description: 'Até dois minutos' }
  await joao.patch(path, meta, { 'if-match': '*' })
  const { text } = await get(`/ajuda/${slug}`)
  for (const said of [
    '<title>Cancelar &#34;sem&#34; custo · Ponte</title>',
    '<meta property="og:title" content="Cancelar &#34;sem&#34; custo">',
    '<meta property="og:description" content="Até dois minutos">',
    '<meta name="description" content="Até dois minutos">',
    '<meta property="og:type" content="article">',
    `<meta property="og:url" content="${world.url}/ajuda/${slug}">`,
    `<h1 dir="auto">${title}</h1>`,
  ])
    expect(text).toContain(said)
  for (const [wrong, field] of [
    [{ meta_title: 'a'.repeat(201) }, 'meta_title'],
    [{ meta_title: 7 }, 'meta_title'],
  ] as const)
    expect((await joao.patch(path, wrong, { 'if-match': '*' })).body).toMatchObject({
      status: 422,
      errors: [{ field }],
    })
})

test('an old address leads on, and what is taken from readers is there no more, nor in the sitemap', async () => {
  const path = '/api/v1/admin/help/articles/5'
  await joao.patch(path, { slug: 'seja-motorista' }, { 'if-match': '*' })
  const old = await get('/ajuda/como-se-tornar-motorista?lang=pt-BR')
  expect([old.status, old.headers.get('location')]).toEqual([301, '/ajuda/seja-motorista?lang=pt-BR'])
  await joao.post(`${path}/archive`)
  for (const gone of ['/ajuda/seja-motorista', '/ajuda/como-se-tornar-motorista'])
    expect((await get(gone)).status).toBe(404)
  expect((await get('/sitemap.xml')).text).not.toContain('seja-motorista')
})

test('what somebody typed stays text on every page: titles, tags, descriptions, searches', async () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
  const input = {
    ...{ category: 'other', title: evil, slug: 'malvado', meta_title: evil, meta_description: evil },
    content: `# ${evil}\n\n[x](javascript:alert(1)) malvado`,
  }
  const { id } = (await joao.post('/api/v1/admin/help/articles', input)).body as { id: number }
  await joao.post(`/api/v1/admin/help/articles/${id}/publish`)
  const q = encodeURIComponent(`malvado ${evil}`)
  for (const path of [
    '/ajuda/malvado',
    '/ajuda?categoria=other',
    '/ajuda?q=malvado',
    `/ajuda?q=${q}`,
    '/sitemap.xml',
  ]) {
    const { text, status } = await get(path)
    expect(status, path).toBe(200)
    expect(text, path).not.toMatch(/<script>|<img|href="javascript:/)
  }
  expect((await get('/ajuda?q=malvado')).text).toContain('&#60;script&#62;')
  expect((await get('/ajuda?q=%22%3E%3Cscript%3E')).text).not.toContain('"><script>')
})

test('a page found by its words shows where they stand', async () => {
  const { text } = await get('/ajuda?q=cancelamentos')
  expect(text).toContain('Política de <mark>cancelamento</mark>')
  expect(text).toContain('<meta name="robots" content="noindex">')
  expect((await get('/ajuda?q=zzzz')).text).toContain('Nada encontrado para “zzzz”')
})
