import * as fc from 'fast-check'

export const STAGES = [
  ['C19:NEW', 'open'],
  ['C19:WORK', 'open'],
  ['C19:LATER', 'open'],
  ['C19:WON', 'won'],
] as const

const slot = fc.nat(1)
/** What somebody does in the CRM. */
const change = fc.oneof(
  fc.record({ do: fc.constant('title' as const) }),
  fc.record({ do: fc.constant('title-back' as const) }),
  fc.record({ do: fc.constant('description' as const), isEmpty: fc.boolean() }),
  fc.record({ do: fc.constant('stage' as const), at: fc.nat(STAGES.length - 1) }),
  fc.record({ do: fc.constant('pipeline' as const), id: fc.constantFrom(19, 7) }),
  fc.record({ do: fc.constant('comment' as const) }),
  fc.record({ do: fc.constant('edit-comment' as const), slot }),
  fc.record({ do: fc.constant('delete-comment' as const), slot }),
  fc.record({ do: fc.constant('activity' as const) }),
  fc.record({ do: fc.constant('edit-activity' as const), slot }),
  fc.record({ do: fc.constant('delete-activity' as const), slot }),
)
/**
 * Readings go through three moments, and several at once in any order: what events do that are lost, doubled, late or out of order
 * is that a reading is not made, made twice, or made beside another.
 */
const step = fc.oneof(
  { weight: 6, arbitrary: change },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.nat(2) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('begin' as const), slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask-deal' as const), slot }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask-rest' as const), slot }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('write' as const), slot, fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('write-page' as const), slot }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('write-both' as const), slots: fc.tuple(slot, slot) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('our-title' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('push-title' as const), isFinished: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('our-comment' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('push-comment' as const), isFinished: fc.boolean() }) },
)
/** A reading that is overtaken: by another one, or by what we write. */
const overtaken = fc
  .record({
    seconds: fc.nat(1),
    what: fc.oneof(
      change.map((one) => [one]),
      fc.constant([{ do: 'delete' as const }]),
      fc.constant([{ do: 'our-title' as const }, { do: 'push-title' as const, isFinished: true }]),
      fc.constant([{ do: 'our-comment' as const }, { do: 'push-comment' as const, isFinished: true }]),
    ),
    isReadMeanwhile: fc.boolean(),
  })
  .map(({ seconds, what, isReadMeanwhile }) => [
    { do: 'begin' as const, slot: 0 },
    { do: 'ask-deal' as const, slot: 0 },
    { do: 'ask-rest' as const, slot: 0 },
    { do: 'pass' as const, seconds },
    ...what,
    ...(isReadMeanwhile
      ? [
          { do: 'begin' as const, slot: 1 },
          { do: 'write' as const, slot: 1, fails: false },
        ]
      : []),
    { do: 'write' as const, slot: 0, fails: false },
  ])
/** What we write is undone in the CRM, perhaps within the same second: then the deal is there as it was read before. */
const undone = fc
  .nat(1)
  .map((seconds) => [
    { do: 'begin' as const, slot: 0 },
    { do: 'write' as const, slot: 0, fails: false },
    { do: 'our-title' as const },
    { do: 'push-title' as const, isFinished: true },
    { do: 'pass' as const, seconds },
    { do: 'title-back' as const },
  ])
export const history = fc.record({
  isOurs: fc.boolean(),
  steps: fc
    .array(
      fc.oneof(
        { weight: 18, arbitrary: step.map((one) => [one]) },
        { weight: 2, arbitrary: overtaken },
        { weight: 1, arbitrary: undone },
      ),
      {
        minLength: 8,
        maxLength: 20,
        size: 'max',
      },
    )
    .map((parts) => parts.flat()),
})
export type History = typeof history extends fc.Arbitrary<infer T> ? T : never
export type Step = History['steps'][number]
