import { expect, test } from 'vitest'
import { signedIn } from '#test/signed-in.ts'

const { world, maria, joao } = await signedIn()
const rita = await world.signIn('9001')

type Category = { id: number; slug: string; is_active: boolean; position: number } & Record<string, unknown>
const PATH = '/api/v1/admin/categories'
const all = async () => ((await rita.get(PATH)).body as { items: Category[] }).items
const offered = async () =>
  ((await maria.get('/api/v1/meta')).body as { categories: { slug: string; label: string }[] }).categories
const idOf = async (slug: string) => (await all()).find((one) => one.slug === slug)?.id
const words = (word: string) => ({
  'pt-BR': `${word} pt`,
  es: `${word} es`,
  en: `${word} en`,
  ru: `${word} ru`,
})

test('D-16: what admins make, rename and put in order is what requesters choose from, at once', async () => {
  const made = await rita.post(PATH, {
    slug: 'vpn',
    labels: words('VPN'),
    position: 5,
    default_priority: 'high',
  })
  expect(made.status, made.text).toBe(201)
  const { id } = made.body as Category
  expect((await offered())[0]).toMatchObject({ slug: 'vpn', label: 'VPN pt', default_priority: 'high' })
  await rita.patch(`${PATH}/${id}`, { labels: words('Rede'), position: 2_000 })
  expect((await offered()).at(-1)).toMatchObject({ slug: 'vpn', label: 'Rede pt' })
  const { body: filed } = await maria.post('/api/v1/tickets', {
    ...{ title: 'A rede caiu', description: 'Desde hoje de manhã, em toda a filial', category: 'rede PT' },
  })
  expect(filed).toMatchObject({ category: 'vpn', category_label: 'Rede pt' })
})

test('D-16: what is not active is kept and listed for admins, and nothing new is filed under it', async () => {
  const id = await idOf('flight')
  const changed = await rita.patch(`${PATH}/${id}`, { is_active: false })
  expect(changed.body).toMatchObject({ slug: 'flight', is_active: false })
  expect((await offered()).map(({ slug }) => slug)).not.toContain('flight')
  expect((await all()).map(({ slug }) => slug)).toContain('flight')
  const refused = await maria.post('/api/v1/tickets', {
    ...{ title: 'O voo mudou', description: 'Desde hoje de manhã, em toda a filial', category: 'flight' },
  })
  expect(refused.status).toBe(422)
  const [line] = await world.sql`select action, before, after from audit_log
    where subject = 'category' and subject_id = ${id ?? 0} order by id desc limit 1`
  expect(line).toEqual({
    ...{ action: 'category-changed', before: { isActive: true }, after: { isActive: false } },
  })
})

test('bad input: a name means one category, by whatever it is called', async () => {
  const given = { slug: 'novo', labels: words('Novo') }
  for (const [wrong, field] of [
    [{ slug: 'access' }, 'slug'],
    [{ slug: 'Com Espaço' }, 'slug'],
    [{ labels: { ...given.labels, en: 'access AND permissions' } }, 'labels.en'],
    [{ labels: { ...given.labels, es: '' } }, 'labels.es'],
    [{ labels: { 'pt-BR': 'Só um' } }, 'labels.es'],
    [{ crm_value: 'sistema financeiro' }, 'crm_value'],
    [{ position: 10_001 }, 'position'],
  ] as const) {
    const answer = await rita.post(PATH, { ...given, ...wrong })
    expect(answer.status, JSON.stringify(wrong)).toBe(422)
    expect(answer.text).toContain(field.split('.').at(-1))
  }
  expect((await rita.patch(`${PATH}/99999`, {})).body).toMatchObject({ code: 'category-not-found' })
  expect((await rita.patch(`${PATH}/1`, { slug: 'outro' })).status).toBe(422)
  expect((await joao.get(PATH)).body).toMatchObject({ code: 'forbidden' })
  const both = await Promise.all(
    ['gemeo-a', 'gemeo-b'].map((slug) => rita.post(PATH, { slug, labels: words('Gêmeo') })),
  )
  expect(both.map(({ status }) => status).sort(), 'two of one name at once').toEqual([201, 422])
})

test('the fields of the CRM: where ours are kept, and what each of their values is there', async () => {
  const { status, body, text } = await rita.get('/api/v1/admin/crm/fields')
  expect(status, text).toBe(200)
  const { items } = body as { items: Record<string, unknown>[] }
  const priority = items.find(({ field }) => field === 'priority')
  expect(priority).toMatchObject({ exists: true, type: 'enumeration', problem: null, is_fatal: false })
  expect(priority?.title).toEqual(expect.any(String))
  expect(priority?.values).toContainEqual({ ours: 'Crítico', theirs: 'Crítico' })
  const category = items.find(({ field }) => field === 'category')
  expect(category?.values).toContainEqual({ ours: 'Acessos e Permissões', theirs: 'Acessos e Permissões' })
  expect((await joao.get('/api/v1/admin/crm/fields')).body).toMatchObject({ code: 'forbidden' })
})

test('D-16: what a category asks for has to be there, all of it said at once; the portal before goes on as it did', async () => {
  const required_fields = ['system_type', 'department', 'phone', 'filial', 'cpf', 'attachments']
  const slug = 'rota'
  const made = await rita.post(PATH, {
    slug,
    labels: words('Rota'),
    required_fields,
  })
  expect(made.body).toMatchObject({ required_fields })
  expect((await offered()).find((one) => one.slug === slug)).toMatchObject({
    required_fields,
    requires_cpf: true,
  })
  const ticket = {
    title: 'A rota não calcula',
    description: 'Desde hoje de manhã, em toda a filial',
    category: slug,
  }
  const refused = await maria.post('/api/v1/tickets', ticket)
  // Her branch is known.
  expect(refused.body).toMatchObject({
    status: 422,
    errors: ['system_type', 'department', 'phone', 'cpf', 'attachments'].map((field) => ({
      field,
      code: 'required',
    })),
  })
  const portal = await maria.post('/ticket', { ...ticket, service_category: 'Rota pt', user_id: 1 })
  expect(portal.status, portal.text).toBe(201)
  await rita.patch(`${PATH}/${(made.body as Category).id}`, {
    required_fields: ['department'],
    default_department: 'Logística',
  })
  const filed = await maria.post('/api/v1/tickets', ticket)
  expect(filed.body).toMatchObject({ category: slug, department: 'Logística' })
  for (const wrong of [['nada'], 'cpf', Array(7).fill('cpf')])
    expect((await rita.post(PATH, { slug: 'x', labels: words('X'), required_fields: wrong })).status).toBe(
      422,
    )
})
