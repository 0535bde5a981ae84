import { expect, test } from 'vitest'
import { piecesOf } from './called.ts'

const PEOPLE = [
  { id: 1, name: 'Ana Costa' },
  { id: 2, name: 'Ana Costa Prado' },
  { id: 3, name: 'Юлия' },
]

test('people are found where the text calls them, the longer of two names first, and the text stays whole', () => {
  const text = 'Oi @Ana Costa Prado, @Ana Costa e @Юлия.'
  const pieces = piecesOf(text, PEOPLE)
  expect(pieces.flatMap(({ text, who }) => (who === null ? [] : [[text, who]]))).toEqual([
    ['@Ana Costa Prado', 2],
    ['@Ana Costa', 1],
    ['@Юлия', 3],
  ])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
})

test('an address, a longer word and whoever is not called are text', () => {
  const text = 'x@Ana Costa, @Ana Costas, @João Tech @'
  expect(piecesOf(text, PEOPLE)).toEqual([{ text, who: null }])
  expect(piecesOf('', PEOPLE)).toEqual([])
})
