import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { crmComesBack, crmGoesAway } from '#test/crm-presence.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** What is wanted and not answered yet, by the CRM or for lack of a line: shown as such, and never lost in silence. */

const world = await worldOfScreens()

const card = (page: Page, title: string) => page.locator('[data-card]').filter({ hasText: title })
const column = (page: Page, stageId: string) => page.locator(`[data-stage="C19:${stageId}"]`)
const isIn = (page: Page, stageId: string, title: string) =>
  column(page, stageId).locator('[data-card]').filter({ hasText: title }).waitFor()
const isMarked = (page: Page, state: 'pending' | 'waiting', title: string) =>
  card(page, title)
    .and(page.locator(`[data-moving=${state}]`))
    .waitFor()
const isDone = (page: Page, title: string) =>
  card(page, title).and(page.locator('[data-card]:not([data-moving])')).waitFor()

async function atTheBoard(matricula: string, options = {}): Promise<Page> {
  const page = await world.as(matricula, options)
  await page.goto('/quadro')
  await page.locator('[data-stage]').first().waitFor()
  return page
}

async function moves(page: Page, title: string, to: string): Promise<void> {
  await card(page, title).focus()
  await page.keyboard.press('m')
  await page.getByRole('menuitemradio', { name: to }).click()
}

test('what the CRM has not answered is pending for everybody, also after a reload; its no brings the card back and says why', async () => {
  const [joao, ana] = [await atTheBoard('2001'), await atTheBoard('2002')]
  await world.person.opens({ title: 'O CRM demora' })
  await isIn(joao, 'NEW', 'O CRM demora')
  await isIn(ana, 'NEW', 'O CRM demora')
  await crmGoesAway(world)
  await moves(joao, 'O CRM demora', 'Em atendimento')
  for (const page of [joao, ana]) await isMarked(page, 'pending', 'O CRM demora')
  await joao.reload()
  for (const page of [joao, ana]) {
    await isMarked(page, 'pending', 'O CRM demora')
    await isIn(page, 'PREPARATION', 'O CRM demora')
  }
  await card(ana, 'O CRM demora').click()
  await ana.getByText('Etapa: Em atendimento · João Tech').waitFor()

  const refusing = {
    match: { method: 'crm.item.update' },
    effect: 'status',
    code: 400,
    error: 'ACCESS_DENIED',
  }
  await crmComesBack(world, [refusing])
  await world.settle({ hurry: true })
  await joao.getByText('O CRM recusou a mudança').first().waitFor()
  for (const page of [joao, ana]) {
    await isIn(page, 'NEW', 'O CRM demora')
    await isDone(page, 'O CRM demora')
  }
  await world.control('PUT', 'faults', [])
})

test('moved and changed without a line: kept, shown as such, done when the line is back, unless somebody was quicker', async () => {
  const line = await world.openLine()
  const joao = await atTheBoard('2001', { proxy: line.proxy })
  for (const title of ['Cabo solto', 'Ana foi mais rápida']) {
    await world.person.opens({ title })
    await isIn(joao, 'NEW', title)
  }
  const overtaken = Number(await card(joao, 'Ana foi mais rápida').getAttribute('data-card'))
  await card(joao, 'Cabo solto').click()
  await joao.getByRole('dialog').getByRole('heading', { name: 'Cabo solto' }).waitFor()
  line.cut()
  await joao.keyboard.press('p')
  await joao.getByRole('menuitemradio', { name: 'Crítico' }).click()
  await joao.getByText('A mudança está guardada neste aparelho').waitFor()
  await joao.keyboard.press('Escape')
  await moves(joao, 'Cabo solto', 'Em atendimento')
  await moves(joao, 'Ana foi mais rápida', 'Aguardando')
  for (const title of ['Cabo solto', 'Ana foi mais rápida']) await isMarked(joao, 'waiting', title)
  const ana = await world.signIn('2002')
  await ana.patch(`/api/v1/tickets/${overtaken}`, { stage_id: 'C19:EXECUTING' }, { 'if-match': '*' })
  line.mend()
  await joao.getByText('Ana Costa mudou este chamado enquanto você estava sem conexão').first().waitFor()
  await isIn(joao, 'EXECUTING', 'Ana foi mais rápida')
  await isIn(joao, 'PREPARATION', 'Cabo solto')
  await isDone(joao, 'Cabo solto')
  const [row] = await world.sql`select priority, stage_id from deals where title = 'Cabo solto'`
  expect(row).toEqual({ priority: 'urgent', stage_id: 'C19:PREPARATION' })
  await world.isQuiet()
  await world.isEqual()
})
