import { heading, type Room } from './screen.ts'

export const shell: Room = {
  empty: [
    {
      name: 'forbidden',
      as: '1001',
      async show(page) {
        await page.goto('/quadro')
        await heading(page)
      },
    },
  ],
  full: [],
}
