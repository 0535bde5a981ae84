import { setTimeout } from 'node:timers/promises'

const BREATH_MS = 5

/** Between two looks at what others do: whoever never pauses takes the processor from those that are waited for. */
export const breath = () => setTimeout(BREATH_MS)
