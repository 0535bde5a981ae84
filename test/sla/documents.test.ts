import * as fs from 'node:fs'
import { expect, test } from 'vitest'
import { CalendarBody } from '#src/sla/calendar-body.ts'
import { CLOCK_TABLE } from '#src/sla/clock-table.ts'
import { PolicyBody } from '#src/sla/policy-body.ts'
import { Sla } from '#src/sla/show-sla.ts'

const text = fs.readFileSync(new URL('../../docs/sla.md', import.meta.url), 'utf8')
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']): unknown => JSON.parse(json))

test('L-04: the calendar and the policy of docs/sla.md are accepted as they stand there, and a ticket is shown so', () => {
  expect(examples).toHaveLength(3)
  expect(CalendarBody.safeParse(examples[0]).error).toBeUndefined()
  expect(PolicyBody.safeParse(examples[1]).error).toBeUndefined()
  expect(Sla.parse(examples[2])).toEqual(examples[2])
})

/** A cell of the document, in the words of the code. */
const WORDS: Record<string, string> = {
  starts: 'start',
  'starts if none is open': 'start',
  fulfilled: 'fulfil',
  'fulfilled if never answered': 'fulfil',
  cancelled: 'cancel',
  pauses: 'pause',
  'pauses if the policy says so': 'pause-by-policy',
  resumes: 'resume',
  'resumes if paused': 'resume',
  'the same clock resumes': 'reopen',
  'elapsed carried over': 'carry-over',
  '-': 'nothing',
  'runs on': 'nothing',
  stays: 'nothing',
  // It may have been on hold.
  runs: 'resume',
}
const HAPPENINGS = {
  created: 'created',
  'public reply of a person of the team': 'team-replied',
  "requester's message": 'requester-wrote',
  'waiting for requester': 'waits-for-requester',
  'on hold': 'is-on-hold',
  'at work again': 'is-worked-on',
  'resolved, closed': 'resolved',
  reopened: 'reopened',
  'priority or policy changed': 'terms-changed',
  'merged, moved out, deleted in the CRM': 'left',
} as const

test.each(Object.entries(HAPPENINGS))(
  'L-05: "%s" is the same in the document and in the code',
  (row, happening) => {
    const line = text.split('\n').find((one) => one.startsWith(`| ${row} |`)) ?? ''
    const [, , first = '', ...others] = line.split('|').map((cell) => cell.trim())
    const [next, resolution] = others.map((cell) => (cell === 'same' ? first : cell))
    const { first_response, next_response, resolution: last } = CLOCK_TABLE[happening]
    expect([first, next, resolution].map((cell) => WORDS[cell ?? ''])).toEqual([
      first_response,
      next_response,
      last,
    ])
  },
)
