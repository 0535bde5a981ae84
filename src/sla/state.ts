/** How a running clock stands. */
export const SLA_STATES = ['ok', 'at_risk', 'breached'] as const
export type SlaState = (typeof SLA_STATES)[number]

/** From here on little is left of the time between filing and deadline. */
export const AT_RISK_SHARE = 0.2

type Clocked = { isOver: boolean; createdAt: Date; dateDeadline: Date | null }

/** null: nothing is waited for, or nobody promised when. */
export function slaState({ isOver, createdAt, dateDeadline }: Clocked, now: Date): SlaState | null {
  if (isOver || !dateDeadline) return null
  const leftMs = dateDeadline.getTime() - now.getTime()
  if (leftMs < 0) return 'breached'
  return leftMs <= (dateDeadline.getTime() - createdAt.getTime()) * AT_RISK_SHARE ? 'at_risk' : 'ok'
}
