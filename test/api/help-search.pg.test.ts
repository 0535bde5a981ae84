import { expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { signedIn } from '#test/signed-in.ts'

const { world, joao } = await signedIn()
type Found = { title: string; locale: string; highlight: { title: string; excerpt: string } }

async function givenArticle(texts: Record<string, { title: string; content: string }>, tags: string[] = []) {
  const path = '/api/v1/admin/help/articles'
  const { id } = (await joao.post(path, { category: 'other', texts, tags })).body as { id: number }
  expect((await joao.post(`${path}/${id}/publish`)).status).toBe(200)
  return id
}
const search = async (q: string, locale = 'pt-BR', client: Client = world.visitor()) => {
  const answer = await client.get(`/api/v1/help/search?q=${encodeURIComponent(q)}&locale=${locale}`)
  expect(answer.status, answer.text).toBe(200)
  return (answer.body as { items: Found[] }).items
}
const titles = async (q: string, locale?: string) => (await search(q, locale)).map(({ title }) => title)

test('H-05: words are found in the forms that each language bends them to, with and without accents', async () => {
  await givenArticle({
    'pt-BR': { title: 'Conexões de rede', content: 'As impressoras estão fora. Não funcionavam.' },
  })
  await givenArticle({
    es: { title: 'Impresión de facturas', content: 'Los usuarios imprimían las facturas.' },
  })
  await givenArticle({
    en: { title: 'Printing invoices', content: 'Users were configuring their printers.' },
  })
  await givenArticle({
    ru: { title: 'Печать счетов', content: 'Пользователи настраивали принтеры всё утро.' },
  })
  for (const [q, locale, title] of [
    ['conexão', 'pt-BR', 'Conexões de rede'],
    ['conexao', 'pt-BR', 'Conexões de rede'],
    ['impressora', 'pt-BR', 'Conexões de rede'],
    ['não funciona', 'pt-BR', 'Conexões de rede'],
    ['a impressora da rede', 'pt-BR', 'Conexões de rede'],
    ['imprimir factura', 'es', 'Impresión de facturas'],
    ['usuario', 'es', 'Impresión de facturas'],
    ['configured printer', 'en', 'Printing invoices'],
    ['настраивать принтер', 'ru', 'Печать счетов'],
    ['счёт', 'ru', 'Печать счетов'],
  ] as const)
    expect(await titles(q, locale), `${q} in ${locale}`).toContain(title)
  expect(await titles('impressora inexistente')).toEqual([])
})

test('the reader’s language first, each article once, in the language in which it has the words', async () => {
  const id = await givenArticle({
    'pt-BR': { title: 'Servidor zabbix', content: 'Painel de monitoramento' },
    en: { title: 'Zabbix server', content: 'The zabbix monitoring panel' },
  })
  await givenArticle({ en: { title: 'Zabbix zabbix zabbix', content: 'zabbix' } })
  expect(await titles('zabbix')).toEqual(['Servidor zabbix', 'Zabbix zabbix zabbix'])
  expect((await titles('zabbix', 'en')).sort()).toEqual(['Zabbix server', 'Zabbix zabbix zabbix'])
  expect(await search('monitoring panel')).toMatchObject([{ id, locale: 'en' }])
})

test('what was found is marked where it stands, in the letters that it was written in, and nothing else is markup', async () => {
  await givenArticle({
    'pt-BR': {
      title: 'Manutenção <b>das</b> câmeras',
      content: 'A **manutenção** das câmeras & outros é <i>semanal</i>. \uE000falso\uE001',
    },
  })
  const [found] = await search('manutencao camera')
  expect(found?.highlight.title).toBe(
    '<mark>Manutenção</mark> &#60;b&#62;das&#60;/b&#62; <mark>câmeras</mark>',
  )
  expect(found?.highlight.excerpt).toContain('<mark>manutenção</mark> das <mark>câmeras</mark> &#38; outros')
  expect(found?.highlight.excerpt.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/)
  expect(found?.highlight.excerpt).not.toContain('<mark>falso')
})

test('a word that is still being typed, a phrase, a tag and a piece of a title are enough; drafts are not found', async () => {
  await givenArticle({ 'pt-BR': { title: 'Wi-Fi da filial', content: 'Peça a senha na recepção' } }, [
    'hotspot',
  ])
  expect(await titles('recep')).toEqual(['Wi-Fi da filial'])
  expect(await titles('"senha na recepção"')).toEqual(['Wi-Fi da filial'])
  expect(await titles('"recepção na senha"')).toEqual([])
  expect(await titles('hotspot')).toEqual(['Wi-Fi da filial'])
  expect(await titles('ilia')).toEqual(['Wi-Fi da filial'])
  await joao.post('/api/v1/admin/help/articles', { title: 'Quasar', content: 'x', category: 'other' })
  expect(await titles('quasar')).toEqual([])
})

test('bad input: no query breaks the search', async () => {
  for (const q of [
    "'",
    "a' | b",
    ':*',
    '!',
    '&',
    '<->',
    '\\',
    '"',
    '""',
    '%',
    '_',
    '((',
    'a:*b',
    "'' ''",
    '🚗',
    '\u200b',
  ])
    await search(q)
  const answer = await world.visitor().get(`/api/v1/help/search?q=${'a'.repeat(201)}`)
  expect(answer.status).toBe(422)
  for (const query of [
    '',
    'q=',
    'q=a&limit=0',
    'q=a&limit=51',
    'q=a&limit=x',
    'q=a&locale=fr',
    'q=a&kind=ticket',
  ])
    expect((await world.visitor().get(`/api/v1/help/search?${query}`)).status, query).toBe(422)
})
