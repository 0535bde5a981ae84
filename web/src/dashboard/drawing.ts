const text = { fill: 'var(--ink-2)', fontSize: 'var(--size-12)' }

/** Quiet axes: what is measured is in front. */
export const axis = {
  days: { tick: text, tickLine: false, axisLine: { stroke: 'var(--line-strong)' }, minTickGap: 24 },
  values: { tick: text, tickLine: false, axisLine: false, width: 'auto' },
} as const

export const grid = {
  // The table says what is in it; keys would walk through a picture.
  chart: {
    margin: { top: 8, right: 8, bottom: 0, left: 0 },
    accessibilityLayer: false,
    role: 'presentation',
  },
  lines: { vertical: false, stroke: 'var(--line)' },
  tip: { isAnimationActive: false, cursor: { fill: 'var(--sunken)', stroke: 'var(--line-strong)' } },
} as const
