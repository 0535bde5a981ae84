export type BridgePath =
  | { kind: 'deal'; dealId: number; userId: number; since: number | null; ticket: string | null }
  | { kind: 'notifications'; since: number | null; ticket: string | null }

/** The addresses of the portal that exists; null: none of them. */
export function readBridgePath(url: string): BridgePath | null {
  if (!URL.canParse(url, 'ws://here')) return null
  const { pathname, searchParams } = new URL(url, 'ws://here')
  const ticket = searchParams.get('ticket')
  const since = /^\d{1,15}$/.test(searchParams.get('since_seq') ?? '')
    ? Number(searchParams.get('since_seq'))
    : null
  if (/^\/ws\/notifications\/?$/.test(pathname)) return { kind: 'notifications', since, ticket }
  const [, dealId, userId] = /^\/ws\/(\d{1,9})\/(\d{1,9})\/?$/.exec(pathname) ?? []
  return dealId ? { kind: 'deal', dealId: Number(dealId), userId: Number(userId), since, ticket } : null
}
