import { expect, test } from 'vitest'
import { commentText } from './comment-text.ts'

test('M-01: a comment says who wrote it, since all of them come from one account', () => {
  expect(commentText({ name: 'Maria Santos', matricula: '1001', text: 'Olá\nTudo certo' })).toBe(
    'Maria Santos (1001):\nOlá\nTudo certo',
  )
  expect(commentText({ name: 'Maria Santos', matricula: null, text: 'Olá' })).toBe('Maria Santos:\nOlá')
})

test('what people type is never markup in the CRM, and reads as they typed it', () => {
  const text = 'see [1], [USER=1]Rita[/USER], [url=https://evil.example]bank[/url] and [*]'
  const shown = commentText({ name: 'Maria', matricula: null, text })
  expect(shown).not.toMatch(/\[[/*a-z]/i)
  expect(shown).toContain('[1]')
  expect(shown.replaceAll('\u200b', '')).toBe(`Maria:\n${text}`)
})
