/** What a toast has besides its sentence. */
export type ToastOptions = {
  /** A longer line below. */
  detail?: string
  /** One thing to do about it, like "Desfazer". */
  action?: { label: string; run: () => void }
  durationMs?: number
  /** Another toast of this name takes the place of the one before. */
  id?: string
}
type Kind = 'success' | 'error' | 'info'

const USUAL_MS = 5_000
/** Who has to read what went wrong needs longer. */
const ERROR_MS = 10_000

/** Says in the corner how something went that is not in view any more. Loaded when there is something to say. */
export const toast = {
  done: (text: string, options: ToastOptions = {}) => void show('success', text, options),
  error: (text: string, options: ToastOptions = {}) => void show('error', text, options),
  info: (text: string, options: ToastOptions = {}) => void show('info', text, options),
  dismiss: (id: string) => void import('./toaster.tsx').then(({ sonner }) => sonner.dismiss(id)),
}

async function show(
  kind: Kind,
  text: string,
  { detail, action, durationMs, id }: ToastOptions,
): Promise<void> {
  const { sonner, mountToaster } = await import('./toaster.tsx')
  mountToaster()
  sonner[kind](text, {
    ...(id !== undefined && { id }),
    ...(detail !== undefined && { description: detail }),
    ...(action && { action: { label: action.label, onClick: action.run } }),
    duration: durationMs ?? (kind === 'error' ? ERROR_MS : USUAL_MS),
  })
}
