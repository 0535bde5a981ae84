import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { expectAccessible } from '#test/browser/accessible.ts'
import { expectFits } from '#test/browser/fits.ts'
import { launchBrowser, openContext } from '#test/browser.ts'
import { openListener } from './portal.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

type Visit = { page: Page; sandbox: Sandbox; rest: (method: string, params: object) => Promise<number> }

/** Somebody in front of the board, with a gateway that listens; fails if the browser complains about anything. */
async function visiting(
  work: (visit: Visit) => Promise<void>,
  options: Parameters<typeof openContext>[1] = {},
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-page-'))
  await using listener = await openListener()
  const webhook = { url: listener.url, token: 'of-the-webhook' }
  const sandbox = await startSandbox({ port: 0, dataDir: folder, webhook })
  const context = await openContext(browser, { baseURL: sandbox.url, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // That an answer was 4xx is said by the browser too, and is often what a test is about.
    const isOfAnswer = message.text().includes('the server responded with')
    if (message.type() === 'error' && !isOfAnswer) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const rest = async (method: string, params: object) => {
    const response = await fetch(`${sandbox.url}/rest/1/sandbox/${method}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(params),
    })
    // Only methods that answer an id are called here.
    return Number(((await response.json()) as { result: unknown }).result)
  }
  await page.goto('/')
  if (options.javaScriptEnabled !== false) await page.getByText(/^(ao vivo|в эфире)$/).waitFor()
  await work({ page, sandbox, rest })
  expect(complaints).toEqual([])
  await context.close()
  await sandbox.stop()
  fs.rmSync(folder, { recursive: true, force: true })
}

const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name} `) })
const newDeal = ({ rest }: Visit, TITLE: string) =>
  rest('crm.deal.add', { fields: { TITLE, CATEGORY_ID: 19 } })

test('a card appears without a reload, is dragged to another column, and the event is in the list', () =>
  visiting(async (visit) => {
    const { page, rest } = visit
    const id = await newDeal(visit, 'Servidor sem energia')
    const card = page.getByRole('listitem').filter({ hasText: 'Servidor sem energia' })
    await column(page, 'Novo').getByText('Servidor sem energia').waitFor()
    await card.dragTo(column(page, 'Em execução'))
    await column(page, 'Em execução').getByText('Servidor sem energia').waitFor()
    await page.getByText('Eventos enviados').click()
    const row = page
      .getByRole('row')
      .filter({ hasText: 'ONCRMDEALUPDATE' })
      .filter({ hasText: `deal:${id}` })
    await row.getByText('respondido 200').waitFor()
    await page.reload()
    await column(page, 'Em execução').getByText('Servidor sem energia').waitFor()
    await rest('crm.deal.update', { id, fields: { STAGE_ID: 'C19:WON' } })
    await column(page, 'Resolvido').getByText('Servidor sem energia').waitFor()
    await page.getByText(`#${id} agora em Resolvido.`).waitFor()
  }))

test('a deal is moved by keyboard alone, and the focus stays where it was', () =>
  visiting(async (visit) => {
    const { page } = visit
    const id = await newDeal(visit, 'Servidor sem energia')
    const link = page.getByRole('link', { name: 'Servidor sem energia' })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/deal/${id}`)
    const select = page.getByLabel('Mover para')
    await select.focus()
    await page.keyboard.type('Resolvido')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await column(page, 'Resolvido').getByText('Servidor sem energia').waitFor()
    await expect
      .poll(() => page.evaluate('document.activeElement.textContent'), { timeout: 60_000 })
      .toBe('Mover')
    await page.keyboard.press('Escape')
    await page.waitForURL(/\/$/)
    await expect
      .poll(() => page.evaluate('document.activeElement.id'), { timeout: 60_000 })
      .toBe(`card-${id}`)
  }))

test('what a person is typing, where they are and what they opened outlive the changes of others', () =>
  visiting(async (visit) => {
    const { page, rest } = visit
    const id = await newDeal(visit, 'Servidor sem energia')
    await page.getByRole('link', { name: 'Servidor sem energia' }).click()
    await page.getByText('Receber e-mail do solicitante').click()
    await page.getByLabel('Texto').fill('Ainda sem luz')
    const comment = page.getByRole('textbox', { name: 'Comentário' })
    await comment.fill('Vou até aí')
    expect(await page.evaluate('document.querySelector("#deal").scrollTop')).toBeGreaterThan(0)
    const placeOfComment = async () => (await comment.boundingBox())?.y ?? 0
    const before = await placeOfComment()
    const fields = { ENTITY_TYPE: 'deal', ENTITY_ID: id, COMMENT: 'Já liguei o gerador' }
    await rest('crm.timeline.comment.add', { fields })
    await rest('crm.deal.update', {
      id,
      fields: { TITLE: 'Servidor com gerador', STAGE_ID: 'C19:EXECUTING' },
    })
    await page.getByText('Já liguei o gerador').waitFor()
    await page.getByRole('heading', { name: 'Servidor com gerador', level: 2 }).waitFor()
    await column(page, 'Em execução').getByText('Servidor com gerador').waitFor()
    await page.getByText('Novo na linha do tempo: Comentário, Ponte Integração.').waitFor()
    expect(await page.getByLabel('Mover para').inputValue()).toBe('C19:EXECUTING')
    expect(await comment.inputValue()).toBe('Vou até aí')
    expect(await page.getByLabel('Texto').inputValue()).toBe('Ainda sem luz')
    expect(await page.evaluate('document.activeElement.id')).toBe('comment-comment')
    expect(Math.abs((await placeOfComment()) - before), 'moved by less than a pixel').toBeLessThan(1)
    await page.getByLabel('Autor').selectOption('Ana Costa')
    await page.getByRole('button', { name: 'Comentar' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Ana Costa' }).getByText('Vou até aí').waitFor()
    expect(await comment.inputValue()).toBe('')
    expect(await page.getByLabel('Autor').inputValue()).toBe('43')
    expect(await page.getByLabel('Texto').inputValue(), 'of the other form').toBe('Ainda sem luz')
  }))

test('a deal that is deleted while it is open says so, and the board stays', () =>
  visiting(async (visit) => {
    const { page, rest } = visit
    const id = await newDeal(visit, 'Servidor sem energia')
    await page.getByRole('link', { name: 'Servidor sem energia' }).click()
    await page.getByRole('heading', { name: 'Servidor sem energia', level: 2 }).waitFor()
    await rest('crm.deal.delete', { id })
    await page.getByRole('heading', { name: 'Este negócio não existe', level: 2 }).waitFor()
    await page.getByRole('link', { name: 'Voltar ao quadro' }).click()
    await page.waitForURL(/\/$/)
    await expect.poll(() => page.locator('#deal').count(), { timeout: 60_000 }).toBe(0)
  }))

test('everything works without scripts: act as somebody else, move, comment, delete', () =>
  visiting(
    async (visit) => {
      const { page } = visit
      const id = await newDeal(visit, 'Servidor sem energia')
      await page.goto(`/deal/${id}`)
      await page.getByLabel('Agindo como').selectOption('Rita Admin')
      await page.getByRole('button', { name: 'Trocar' }).click()
      await page.getByLabel('Mover para').selectOption('Em execução')
      await page.getByRole('button', { name: 'Mover', exact: true }).click()
      await column(page, 'Em execução').getByText('Servidor sem energia').waitFor()
      await page.getByLabel('Comentário').fill('Sem script')
      await page.getByRole('button', { name: 'Comentar' }).click()
      await page.getByRole('listitem').filter({ hasText: 'Rita Admin' }).getByText('Sem script').waitFor()
      await page.getByText('Excluir negócio').click()
      await page.getByRole('button', { name: 'Excluir de vez' }).click()
      await page.waitForURL(/\/$/)
      expect(await page.getByText('Servidor sem energia').count()).toBe(0)
    },
    { javaScriptEnabled: false },
  ))

test('the mailbox shows a letter as it arrives', () =>
  visiting(async ({ page, sandbox }) => {
    await page.getByRole('link', { name: 'Correio' }).click()
    await page.getByText('Nenhuma mensagem ainda.').waitFor()
    await page.getByText('ao vivo').waitFor()
    const envelope = { from: 'ponte@example.com', to: ['maria@example.com'] }
    await sandbox.mailbox.put(Buffer.from('Subject: Bom dia\r\n\r\nOlá'), envelope)
    await page.getByRole('link', { name: /Bom dia/ }).click()
    await page.getByRole('heading', { name: 'Bom dia' }).waitFor()
  }))

test('axe finds nothing on any page, in light and dark, and nothing is too wide for a phone', async () => {
  for (const locale of ['pt-BR', 'ru'])
    await visiting(
      async (visit) => {
        const { page } = visit
        const id = await newDeal(visit, 'Servidor sem energia')
        await page.locator('#sent summary').click()
        await page.locator('#sent td').first().waitFor()
        await page.getByRole('link', { name: 'Servidor sem energia' }).waitFor()
        await expectAccessible(page, `board ${locale}`)
        for (const address of [`/deal/${id}`, '/deal/1', '/mail', '/nowhere']) {
          await page.goto(address)
          await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
          await expectAccessible(page, `${address} ${locale}`)
          await expectFits(page, `${address} ${locale}`)
        }
      },
      { locale },
    )
})
