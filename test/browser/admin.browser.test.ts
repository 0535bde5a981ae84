import * as fs from 'node:fs'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { passTime } from '#test/chaos/pass-time.ts'
import { expectAccessible } from './accessible.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Rita looks after it all, without reading a log. */

const world = await worldOfScreens()

test('work that stopped is seen, tried again, or given up for good', async () => {
  // Of a name that no gateway does, so that it stays as it is.
  await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state, run_at, attempts, last_outcome, last_error)
    values ('nobody-does', '{}', 'deal:1', false, 0, 'dead', now(), 9, 'rejected', 'Error: no such pipeline'),
      ('nobody-does-either', '{}', 'deal:2', false, 0, 'dead', now(), 9, 'rejected', 'Error: no such field')`
  const rita = await world.as('9001')
  await rita.goto('/admin/crm')
  await rita.getByText('2 trabalhos pararam').waitFor()
  await rita.getByRole('tab', { name: /^Trabalhos parados/ }).click()
  const row = (name: string) => rita.getByRole('row').filter({ has: rita.getByText(name, { exact: true }) })
  await row('nobody-does').getByText('no such pipeline').waitFor()
  await row('nobody-does').getByRole('button', { name: 'Tentar de novo' }).click()
  await row('nobody-does').waitFor({ state: 'detached' })

  await row('nobody-does-either').getByRole('button', { name: 'Desistir' }).click()
  const sure = rita.getByRole('dialog', { name: 'Desistir de nobody-does-either?' })
  await sure.getByRole('button', { name: 'Desistir' }).click()
  await rita.getByText('Nenhum trabalho parado.').waitFor()
  const left = await world.sql`select name, state from jobs where name like 'nobody%'`
  expect(left.map(({ name, state }) => [name, state])).toEqual([['nobody-does', 'waiting']])
})

test('what the CRM had before is brought from the page, and events of a day are replayed after it was seen how many', async () => {
  const rita = await world.as('9001')
  await rita.goto('/admin/crm')
  await rita.getByRole('button', { name: 'Trazer de novo' }).click()
  await rita.getByRole('dialog').getByRole('button', { name: 'Trazer tudo' }).click()
  await rita.getByText('Começou.').waitFor()
  await rita.getByText(/^40 negócios, terminou agora/).waitFor()
  expect(await world.sql`select action from audit_log where subject = 'pipeline'`).toEqual([
    { action: 'backfill-begun' },
  ])

  await world.sql`
    insert into webhook_inbox (name, kind, body, state, received_at)
    select 'ONCRMDEALUPDATE', 'deal-changed', '', 'parked', '2026-01-15T12:00:00Z'::timestamptz + n * interval '1 minute'
    from generate_series(1, 70) as n`
  await rita.getByRole('tab', { name: 'Eventos' }).click()
  await rita.getByLabel('de', { exact: true }).fill('2026-01-15T09:11')
  await rita.getByLabel('até', { exact: true }).fill('2026-01-15T09:51')
  await expect.poll(() => rita.getByRole('row').count(), { timeout: PATIENCE_MS }).toBe(31)
  await rita.getByRole('button', { name: 'Mostrar mais' }).click()
  await expect.poll(() => rita.getByRole('row').count(), { timeout: PATIENCE_MS }).toBe(41)
  await rita.getByRole('button', { name: 'Reprocessar estes' }).click()
  const sheet = rita.getByRole('dialog', { name: 'Reprocessar estes' })
  await sheet.getByText('40 eventos são lidos de novo').waitFor()
  await sheet.getByRole('button', { name: 'Reprocessar', exact: true }).click()
  await rita.getByText('40 eventos serão lidos de novo.').waitFor()
  const [left] = await world.sql`select count(*)::int as events from webhook_inbox where origin = 'replay'`
  expect(left?.events).toBe(40)
})

test('mail that came in is listed with what became of it, found by why, and leads to its ticket', async () => {
  const [ticket] = await world.sql<{ id: number; ticket_number: string }[]>`
    select id, ticket_number from deals order by id limit 1`
  const mail = { size_bytes: 900, verdict: 'ignored', reason: 'not-authentic', ticket_id: ticket?.id ?? 0 }
  await world.sql`insert into inbound_mails ${world.sql([
    { ...mail, key: 'mails/1', signature: '1', from_email: 'maria.santos@example.com', subject: 'Re: rede' },
    {
      ...mail,
      key: 'mails/2',
      signature: '2',
      from_email: 'robo@fora.example',
      subject: null,
      reason: 'automatic',
    },
  ])}`
  const rita = await world.as('9001')
  await rita.goto('/admin/emails')
  await rita.getByText('2 e-mails').waitFor()
  await expectAccessible(rita, 'mail that came in')
  await rita.getByRole('button', { name: 'Motivo' }).click()
  await rita.getByRole('menuitemradio', { name: 'Não há prova de quem enviou' }).click()
  await rita.getByText('1 e-mail', { exact: true }).waitFor()
  await rita.getByRole('searchbox').fill('fora.example')
  await rita.getByText('Nenhum e-mail com estes filtros.').waitFor()
  await rita.getByRole('button', { name: 'Limpar' }).click()
  await rita.getByText('2 e-mails').waitFor()
  await rita
    .getByRole('link', { name: ticket?.ticket_number ?? '' })
    .first()
    .click()
  await rita.waitForURL(`**/lista/${ticket?.id}`)
})

test('how long a category keeps who asked is saved once it was seen what the next sweep takes, and agreed to', async () => {
  const [category] = await world.sql<{ id: number; name: string }[]>`
    update categories set position = -1 where id = (select min(id) from categories where kind = 'ticket')
    returning id, labels->>'pt-BR' as name`
  await world.sql`update deals set status = 'closed', closed_at = now() - interval '30 months', category_id = ${category?.id ?? 0}
    where id in (select id from deals order by id desc limit 2)`
  const rita = await world.as('9001')
  await rita.goto('/admin/privacidade')
  await rita.getByRole('tab', { name: 'Guarda por categoria' }).click()
  await rita.getByRole('button', { name: category?.name ?? '' }).click()
  const sheet = rita.getByRole('dialog')
  await sheet.getByLabel('Meses depois do fechamento').fill('24')
  await sheet.getByText('2 chamados. Isto não pode ser desfeito.').waitFor()
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await sheet.getByText('Marque que sabe').waitFor()
  expect(await world.sql`select from categories where retention_months is not null`).toEqual([])
  await expectAccessible(rita, 'retention')
  await sheet.getByLabel('Sei que esses dados não voltam').check()
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await rita
    .getByRole('row')
    .filter({ hasText: category?.name ?? '' })
    .getByText('24 meses')
    .waitFor()
  expect(
    await world.sql`select id, retention_months as months from categories where retention_months is not null`,
  ).toEqual([{ id: category?.id, months: 24 }])
})

test('the address of the administration alone leads to its first page, also typed, and an employee is told that it is not theirs', async () => {
  const rita = await world.as('9001')
  expect((await rita.goto('/admin'))?.status()).toBe(200)
  await rita.waitForURL('**/admin/crm')
  const maria = await world.as('1001')
  await maria.goto('/admin')
  await maria.getByRole('heading', { name: 'Esta página não é para o seu perfil' }).waitFor()
})

test('the numbers are saved as a file, also by whoever left the page open until the token was too old', async () => {
  const rita = await world.as('9001')
  await rita.goto('/painel')
  const [saved] = await Promise.all([
    rita.waitForEvent('download'),
    rita
      .context()
      .clearCookies({ name: 'access_token' })
      .then(() => rita.getByRole('button', { name: 'Baixar CSV' }).click()),
  ])
  expect(saved.suggestedFilename()).toMatch(/^dashboard-.*\.csv$/)
  expect(fs.readFileSync(await saved.path(), 'utf8')).toContain('day,opened,resolved')
})

test('G-03, G-05: statistics are narrowed, read as a table, and saved with what they are narrowed by; and so is the dashboard', async () => {
  const rita = await world.as('9001')
  await world.sql`update deals set created_at = now() - interval '1 hour', priority = 'low'`
  await world.sql`update deals set priority = 'urgent' where id in (select id from deals order by id limit 3)`
  await rita.goto('/estatisticas')
  await rita.getByRole('button', { name: 'Prioridade' }).click()
  await rita.getByRole('menuitemcheckbox', { name: 'Crítico' }).click()
  await rita.keyboard.press('Escape')
  await rita.waitForURL('**priority=urgent**')
  const filed = rita.getByRole('definition').first()
  await expect.poll(() => filed.textContent(), { timeout: PATIENCE_MS }).toBe('3')
  const picture = rita.getByRole('img', { name: /^Por prioridade\. Crítico: 3, Alto: 0/ })
  await picture.waitFor()
  await rita
    .getByRole('group', { name: 'Por prioridade: Mostrar como' })
    .getByRole('button', { name: 'Tabela' })
    .click()
  await rita.getByRole('row', { name: 'Crítico 3' }).waitFor()

  // By keys alone.
  await rita.getByRole('button', { name: 'Baixar CSV' }).press('Enter')
  await rita.getByRole('menuitem', { name: 'Todos os chamados' }).focus()
  const [saved] = await Promise.all([rita.waitForEvent('download'), rita.keyboard.press('Enter')])
  expect(saved.suggestedFilename()).toMatch(/^tickets-.*\.csv$/)
  const lines = fs
    .readFileSync(await saved.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(4)

  await rita.getByRole('link', { name: 'Painel' }).click()
  await rita.getByRole('button', { name: 'Prioridade' }).click()
  await rita.getByRole('menuitemcheckbox', { name: 'Crítico' }).click()
  await rita.keyboard.press('Escape')
  await rita.getByRole('link', { name: /^3 abertos/ }).click()
  await rita.waitForURL(/\/lista\?.*priority=urgent/)
})

test('a calendar and a policy are made, after it was seen what they mean', async () => {
  const rita = await world.as('9001')
  await rita.goto('/admin/prazos')
  await rita.getByRole('button', { name: 'Criar calendário' }).click()
  const calendar = rita.getByRole('dialog', { name: 'Criar calendário' })
  await calendar.getByRole('button', { name: 'Começar com o horário comercial do Brasil' }).click()
  await calendar.getByLabel('Segunda-feira').fill('das oito')
  await calendar.getByRole('button', { name: 'Salvar alterações' }).click()
  await calendar.getByText('Escreva como 08:00-12:00, 14:00-18:00.').waitFor()
  await calendar.getByLabel('Segunda-feira').fill('8-12')
  await calendar.getByRole('button', { name: 'Salvar alterações' }).click()
  await rita.getByRole('row', { name: /Horário comercial.*08:00-12:00/ }).waitFor()

  await rita.getByRole('button', { name: 'Criar regra' }).click()
  const policy = rita.getByRole('dialog', { name: 'Criar regra' })
  await policy.getByLabel('Nome').fill('Em horário comercial')
  await policy.getByLabel('Calendário').selectOption('Horário comercial')
  for (const priority of ['Crítico', 'Alto', 'Médio', 'Baixo'])
    await policy.getByRole('textbox', { name: `${priority}: Solução` }).fill('120')
  // Filed on a Sunday: due within the first hours of Monday.
  await policy.getByLabel('Chamado aberto').fill('2027-03-07T12:00')
  await policy.getByText(/^seg.*08\/03.*10:00/).waitFor()
  await policy.getByRole('button', { name: 'Salvar alterações' }).click()
  await rita.getByRole('button', { name: 'Em horário comercial', exact: true }).waitFor()
  await expect
    .poll(async () => (await world.sql`select name from sla_policies`).map(({ name }) => name), {
      timeout: PATIENCE_MS,
    })
    .toEqual(['Em horário comercial'])

  await world.sql`
    insert into sla_policies (name, position, targets) select 'Outra', position + 10, targets from sla_policies`
  await rita.reload()
  const up = rita.getByRole('button', { name: 'Subir Outra' })
  await up.focus()
  await rita.keyboard.press('Enter')
  await rita.getByText('Outra: agora na posição 1 de 2.').waitFor()
  await expect.poll(() => up.getAttribute('aria-disabled'), { timeout: PATIENCE_MS }).toBe('true')
  expect(await rita.locator(':focus').getAttribute('aria-label')).toBe('Subir Outra')
  expect((await world.sql`select name from sla_policies order by position`).map(({ name }) => name)).toEqual([
    'Outra',
    'Em horário comercial',
  ])
})

test('somebody is taken out for good by an admin who says why and types whom', async () => {
  const rita = await world.as('9001')
  await rita.goto('/admin/pessoas')
  await rita.getByRole('button', { name: /Pedro Lima/ }).click()
  const sheet = rita.getByRole('dialog', { name: 'Pedro Lima' })
  await sheet.getByRole('button', { name: 'Remover dados pessoais' }).click()
  await sheet.getByText('Some: nome, e-mail, CPF').waitFor()
  await sheet.getByText('Fica: que houve os chamados').waitFor()
  await sheet.getByLabel('Motivo').fill('Pedido do titular')
  await sheet.getByLabel(/^Para confirmar/).fill('1001')
  await sheet.getByRole('button', { name: 'Remover dados pessoais' }).click()
  await sheet.getByText('O valor não é válido.').first().waitFor()
  await expectAccessible(rita)
  await sheet.getByLabel(/^Para confirmar/).fill('1002')
  await sheet.getByRole('button', { name: 'Remover dados pessoais' }).click()
  await rita.getByRole('button', { name: 'Pessoa removida' }).waitFor()
  await rita.goto('/admin/privacidade?part=erasures')
  const row = rita.getByRole('row').filter({ hasText: 'Pedido do titular' })
  await row.getByText('em andamento').waitFor()
  await passTime(world.sql)
  await row.getByText('concluída').waitFor()
  await expectAccessible(rita, 'erasures')
})
