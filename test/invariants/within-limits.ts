import * as z from 'zod'

export type SentRequest = z.output<typeof SentRequest>
const SentRequest = z.looseObject({
  /** Unix seconds, by the portal's own clock. */
  at: z.number(),
  address: z.string(),
  status: z.number(),
  outcome: z.string(),
})
export type PortalLimits = { rate: number; burst: number }

/** A request is noted at the moment it came, and let in an instant later. */
const TOLERANCE = 0.5

export async function readRequests(sandboxUrl: string) {
  const get = async (name: string) => (await fetch(`${sandboxUrl}/control/${name}`)).json()
  return {
    requests: z.array(SentRequest).parse(await get('requests')),
    limits: z.looseObject({ rate: z.number(), burst: z.number() }).parse(await get('limits')),
  }
}

/**
 * I5: in no window of t seconds more than burst + rate * t requests. Full windows are where a bucket that leaks would be full, so
 * one walk over the requests looks at all of them. Requests that were refused count too: they were sent.
 */
export function withinLimits(requests: readonly SentRequest[], { rate, burst }: PortalLimits): string[] {
  const broken: string[] = []
  let [level, last] = [0, 0]
  for (const { at } of requests.toSorted((a, b) => a.at - b.at)) {
    level = Math.max(0, level - (at - last) * rate) + 1
    last = at
    if (level > burst + TOLERANCE)
      broken.push(`at ${at.toFixed(3)} the bucket of ${burst} held ${level.toFixed(2)}`)
  }
  const refused = requests.filter(({ status, outcome }) => status === 503 && outcome === 'refused').length
  return [
    ...(broken.length > 0 ? [`${broken.length} requests above the limit; the first ${broken[0]}`] : []),
    ...(refused > 0 ? [`${refused} requests were turned away with 503`] : []),
  ]
}

/** Which part of what may be asked was asked, between two moments while there was always something to ask. */
export function shareUsed(
  requests: readonly SentRequest[],
  { rate }: Pick<PortalLimits, 'rate'>,
  [from, to]: readonly [number, number],
): number {
  return requests.filter(({ at }) => at >= from && at < to).length / (rate * (to - from))
}
