import * as z from 'zod'
import { seededRandom } from './random.ts'

const Name = z.string().min(1).max(100)
const Count = z.int().min(0).max(1_000_000_000)
const Milliseconds = z.int().min(0).max(600_000)

/** Which matches a rule lets pass, and how often it strikes then. Same seed, same faults. */
const WHEN = {
  probability: z.number().min(0).max(1).default(1),
  /** So many matches pass before the first one is struck. */
  after: Count.default(0),
  seed: z.int().default(1),
}
/** Strikes at most so often. */
const TIMES = { times: Count.min(1).optional() }

const CALL = { match: z.strictObject({ method: Name.optional(), user: Name.optional() }), ...WHEN, ...TIMES }
const EVENT = { match: z.strictObject({ event: Name }), ...WHEN }

const CallRule = z.discriminatedUnion('effect', [
  z.strictObject({
    effect: z.literal('latency'),
    ms: Milliseconds,
    jitter: Milliseconds.default(0),
    ...CALL,
  }),
  z.strictObject({
    effect: z.literal('status'),
    code: z.int().min(300).max(599),
    error: z.string().max(200).default('INTERNAL_SERVER_ERROR'),
    /** With 302: where the portal lives now. */
    location: z.url().optional(),
    ...CALL,
  }),
  /** The connection is cut before any work. */
  z.strictObject({ effect: z.literal('reset'), ...CALL }),
  /** The work is done, and the connection cut. */
  z.strictObject({ effect: z.literal('lost-answer'), ...CALL }),
  /** The work is not done, and nothing is answered until the caller gives up. */
  z.strictObject({ effect: z.literal('hang'), ...CALL }),
  /** The work is done, and half of the answer arrives. */
  z.strictObject({ effect: z.literal('truncate'), ...CALL }),
  /** The work is done, and the answer is something else. */
  z.strictObject({ effect: z.literal('garbage'), ...CALL }),
])
const EventRule = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('drop'), ...EVENT, ...TIMES }),
  /** `times` says how often each event is sent. */
  z.strictObject({ effect: z.literal('duplicate'), times: Count.min(2).max(1_000).default(2), ...EVENT }),
  z.strictObject({ effect: z.literal('delay'), ms: Milliseconds, ...EVENT, ...TIMES }),
  /** So many events are gathered and sent in another order. */
  z.strictObject({
    effect: z.literal('reorder'),
    window: Count.min(2).max(10_000).default(10),
    ...EVENT,
    ...TIMES,
  }),
])

export const FaultList = z.array(z.union([CallRule, EventRule])).max(1_000)
export type FaultRule = z.output<typeof FaultList>[number]
export type CallFault = z.output<typeof CallRule>
export type EventFault = z.output<typeof EventRule>

export type Faults = {
  list(): FaultRule[]
  replace(rules: FaultRule[]): void
  /** What shall go wrong with this call; asking counts as a match. */
  forCall(call: { method: string; user?: string }): Struck<CallFault>[]
  forEvent(event: string): Struck<EventFault>[]
}
/** A fault that strikes now; `chance` is its own next number in [0, 1), for jitter and order. */
type Struck<Fault> = Fault & { chance: () => number }

export function createFaults(): Faults {
  let armed: Armed[] = []
  return {
    list: () => armed.map(({ rule }) => rule),
    replace(rules) {
      armed = rules.map((rule, index) => ({
        rule,
        seen: 0,
        struck: 0,
        random: seededRandom(rule.seed * 7_919 + index),
      }))
    },
    forCall: ({ method, user = '' }) =>
      strike(armed, (rule): rule is CallFault => isOfCall(rule) && fitsCall(rule, method, user)),
    forEvent: (event) =>
      strike(
        armed,
        (rule): rule is EventFault => !isOfCall(rule) && (fits(rule.match.event, event) || false),
      ),
  }
}

type Armed = { rule: FaultRule; seen: number; struck: number; random: () => number }

function strike<Fault extends FaultRule>(
  armed: Armed[],
  concerns: (rule: FaultRule) => rule is Fault,
): Struck<Fault>[] {
  return armed.flatMap((one) => {
    const { rule } = one
    if (!concerns(rule)) return []
    one.seen += 1
    const most =
      rule.effect === 'duplicate' ? Number.POSITIVE_INFINITY : (rule.times ?? Number.POSITIVE_INFINITY)
    if (one.seen <= rule.after || one.struck >= most) return []
    if (one.random() >= rule.probability) return []
    one.struck += 1
    return [{ ...rule, chance: one.random }]
  })
}

const isOfCall = (rule: FaultRule): rule is CallFault => !('event' in rule.match)

const fitsCall = ({ match }: CallFault, method: string, user: string) =>
  fits(match.method ?? '*', method) && fits(match.user ?? '*', user)

const fits = (pattern: string, name: string) =>
  pattern === '*' || pattern.toLowerCase() === name.toLowerCase()
