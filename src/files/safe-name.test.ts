import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extensionOf, safeName } from './safe-name.ts'

const anything = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        ' ',
        '\0',
        '\u202E',
        '\u200F',
        '\uD800',
        '\u2028',
        '👩‍👩‍👧',
        'é',
        'e\u0301',
        'CON',
        '.png',
        ':',
      ),
      { maxLength: 80 },
    )
    .map((pieces) => pieces.join('')),
)

test('F-12: whatever a file is called, it gets a name that is only a name', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const name = safeName(given)
      expect(name.length).toBeGreaterThan(0)
      expect(name.length).toBeLessThanOrEqual(150)
      expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\.\./u)
      expect(name).not.toMatch(/^[ .]|[ .]$/)
      expect(name.isWellFormed()).toBe(true)
      expect(name.normalize('NFC')).toBe(name)
      expect(safeName(name)).toBe(name)
    }),
    { numRuns: 2_000 },
  )
})

test('F-12: however long a name is, it ends as it did', () => {
  const stem = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 400 })
    .filter((text) => !text.includes('.'))
  fc.assert(
    fc.property(stem, fc.constantFrom('pdf', 'jpeg', 'docx'), (text, extension) => {
      expect(extensionOf(safeName(`x${text}.${extension}`))).toBe(extension)
    }),
  )
})

test.each([
  ['nota.pdf', 'nota.pdf'],
  ['  nota  fiscal .pdf. ', 'nota fiscal .pdf'],
  ['../../etc/passwd', 'etc_passwd'],
  ['C:\\Users\\maria\\foto.png', 'C__Users_maria_foto.png'],
  ['NF 12/2024.pdf', 'NF 12_2024.pdf'],
  ['fatura\u202Efdp.exe', 'faturafdp.exe'],
  ['e\u0301.txt', 'é.txt'],
  ['.htaccess', 'htaccess'],
  ['con.txt', '_con.txt'],
  [`a${'\u0300'.repeat(300)}.png`, 'file.png'],
  ['', 'file'],
  ['...', 'file'],
  ['\0', 'file'],
])('%j becomes %j', (given, name) => {
  expect(safeName(given)).toBe(name)
})
