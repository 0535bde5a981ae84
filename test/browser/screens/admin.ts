import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

const PAGES = {
  'admin-crm': '/admin/crm',
  'admin-people': '/admin/pessoas',
  'admin-deadlines': '/admin/prazos',
  'admin-categories': '/admin/categorias',
  'admin-fields': '/admin/campos',
}

/** Each of them asks for several things at once. */
async function all(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await heading(page)
  await page.waitForLoadState('networkidle')
}

export const admin: Room = {
  empty: [],
  full: Object.entries(PAGES).map(([name, address]) => ({
    name,
    as: '9001',
    show: (page) => all(page, address),
  })),
}
