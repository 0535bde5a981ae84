import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { htmlOf, taggedSubject } from './mail-content.ts'

const ticket = { dealId: 7405 as DealId, ticketNumber: 'TKT-20260115-00001' }

test('E-06: a subject carries the tag of its ticket exactly once, wherever it stood', () => {
  expect(taggedSubject('Senha', ticket)).toBe('[#7405] Senha')
  expect(taggedSubject('Re: [#7405] Senha [#7405]', ticket)).toBe('[#7405] Re: Senha')
  expect(taggedSubject('Fwd: [#1] [TKT-20260115-00001] Senha', ticket)).toBe('[#7405] Fwd: Senha')
  expect(taggedSubject('Senha', { ...ticket, dealId: null })).toBe('[TKT-20260115-00001] Senha')
})

test('what people write is text in the HTML of a mail, too', () => {
  expect(htmlOf('a <b>\n"c"')).toBe('<p>a &#60;b&#62;<br>\n&#34;c&#34;</p>')
})
