import { heading, type Room, submit } from './screen.ts'

export const account: Room = {
  empty: [
    {
      name: 'sign-in-empty',
      as: null,
      async show(page) {
        await page.goto('/entrar')
        await heading(page)
      },
    },
    {
      name: 'sign-in-missing',
      as: null,
      async show(page) {
        await page.goto('/entrar')
        await submit(page)
        await page.locator('[aria-invalid]').first().waitFor()
      },
    },
    {
      name: 'sign-in-wrong',
      as: null,
      async show(page) {
        await page.goto('/entrar')
        await page.locator('input').nth(0).fill('7777')
        await page.locator('input').nth(1).fill('wrong-password')
        await submit(page)
        await page.getByRole('alert').waitFor()
      },
    },
    {
      name: 'sign-up-empty',
      as: null,
      async show(page) {
        await page.goto('/criar-conta')
        await heading(page)
      },
    },
    {
      name: 'sign-up-missing',
      as: null,
      async show(page) {
        await page.goto('/criar-conta')
        await submit(page)
        await page.getByRole('alert').waitFor()
      },
    },
    {
      name: 'forgot-password-empty',
      as: null,
      async show(page) {
        await page.goto('/esqueci-a-senha')
        await heading(page)
      },
    },
    {
      name: 'forgot-password-sent',
      as: null,
      async show(page) {
        await page.goto('/esqueci-a-senha')
        await page.locator('input').fill(`${crypto.randomUUID()}@example.com`)
        await submit(page)
        await page.locator('form').waitFor({ state: 'detached' })
      },
    },
    {
      name: 'reset-password-without-token',
      as: null,
      async show(page) {
        await page.goto('/redefinir-senha')
        await heading(page)
      },
    },
    {
      name: 'reset-password-link-not-valid',
      as: null,
      async show(page) {
        // Otherwise it would be another place on the same page.
        await page.goto('/icon.svg')
        await page.goto('/redefinir-senha#not-a-token')
        await page.locator('input').nth(0).fill('nova-senha-1')
        await page.locator('input').nth(1).fill('nova-senha-1')
        await submit(page)
        await page.getByRole('alert').waitFor()
      },
    },
    {
      name: 'confirm-email-link-not-valid',
      as: null,
      async show(page) {
        // Otherwise it would be another place on the same page.
        await page.goto('/icon.svg')
        await page.goto('/confirmar-email#not-a-token')
        await page.getByRole('alert').waitFor()
      },
    },
    {
      name: 'not-found',
      as: null,
      async show(page) {
        await page.goto('/nada-aqui')
        await heading(page)
      },
    },
    {
      name: 'problem',
      as: null,
      async show(page) {
        await page.goto('/problems/wrong-credentials')
        await heading(page)
      },
    },
  ],
  full: [],
}
