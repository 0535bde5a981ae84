import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSlug, slugOf } from './slug.ts'

test('H-05: a slug is made of a title in any of our languages', () => {
  expect(slugOf('Como solicitar uma corrida?')).toBe('como-solicitar-uma-corrida')
  expect(slugOf('¿Qué formas de pago hay?')).toBe('que-formas-de-pago-hay')
  expect(slugOf('Как заказать поездку: объяснение')).toBe('kak-zakazat-poezdku-obyasnenie')
  expect(slugOf('🚗 !!')).toBe('')
})

test('whatever it is made of, it is short and stands in an address as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aZ9 -_—/éßİжЪщ¿🚗ﬀ\0'), maxLength: 300 }), (title) => {
      const slug = slugOf(title)
      expect(encodeURIComponent(slug)).toBe(slug)
      expect(slug.length).toBeLessThanOrEqual(80)
      if (/[a-z]/.test(slug)) expect(isSlug(slug)).toBe(true)
    }),
  )
})

test('numbers and the names of other pages are no slugs', () => {
  for (const no of ['', '12', '1-2', 'perguntas', 'A', 'a--b', '-a', 'a-', 'a/b', 'é', 'a'.repeat(121)])
    expect(isSlug(no), no).toBe(false)
  for (const yes of ['a', 'como-2', '2-vezes']) expect(isSlug(yes), yes).toBe(true)
})
