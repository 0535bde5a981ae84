import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

async function dialog(page: Page): Promise<void> {
  await page.getByRole('dialog').locator('form').waitFor()
}

const PAGES = {
  'admin-crm': '/admin/crm',
  'admin-people': '/admin/pessoas',
  'admin-sign-ups': '/admin/pedidos',
  'admin-permissions': '/admin/permissoes',
  'admin-deadlines': '/admin/prazos',
  'admin-assignment': '/admin/distribuicao',
  'admin-categories': '/admin/categorias',
  'admin-rules': '/admin/regras',
  'admin-fields': '/admin/campos',
  'admin-mails': '/admin/emails',
  'admin-privacy': '/admin/privacidade',
}

/** Each of them asks for several things at once. */
async function all(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await heading(page)
  await page.waitForLoadState('networkidle')
}

/** What is first in the first table opens what it is about. */
async function openFirst(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('main tbody th button').first().click()
  await dialog(page)
}

export const admin: Room = {
  empty: [
    {
      name: 'admin-crm',
      as: '9001',
      async show(page) {
        await page.goto('/admin/crm')
        await page.locator('main table').waitFor()
      },
    },
    ...['dead', 'drift', 'events'].map((part) => ({
      name: `admin-crm-${part}`,
      as: '9001',
      async show(page: Page) {
        await page.goto(`/admin/crm?part=${part}`)
        await page.getByRole('tabpanel').locator('p, table').first().waitFor()
      },
    })),
    {
      name: 'admin-people',
      as: '9001',
      async show(page) {
        await page.goto('/admin/pessoas')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    { name: 'admin-person', as: '9001', show: (page) => openFirst(page, '/admin/pessoas') },
    {
      name: 'admin-deadlines',
      as: '9001',
      async show(page) {
        await page.goto('/admin/prazos')
        await page.locator('main h2').first().waitFor()
      },
    },
    {
      name: 'admin-policy',
      as: '9001',
      async show(page) {
        await page.goto('/admin/prazos')
        await page.locator('main section button').first().click()
        await dialog(page)
      },
    },
    {
      name: 'admin-calendar',
      as: '9001',
      async show(page) {
        await page.goto('/admin/prazos')
        await page.locator('main section').nth(1).locator('button').first().click()
        await dialog(page)
        // What the calendar of the template would mean.
        await page.getByRole('dialog').locator('form button').first().click()
        await page.locator('figure').waitFor()
      },
    },
    {
      name: 'admin-categories',
      as: '9001',
      async show(page) {
        await page.goto('/admin/categorias')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    { name: 'admin-category', as: '9001', show: (page) => openFirst(page, '/admin/categorias') },
    {
      name: 'admin-fields',
      as: '9001',
      async show(page) {
        await page.goto('/admin/campos')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    ...['mails', 'privacy'].map((name) => ({
      name: `admin-${name}`,
      as: '9001',
      async show(page: Page) {
        await all(page, { mails: '/admin/emails', privacy: '/admin/privacidade' }[name] ?? '/')
      },
    })),
    ...['retention', 'erasures', 'exports'].map((part) => ({
      name: `admin-privacy-${part}`,
      as: '9001',
      show: (page: Page) => all(page, `/admin/privacidade?part=${part}`),
    })),
    {
      name: 'admin-retention',
      as: '9001',
      show: (page) => openFirst(page, '/admin/privacidade?part=retention'),
    },
    { name: 'admin-rules', as: '9001', show: (page) => all(page, '/admin/regras') },
    {
      name: 'admin-rule',
      as: '9001',
      async show(page) {
        await all(page, '/admin/regras')
        await page.locator('main button').first().click()
        await dialog(page)
      },
    },
    {
      name: 'admin-no-answer',
      as: '9001',
      without: '**/api/v1/admin/**',
      async show(page) {
        await page.goto('/admin/categorias')
        await heading(page)
        await page.getByRole('alert').waitFor()
      },
    },
  ],
  full: [
    ...Object.entries(PAGES).map(([name, address]) => ({
      name: `${name}-full`,
      as: '9001',
      show: (page: Page) => all(page, address),
    })),
    {
      // What it would have done, too.
      name: 'admin-rule-full',
      as: '9001',
      async show(page) {
        await openFirst(page, '/admin/regras')
        await page.getByRole('dialog').locator('button[type=button]').last().click()
        await page.getByRole('dialog').locator('tbody tr').first().waitFor()
      },
    },
  ],
}
