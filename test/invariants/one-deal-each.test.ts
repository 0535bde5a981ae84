import { describe, expect, test } from 'vitest'
import type { CrmDeal, CrmState } from './crm-state.ts'
import { type AcceptedTicket, oneDealEach } from './one-deal-each.ts'

const PHOTO = { name: 'tela.png', sizeBytes: 70 }
const VIDEO = { name: 'erro.mp4', sizeBytes: 2_000_000 }
const KEY = '5f0c2a1e-8d1b-4a6e-9c55-0f6c1d2e3f40'

const ticket = (changed: Partial<AcceptedTicket> = {}): AcceptedTicket => ({
  ticketNumber: 'TKT-20260115-00001',
  dealId: 7405,
  title: 'A impressora não liga',
  files: [PHOTO],
  comments: [{ text: 'Já tentei outra tomada', files: [] }],
  ...changed,
})
const deal = (changed: Partial<CrmDeal> = {}): CrmDeal => ({
  dealId: 7405,
  originatorId: 'ponte:a1',
  originKey: KEY,
  title: 'A impressora não liga',
  stageId: 'C19:NEW',
  ticketNumber: 'TKT-20260115-00001',
  rating: null,
  comments: [
    { id: 1, text: '', files: [PHOTO] },
    { id: 2, text: 'Maria Santos: Já tentei outra tomada', files: [] },
  ],
  mails: [],
  ...changed,
})
const crm = (...deals: CrmDeal[]): Pick<CrmState, 'deals' | 'disk'> => ({ deals, disk: new Map() })

describe('I1', () => {
  test('a ticket with one deal, its file and its comment is all there', () => {
    expect(oneDealEach([ticket()], crm(deal()))).toEqual([])
  })

  test('no deal, a second deal, a deal of nobody: each is told', () => {
    expect(oneDealEach([ticket()], crm())).toEqual([expect.stringContaining('has 0 deals')])
    const second = deal({ dealId: 7406, originKey: 'another' })
    expect(oneDealEach([ticket()], crm(deal(), second))).toEqual([expect.stringContaining('has 2 deals')])
    const twice = deal({ dealId: 7407, ticketNumber: null })
    expect(oneDealEach([ticket()], crm(deal(), twice))).toEqual([
      expect.stringContaining('marks 2 deals'),
      expect.stringContaining('nobody filed deal 7407'),
    ])
  })

  test('a comment that was lost or doubled is told', () => {
    const [file, comment] = deal().comments
    const lost = deal({ comments: file ? [file] : [] })
    expect(oneDealEach([ticket()], crm(lost))).toEqual([expect.stringContaining('is there 0 times')])
    const doubled = deal({ comments: [file, comment, comment].filter((one) => one !== undefined) })
    expect(oneDealEach([ticket()], crm(doubled))).toEqual([expect.stringContaining('is there 2 times')])
  })

  test('a file that was lost, doubled or cut is told by its name and size', () => {
    const without = deal({ comments: deal().comments.slice(1) })
    expect(oneDealEach([ticket()], crm(without))).toEqual([expect.stringContaining('of 70 bytes is missing')])
    const cut = deal({
      comments: [{ id: 1, text: '', files: [{ ...PHOTO, sizeBytes: 35 }] }, ...deal().comments.slice(1)],
    })
    expect(oneDealEach([ticket()], crm(cut))).toHaveLength(2)
  })

  test('a large file counts where a comment names its place on the Disk, and nowhere else', () => {
    const disk = new Map([[KEY, { id: 88, ...VIDEO }]])
    const own = ticket({ files: [PHOTO, VIDEO] })
    expect(oneDealEach([own], { deals: [deal()], disk })).toEqual([expect.stringContaining('is missing')])
    const named = deal({
      comments: [
        ...deal().comments,
        { id: 3, text: 'No Drive da empresa, pasta Ponte (arquivo 88): erro.mp4', files: [] },
      ],
    })
    expect(oneDealEach([own], { deals: [named], disk })).toEqual([])
  })
})
