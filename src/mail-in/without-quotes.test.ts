import { expect, test } from 'vitest'
import { withoutQuotes } from './without-quotes.ts'

test.each([
  ['nothing is quoted', 'Bom dia\n\nNão abre.\n', 'Bom dia\n\nNão abre.'],
  [
    'marked lines, above and below',
    'Sim\n\nOn Mon, 12 Jan 2026 at 09:12, Ana <ana@example.com> wrote:\n> Funciona?\n>\n\nMas só hoje',
    'Sim\n\n\nMas só hoje'.replace(/\n{3,}/, '\n\n'),
  ],
  [
    'an introduction over two lines',
    'Ok\n\nEm seg., 12 de jan. de 2026 às 09:12, Central de Atendimento <central@example.com>\nescreveu:\n\n> Olá',
    'Ok',
  ],
  [
    'without marks, to the end',
    'Gracias\n\nEl lun, 12 ene 2026, Central <c@example.com> escribió:\n\nHola\nAdiós',
    'Gracias',
  ],
  [
    'as Russian programs write',
    'Спасибо\n\nпн, 12 янв. 2026 г. в 09:12, Центр <c@example.com>:\n\n> Здравствуйте',
    'Спасибо',
  ],
  [
    'Outlook',
    'Feito.\n\nDe: Central <c@example.com>\nEnviada em: segunda-feira, 12 de janeiro\nPara: Maria\nAssunto: VPN\n\nOlá',
    'Feito.',
  ],
  ['a divider', 'Feito.\n\n-----Mensagem original-----\nDe: Central\n\nOlá', 'Feito.'],
  ['a signature', 'Feito.\n-- \nMaria\nRamal 12', 'Feito.'],
  ['a telephone', 'Feito.\n\nEnviado do meu iPhone', 'Feito.'],
  ['only a quotation', '> Olá\n> tudo bem?', ''],
  [
    'a sentence that begins likewise',
    'Em anexo segue o que ele escreveu: nada.\nOn Monday it works',
    'Em anexo segue o que ele escreveu: nada.\nOn Monday it works',
  ],
  ['De: as a word', 'De: para onde?\nNão sei', 'De: para onde?\nNão sei'],
])('%s', (_, text, said) => {
  expect(withoutQuotes(text)).toBe(said)
})

test('what was made to be slow is not', () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `em ${'a '.repeat(100)}${n}`).join('\n')
  expect(withoutQuotes(lines).length).toBeGreaterThan(1_000_000)
})
