import { expect, test } from 'vitest'
import { BodyWithPlaceholders, fillPlaceholders } from './placeholders.ts'

const ticket = {
  requesterName: 'Maria {{agent_name}}\nSantos',
  requesterEmail: 'maria.santos@example.com',
  ticketNumber: 'TKT-20260115-00001',
  title: '<b>Impressora</b> $& em chamas',
}
const fill = (text: string) => fillPlaceholders(text, { ticket, agentName: 'João Tech' })

test('placeholders are filled once, as plain text of a line, and what fills them is not read again', () => {
  expect(fill('Olá {{requester_name}}, {{ ticket_number }}: {{title}}. {{agent_name}}')).toBe(
    'Olá Maria {{agent_name}} Santos, TKT-20260115-00001: <b>Impressora</b> $& em chamas. João Tech',
  )
  expect(
    fillPlaceholders('{{requester_name}}', { ticket: { ...ticket, requesterName: null }, agentName: '' }),
  ).toBe('maria.santos@example.com')
})

test('bad input: what nothing would fill is refused, and so is what would get too long once it is filled', () => {
  for (const text of ['{{cpf}}', '{{requester_name', 'name}}', '{{}}', '{{requester_name}', '{{__proto__}}'])
    expect(BodyWithPlaceholders.safeParse(text).success, text).toBe(false)
  expect(BodyWithPlaceholders.safeParse('{ "a": {} } {{ title }}').success).toBe(true)
  expect(BodyWithPlaceholders.safeParse('{{title}}'.repeat(78)).success).toBe(true)
  expect(BodyWithPlaceholders.safeParse('{{title}}'.repeat(79)).success).toBe(false)
  expect(BodyWithPlaceholders.safeParse('a'.repeat(10_001)).success).toBe(false)
})
