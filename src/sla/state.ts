/** How the resolution of a ticket that is not solved stands, for lists. */
export const SLA_STATES = ['ok', 'at_risk', 'breached', 'paused'] as const
export type SlaState = (typeof SLA_STATES)[number]

/** From here on little is left of the time that was promised. */
export const AT_RISK_SHARE = 0.2
