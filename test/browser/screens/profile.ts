import { type Room, submit } from './screen.ts'

export const profile: Room = {
  empty: [
    {
      name: 'profile-filled',
      as: '1002',
      async show(page) {
        await page.goto('/perfil')
        await page.locator('section li').first().waitFor()
      },
    },
    {
      name: 'profile-wrong',
      as: '1002',
      async show(page) {
        await page.goto('/perfil')
        await page.locator('input[type=tel]').fill('call me')
        await submit(page)
        await page.locator('[aria-invalid]').waitFor()
      },
    },
    {
      name: 'profile-menu',
      as: '1002',
      async show(page) {
        await page.goto('/perfil')
        await page.locator('section li').first().waitFor()
        await page.locator('header [popovertarget]').click()
        await page.locator('[popover]').waitFor()
      },
    },
  ],
  full: [],
}
