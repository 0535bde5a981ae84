import { expect, test } from 'vitest'
import { worldOfScreens } from './world-of-screens.ts'

/** What one person does is there for the others, without a reload. */

const world = await worldOfScreens()

test('who is signed out elsewhere is asked to sign in again, and told why', async () => {
  const here = await world.as('2001')
  await here.goto('/lista')
  await here.getByText('ao vivo').waitFor()
  const there = await world.as('2001')
  await there.goto('/perfil')
  await there.getByRole('button', { name: 'Desconectar todos os outros' }).click()
  await here.getByText('Sua sessão terminou.').waitFor()
  expect(new URL(here.url()).searchParams.get('next')).toBe('/lista')
})
