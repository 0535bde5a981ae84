import { expect, test } from 'vitest'
import { snapshotOf } from './snapshot.ts'

const MAP = {
  fields: [{ field: 'cpf', code: 'UF_CPF', type: 'string', idOf: new Map(), labelOf: new Map() }],
  checks: [],
} as const

test('what is kept of a deal holds neither the document of a person nor an address that opens something', () => {
  const item = {
    id: 1,
    UF_CPF: '123.456.789-09',
    UF_FILE: {
      id: 5,
      urlMachine: 'https://p.bitrix24.com/rest/1/geheim/crm.controller.item.getFile/?token=abc',
    },
    title: 'veja https://p.bitrix24.com/x?auth=abc e https://example.com/ok',
  }
  expect(snapshotOf(item, MAP)).toEqual({
    id: 1,
    UF_FILE: { id: 5, urlMachine: '[address]' },
    title: 'veja [address] e https://example.com/ok',
  })
})
